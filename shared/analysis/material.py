"""The language material of a pack: labelled messages, one a line (language, labels, message, tab-separated)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shared.domains.pack import Pack, PackError

NO_INTENT = "-"


class LabelledMessage(NamedTuple):
    language: str
    labels: tuple[str, ...]
    text: str


def read_messages(path: Path, intents: Sequence[str]) -> list[LabelledMessage]:
    """The messages of one file. Raises `PackError` naming file and line where one does not fit."""
    messages = []
    # Not splitlines(): a message may hold other separators that Python takes for line ends.
    for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
        fields = line.split("\t")
        labels = tuple(fields[1].split(",")) if len(fields) == 3 and fields[1] != NO_INTENT else ()
        if len(fields) != 3 or not set(labels) <= set(intents):
            raise PackError(
                f"{path.name}, line {number}: not 'language TAB labels TAB message' with labels of the pack"
            )
        messages.append(LabelledMessage(fields[0], labels, fields[2]))
    return messages


def read_material(pack: Pack) -> list[LabelledMessage]:
    """All messages of the pack's material, in the order of file names."""
    intents = [intent.id for intent in pack.intents]
    return [m for path in sorted(pack.messages_folder.glob("*.tsv")) for m in read_messages(path, intents)]


def material_hash(pack: Pack) -> str:
    """SHA-256 of the material and the pack's intents: what a compiled detector was made from."""
    digest = hashlib.sha256(",".join(intent.id for intent in pack.intents).encode())
    for path in sorted(pack.messages_folder.glob("*.tsv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def label_matrix(messages: Sequence[LabelledMessage], intents: Sequence[str]) -> NDArray[np.int8]:
    """Shape (messages, intents): 1 where the message carries the intent."""
    return np.array([[intent in m.labels for intent in intents] for m in messages], np.int8).reshape(-1, len(intents))


def language_matrix(messages: Sequence[LabelledMessage], languages: Sequence[str]) -> NDArray[np.int8]:
    """Shape (messages, languages): 1 for the message's language."""
    return np.array([[m.language == lang for lang in languages] for m in messages], np.int8).reshape(-1, len(languages))
