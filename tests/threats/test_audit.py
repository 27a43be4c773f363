"""What `make audit` says of what pip-audit printed."""

from __future__ import annotations

import json

from tests.threats.audit import judged

CLEAN = {"name": "orjson", "version": "3.11.0", "vulns": []}
HOLED = {"name": "pyyaml", "version": "5.3", "vulns": [{"id": "CVE-2020-14343", "fix_versions": ["5.4"]}]}
UNKNOWN = {"name": "reflex", "skip_reason": "Dependency not found"}


def printed(*dependencies: object) -> str:
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_clean_is_clean_only_when_all_was_looked_up() -> None:
    assert judged(printed(CLEAN, CLEAN), "") == ("no known hole in 2 libraries", 0)
    words, code = judged(printed(CLEAN, UNKNOWN), "")
    assert code == 2
    assert words.startswith("NOT AUDITED")
    assert "1 of 2" in words


def test_a_hole_is_named_with_the_version_that_mends_it() -> None:
    words, code = judged(printed(CLEAN, HOLED, UNKNOWN), "")
    assert code == 1
    assert "pyyaml 5.3: CVE-2020-14343, mended in 5.4" in words


def test_without_a_network_it_says_so() -> None:
    words, code = judged("", "Traceback …\nConnectionError: name resolution failed")
    assert code == 2
    assert "NOT AUDITED" in words
    assert "name resolution failed" in words
