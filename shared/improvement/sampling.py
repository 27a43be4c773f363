"""Which evidence becomes a scenario: an even, seeded choice over the contexts that the domain pack declares."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.agent.rendering import plain
from shared.conversations.schema import Conversation
from shared.domains.pack import Pack

UNSTATED = "unstated"
"""The stratum of conversations whose context is unknown."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A conversation drawn for a scenario; `reuse` counts how often it was drawn before (0 the first time)."""

    context: str
    conversation: Conversation
    reuse: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The draws, and what of the evidence could not be drawn from (counts by context)."""

    draws: tuple[Draw, ...]
    asked: Mapping[str, int]
    undeclared: Mapping[str, int]
    unstated: int


def draw(evidence: Sequence[Conversation], pack: Pack, *, per_context: int, total: int | None, seed: int) -> Sample:
    """Draw `per_context` conversations of each context that has any, or `total` spread evenly over these contexts.

    Where a context has fewer than asked, its conversations are drawn again. Conversations without a context are drawn
    only when no conversation has one that the pack declares.
    """
    strata, undeclared, unstated = _strata(evidence, pack)
    if not strata and unstated:
        strata, unstated = {UNSTATED: unstated}, []
    asked = _quotas(list(strata), per_context, total)
    draws = [
        Draw(context, ordered[number % len(ordered)], number // len(ordered))
        for context, count in asked.items()
        for ordered in [sorted(strata[context], key=lambda c: seeded(seed, c.conversation_id))]
        for number in range(count)
    ]
    return Sample(tuple(draws), asked, dict(sorted(undeclared.items())), len(unstated))


def seeded(seed: int, name: str) -> int:
    """A number of 64 bits that depends on both and on nothing else."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode("utf-8", "replace")).digest()[:8], "big")


def declared_context(pack: Pack, context: str) -> str | None:
    """The pack's context that `context` names, by its id, an alias or a label in any language; else `None`."""
    names = {plain(alias): target for alias, target in pack.context_aliases.items()}
    names |= {plain(label): name for name, labels in pack.contexts.items() for label in labels.values()}
    names |= {plain(name): name for name in pack.contexts}
    return names.get(plain(context.strip()))


def _strata(
    evidence: Sequence[Conversation], pack: Pack
) -> tuple[dict[str, list[Conversation]], Counter[str], list[Conversation]]:
    """Conversations by declared context in the pack's order, counts of undeclared contexts, those without one."""
    found: defaultdict[str, list[Conversation]] = defaultdict(list)
    undeclared: Counter[str] = Counter()
    unstated: list[Conversation] = []
    for conversation in evidence:
        if not any(text.strip() for text in conversation.customer_texts):
            continue
        stated = conversation.meta.context
        context = declared_context(pack, stated) if stated else None
        if context is not None:
            found[context].append(conversation)
        elif stated:
            undeclared[stated] += 1
        else:
            unstated.append(conversation)
    return {context: found[context] for context in pack.contexts if context in found}, undeclared, unstated


def _quotas(contexts: Sequence[str], per_context: int, total: int | None) -> dict[str, int]:
    if total is None:
        return dict.fromkeys(contexts, per_context)
    share, rest = divmod(total, len(contexts)) if contexts else (0, 0)
    quotas = {context: share + (number < rest) for number, context in enumerate(contexts)}
    return {context: count for context, count in quotas.items() if count}
