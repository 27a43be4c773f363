"""The journal on disk, damaged in every way that a killed process can damage it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from shared.improvement.journal import Journal, JournalError, JournalMismatch, set_aside
from shared.improvement.models import SimulatedConversation
from shared.improvement.simulation import simulate
from tests.shared.improvement.fakes import ScriptedAgent, ScriptedModel, make_case, said
from tests.shared.improvement.test_simulation import GOOD, THANKS, Records

CONDITIONS = {"seed": "0", "approved prompts": "abc"}


def make_conversation(trial: int = 0) -> SimulatedConversation:
    work = simulate(
        make_case(trial=trial), ScriptedAgent(said("Hola.")), Records(), ScriptedModel([THANKS], GOOD), max_messages=12
    )
    return asyncio.run(work)


def write(path: Path, *keys: str) -> None:
    with Journal.open(path, CONDITIONS) as journal:
        for number, key in enumerate(keys):
            journal.append(key, make_conversation(number))


def keys_in(path: Path) -> list[str]:
    with Journal.open(path, CONDITIONS) as journal:
        return list(journal.conversations)


def test_what_is_appended_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    write(path, "a", "b")
    with Journal.open(path, CONDITIONS) as journal:
        assert list(journal.conversations.values()) == [make_conversation(0), make_conversation(1)]


def test_whatever_of_the_last_line_is_missing_the_rest_counts(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    write(path, "a", "b")
    whole = path.read_bytes()
    second = whole.rindex(b"\n", 0, -1) + 1
    for cut in (second + 1, second + 200, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert keys_in(path) == ["a"]
        write(path, "c")
        assert keys_in(path) == ["a", "c"]


def test_a_half_written_header_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b'{"journal": 1, "cond')
    assert keys_in(path) == []
    write(path, "a")
    assert keys_in(path) == ["a"]


def test_damage_in_the_middle_is_an_error_not_a_loss(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    write(path, "a", "b")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"\x00\x00\n" + lines[2])
    with pytest.raises(JournalError, match=r"line 2 of .* is damaged"):
        keys_in(path)
    path.write_bytes(lines[0] + b'{"case": "a"}\n' + lines[2])
    with pytest.raises(JournalError, match=r"line 2 of .* is damaged"):
        keys_in(path)


def test_changed_conditions_are_named(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    write(path, "a")
    with (
        pytest.raises(JournalMismatch, match=r"\(approved prompts changed since\).*--fresh"),
        Journal.open(path, {**CONDITIONS, "approved prompts": "xyz"}),
    ):
        pass
    assert keys_in(path) == ["a"]


def test_a_fresh_start_keeps_the_old_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    for expected in ("journal.1.jsonl", "journal.2.jsonl"):
        write(path, "a")
        kept = set_aside(path)
        assert kept is not None
        assert kept.name == expected
        assert not path.exists()
    assert set_aside(path) is None
