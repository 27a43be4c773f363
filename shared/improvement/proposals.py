"""Proposals: the prompt that asks a model for a better agent, the reading of its answer and the checks it must pass.

A proposal is data: it is shown, edited and approved by a person, and nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.agent.template import PLACEHOLDERS
from shared.conversations.redaction import redact
from shared.conversations.schema import Conversation
from shared.domains.pack import Pack
from shared.improvement.approval import PromptPair
from shared.improvement.models import Proposal, usage_record
from shared.improvement.placeholders import system_prompt_problems, template_problems
from shared.improvement.proposal_progress import ProposalPhase
from shared.improvement.sections import UNTRUSTED, user_message
from shared.llm.protocol import LanguageModel, ModelRequest, Purpose, Usage

ATTEMPTS = 2
"""A proposal that fails the checks is asked for once more, with what was wrong."""
MAX_EXAMPLES = 12
MAX_EXAMPLE_TURNS = 16
MAX_TURN_CHARS = 600
LOW_CSAT = 3.0

INSTRUCTIONS = f"""\
You improve a company's support agent. From the figures, the ranking of tools, the prompts in production, the tools that
the agent has and examples of conversations, propose changes in five parts:

1. prompt_changes: a complete system_prompt and a complete user_template to replace the current ones, in the language
   of the current prompt, and the rationale. Keep what works. Each change answers a weakness that the figures or the
   examples show; quote the figure with its n. The user_template must hold each of {{contexto}}, {{tono}}, {{idioma}}
   and {{canal}} and no other placeholder.
2. code_changes: changes to configuration or tool wiring (title, patch, impact, risk), as small patches to be read by an
   engineer.
3. tools: what to build or improve next, by the ranking (name, why, api_sketch, effort 1 to 3).
4. evaluation_plan: metrics, offline_protocol (paired simulation), online_protocol (live A/B test), success_criteria.
5. risks: what could get worse and how it would be seen.

A figure that is null is unknown: say so, never treat it as 0. Every part must have content.
{UNTRUSTED}"""


class ProposalInvalid(Exception):
    """The model's proposal fails the checks; `problems` says how, `answer` is what it said."""

    def __init__(self, problems: Sequence[str], answer: str) -> None:
        super().__init__(f"the model's proposal cannot be used: {'; '.join(problems)}")
        self.problems = tuple(problems)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a proposal is based on: the contents of `metrics.json`, the ranking's rows, the pack, and evidence.
    `current` are the prompts to improve: the pack's where none are given."""

    figures: Mapping[str, Any]
    ranking: Sequence[Mapping[str, Any]]
    pack: Pack
    evidence: Sequence[Conversation]
    current: PromptPair | None = None

    @property
    def prompts(self) -> PromptPair:
        return self.current or PromptPair.of_pack(self.pack)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A valid proposal with its origin."""

    proposal: Proposal
    model: str
    usage: Usage
    prompt_sha256: str
    warnings: tuple[str, ...]

    def record(self, run: str) -> dict[str, Any]:
        """`llm_rewrite_response.json`."""
        return {
            "proposal": self.proposal.model_dump(mode="json"),
            "model": self.model,
            "usage": usage_record(self.usage),
            "prompt_sha256": self.prompt_sha256,
            "generated_from": run,
            "warnings": list(self.warnings),
        }


def proposal_request(grounds: Grounds) -> ModelRequest:
    """Ask for a proposal."""
    prompts, pack = grounds.prompts, grounds.pack
    figures = {name: grounds.figures.get(name) for name in ("overall", "by", "score")}
    tools = [{"name": t.name, "label": dict(t.label), "description": t.description} for t in pack.tools]
    sections = {
        "figures": figures,
        "ranking": list(grounds.ranking),
        "prompts": {"system": prompts.system_prompt, "user_template": prompts.user_template},
        "tools": tools,
        "examples": [example(conversation) for conversation in chosen_examples(grounds.evidence)],
    }
    return ModelRequest(purpose=Purpose.ANALYST, instructions=INSTRUCTIONS, input=(user_message(sections),))


def chosen_examples(evidence: Sequence[Conversation]) -> list[Conversation]:
    """Those that went wrong first (unresolved, then low CSAT), the rest in the evidence's order; `MAX_EXAMPLES`."""

    def rank(conversation: Conversation) -> int:
        csat = conversation.outcomes.csat_estimated_1_5
        if conversation.meta.resolved is False:
            return 0
        return 1 if csat is not None and csat <= LOW_CSAT else 2

    return sorted(evidence, key=rank)[:MAX_EXAMPLES]


def example(conversation: Conversation) -> dict[str, Any]:
    """A conversation as an example in the prompt: redacted, and no longer than the limits above."""
    meta = conversation.meta
    turns = conversation.transcript[:MAX_EXAMPLE_TURNS]
    return {
        "context": meta.context,
        "language": meta.idioma,
        "resolved": meta.resolved,
        "csat": conversation.outcomes.csat_estimated_1_5,
        "transcript": [{"role": t.role.value, "content": redact(t.content)[:MAX_TURN_CHARS]} for t in turns],
    }


async def propose(
    llm: LanguageModel, grounds: Grounds, *, entered: Callable[[ProposalPhase, int], None] = lambda phase, attempt: None
) -> Proposed:
    """A checked proposal. Raises `ModelError` and, when it fails the checks twice, `ProposalInvalid`. `entered` is told
    each phase, with the number of the attempt."""
    request = first = proposal_request(grounds)
    usage = Usage()
    for attempt in range(1, ATTEMPTS + 1):
        entered(ProposalPhase.ASKING if attempt == 1 else ProposalPhase.ASKING_AGAIN, attempt)
        parsed = await llm.parse(request, Proposal)
        entered(ProposalPhase.CHECKING, attempt)
        usage += parsed.reply.usage
        problems = proposal_problems(parsed.value)
        if not problems:
            break
        if attempt == ATTEMPTS:
            raise ProposalInvalid(problems, parsed.reply.text)
        request = _corrected(first, parsed.reply.text, problems)
    return Proposed(
        proposal=parsed.value,
        model=parsed.reply.model,
        usage=usage,
        prompt_sha256=_prompt_hash(first),
        warnings=(*proposal_warnings(parsed.value, grounds.prompts), *parsed.reply.notes),
    )


def proposal_problems(proposal: Proposal) -> list[str]:
    """Why a proposal cannot be used, in words; empty if it can."""
    changes = proposal.prompt_changes
    empty = [name for name, content in _parts(proposal).items() if not content]
    problems = [f"{name} is empty" for name in empty]
    if changes.system_prompt.strip():
        problems += system_prompt_problems(changes.system_prompt)
    if changes.user_template.strip():
        problems += template_problems(changes.user_template)
    return problems


def _parts(proposal: Proposal) -> dict[str, bool]:
    """Whether each part says something."""
    changes, plan = proposal.prompt_changes, proposal.evaluation_plan
    single = {f"prompt_changes.{name}": getattr(changes, name) for name in type(changes).model_fields}
    single |= {f"evaluation_plan.{name}": getattr(plan, name) for name in type(plan).model_fields if name != "metrics"}
    filled = {name: bool(text.strip()) for name, text in single.items()}
    filled["code_changes"] = _all_filled([(c.title, c.patch, c.impact, c.risk) for c in proposal.code_changes])
    filled["tools"] = _all_filled([(t.name, t.why, t.api_sketch) for t in proposal.tools])
    filled["evaluation_plan.metrics"] = _all_filled([plan.metrics])
    filled["risks"] = _all_filled([proposal.risks])
    return filled


def _all_filled(rows: Sequence[Sequence[str]]) -> bool:
    return bool(rows) and all(row and all(text.strip() for text in row) for row in rows)


def proposal_warnings(proposal: Proposal, current: PromptPair) -> list[str]:
    """What a person should know before approving; nothing here stops a proposal."""
    changes = proposal.prompt_changes
    warnings = []
    if changes.system_prompt.strip() == current.system_prompt.strip():
        warnings.append("the system prompt is the current one, unchanged")
    if any(f"{{{name}}}" in changes.system_prompt for name in PLACEHOLDERS):
        warnings.append("the system prompt holds template placeholders, which are only filled in the user template")
    if len(changes.system_prompt) > 3 * max(len(current.system_prompt), 500):
        warnings.append("the system prompt is more than three times as long as the current one")
    return warnings


def _corrected(request: ModelRequest, answer: str, problems: Sequence[str]) -> ModelRequest:
    told = "This proposal cannot be used: " + "; ".join(problems) + ". Answer again with a complete proposal."
    said = ({"role": "assistant", "content": answer}, {"role": "user", "content": told})
    return replace(request, input=(*request.input, *said))


def _prompt_hash(request: ModelRequest) -> str:
    canonical = json.dumps([request.instructions, list(request.input)], ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
