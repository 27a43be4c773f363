"""Ids that were there before."""

from __future__ import annotations

import subprocess
import sys

from shared.conversations.duplicates import DuplicateIds, id_hashes


def test_the_first_conversation_with_an_id_counts() -> None:
    seen = DuplicateIds()
    assert seen.check(["a", "b", "a"], [1, 2, 3], "x") == {2: "duplicate id; first on line 1"}
    assert seen.check(["b", "c"], [1, 7], "y") == {0: "duplicate id; first on line 2 of x"}
    assert seen.check(["c"], [8], "y") == {0: "duplicate id; first on line 7"}
    assert seen.check([], [], "z") == {}


def test_hashes_are_the_same_in_every_process() -> None:
    code = "from shared.conversations.duplicates import id_hashes; print(id_hashes(['conv_1', 'ñ']).tolist())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(id_hashes(["conv_1", "ñ"]).tolist())
