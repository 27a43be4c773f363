"""Conversations as columns: what the figures, the segments and the CSV files are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from shared.analysis.intents import IntentDetector
from shared.analysis.labels import Labels
from shared.analysis.metrics import Outcomes
from shared.conversations.fields import moment
from shared.conversations.schema import Conversation
from shared.domains.pack import Pack

LONGEST_READ = 20_000
"""Characters of one message that detection reads: nobody asks for something after that, and memory stays bounded."""

Flags = NDArray[np.bool_]
Instants = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Columns:
    """n conversations, k intents. `language` is detected, `None` where the customer wrote nothing; `idioma` is what
    the record says. `detected`, `intents` (the detected ones, or what a person put in their place) and `imported` have
    shape (n, k), `has_imported` (n,), `num_interactions` (n,) with NaN for unknown, `created_at` (n,) in UTC with NaT
    for unknown, `probabilities` (n, k): of each intent the highest over the customer's messages."""

    ids: tuple[str, ...]
    context: Labels
    tono: Labels
    canal: Labels
    idioma: Labels
    language: Labels
    num_interactions: NDArray[np.float64]
    created_at: Instants
    outcomes: Outcomes
    probabilities: NDArray[np.float32]
    detected: Flags
    intents: Flags
    imported: Flags
    has_imported: Flags

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Flags) -> Columns:
        """Only the rows where `rows` (shape (n,)) is true."""
        return Columns(
            ids=tuple(np.array(self.ids, object)[rows]),
            context=self.context.take(rows),
            tono=self.tono.take(rows),
            canal=self.canal.take(rows),
            idioma=self.idioma.take(rows),
            language=self.language.take(rows),
            num_interactions=self.num_interactions[rows],
            created_at=self.created_at[rows],
            outcomes=self.outcomes.take(rows),
            probabilities=self.probabilities[rows],
            detected=self.detected[rows],
            intents=self.intents[rows],
            imported=self.imported[rows],
            has_imported=self.has_imported[rows],
        )

    def corrected(self, intents: Mapping[int, Flags]) -> Columns:
        """With other intents (k,) in some rows; what was detected stays beside them."""
        changed = self.intents.copy()
        for row, flags in intents.items():
            changed[row] = flags
        return replace(self, intents=changed)

    @classmethod
    def empty(cls, intents: Sequence[str]) -> Columns:
        """No conversations."""
        none, flags = Labels.of((), 0), np.zeros((0, len(intents)), np.bool_)
        return cls(
            ids=(),
            context=none,
            tono=none,
            canal=none,
            idioma=none,
            language=none,
            num_interactions=np.zeros(0, np.float64),
            created_at=_instants(()),
            outcomes=Outcomes.of(()),
            probabilities=flags.astype(np.float32),
            detected=flags,
            intents=flags,
            imported=flags,
            has_imported=flags[:, 0],
        )

    @classmethod
    def of(cls, conversations: Sequence[Conversation], pack: Pack, detector: IntentDetector) -> Columns:
        """The columns of these conversations, with the intents and languages that `detector` finds."""
        n, metas = len(conversations), [conversation.meta for conversation in conversations]
        contexts = ContextNames(pack)
        probabilities, language = _detected(conversations, detector)
        imported, has_imported = _imported(conversations, detector.intents)
        detected = probabilities >= detector.thresholds
        return cls(
            ids=tuple(conversation.conversation_id for conversation in conversations),
            context=Labels.of((contexts[meta.context] for meta in metas), n),
            tono=Labels.of((meta.tono for meta in metas), n),
            canal=Labels.of((_lower(meta.canal) for meta in metas), n),
            idioma=Labels.of((_lower(meta.idioma) for meta in metas), n),
            language=language,
            num_interactions=np.array(
                [np.nan if meta.num_interactions is None else meta.num_interactions for meta in metas], np.float64
            ),
            created_at=_instants([meta.created_at for meta in metas]),
            outcomes=Outcomes.of(conversations),
            probabilities=probabilities,
            detected=detected,
            intents=detected,
            imported=imported,
            has_imported=has_imported,
        )


class ContextNames(dict[str | None, str | None]):
    """From a context as it was imported to its name in the pack; a context that the pack does not know keeps its
    own name."""

    def __init__(self, pack: Pack) -> None:
        super().__init__({None: None})
        self._known: Mapping[str, str] = {name.casefold(): name for name in pack.contexts} | {
            alias.casefold(): name for alias, name in pack.context_aliases.items()
        }

    def __missing__(self, imported: str | None) -> str | None:
        assert imported is not None
        return self._known.get(imported.strip().casefold(), imported.strip() or None)


def _lower(name: str | None) -> str | None:
    return (name.strip().lower() or None) if name else None


def _instants(given: Sequence[str | None]) -> Instants:
    """When conversations began, in microseconds of UTC; NaT where that is unknown or cannot be read."""
    return np.array([None if text is None else _in_utc(text) for text in given], "datetime64[us]")


def _in_utc(text: str) -> datetime | None:
    when = moment(text)
    try:
        return None if when is None else when.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the year 1 or 9999, moved over the edge of the calendar by its zone
        return None


def _detected(conversations: Sequence[Conversation], detector: IntentDetector) -> tuple[NDArray[np.float32], Labels]:
    """Probabilities (n, k), the highest over a customer's messages, and the language of all of them together."""
    texts_of = [conversation.customer_texts for conversation in conversations]
    counts = np.fromiter(map(len, texts_of), np.int64, len(texts_of))
    written = np.flatnonzero(counts)
    probabilities = np.zeros((len(texts_of), len(detector.intents)), np.float32)
    languages = np.full(len(texts_of), len(detector.languages), np.int32)
    if written.size:
        scores = detector.scores([text[:LONGEST_READ] for text in chain.from_iterable(texts_of)])
        starts = (np.cumsum(counts) - counts)[written]
        probabilities[written] = np.maximum.reduceat(scores.probabilities, starts)
        languages[written] = np.add.reduceat(scores.languages, starts).argmax(axis=1)
    return probabilities, Labels((*detector.languages, None), languages)


def _imported(conversations: Sequence[Conversation], intents: Sequence[str]) -> tuple[Flags, Flags]:
    """The intents that the records came with, as far as the pack knows them (n, k), and which records have any."""
    place = {intent: number for number, intent in enumerate(intents)}
    flags = np.zeros((len(conversations), len(intents)), np.bool_)
    given = np.zeros(len(conversations), np.bool_)
    for row, conversation in enumerate(conversations):
        names = conversation.outcomes.intent_detected
        if names is not None:
            given[row] = True
            flags[row, [place[name] for name in names if name in place]] = True
    return flags, given
