"""A company with its own pack: one YAML file and its messages, anywhere, and the whole cycle works."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from shared.cli.app import run
from shared.domains.pack import PACKS_FOLDER


@pytest.fixture
def own_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = (PACKS_FOLDER / "airline.yaml").read_text(encoding="utf-8")
    path = tmp_path / "packs" / "ferry.yaml"
    path.parent.mkdir()
    path.write_text(text.replace("id: airline", "id: ferry", 1).replace("Andes Air", "Rio Ferry"), encoding="utf-8")
    shutil.copytree(PACKS_FOLDER / "airline" / "messages", path.parent / "ferry" / "messages")
    return path


def test_a_pack_outside_the_repository_goes_the_whole_way(
    own_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = (
        "I need to move my trip to Friday",
        "Where is my refund?",
        "My bag did not arrive",
        "Cancel my booking please",
    )
    data = tmp_path / "chats.jsonl"
    records = [
        {"conversation_id": f"c{n}", "meta": {"context": "travel"}, "transcript": [{"role": "user", "content": text}]}
        for n, text in enumerate(texts)
    ]
    data.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    monkeypatch.chdir(own_pack.parent)
    assert run(["improve", str(data), "--out", str(tmp_path / "run"), "--approve", "--domain", "ferry.yaml"]) == 0
    capsys.readouterr()
    monkeypatch.chdir(tmp_path)
    assert run(["compare", "run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "inconclusive"
    assert "Rio Ferry" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_a_pack_without_messages_says_what_it_needs(
    own_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(own_pack.parent / "ferry")
    data = tmp_path / "chats.jsonl"
    data.write_text('{"transcript": [{"role": "user", "content": "hola"}]}\n')
    assert run(["analyze", str(data), "--out", str(tmp_path / "run"), "--domain", str(own_pack)]) == 2
    assert "labelled messages" in capsys.readouterr().err
