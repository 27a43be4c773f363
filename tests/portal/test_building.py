"""The pages are built once, and again after something that goes into them has changed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal import building
from portal.building import (
    BuildFailed,
    PortalBuild,
    ensure_built,
    fingerprint,
    serving_environment,
    tool_environment,
)

Tool = Callable[[], "subprocess.CompletedProcess[str]"]


class Tools:
    """Reflex's export in place of the real one: makes the first page, or does as it is told."""

    def __init__(self, folder: Path) -> None:
        self.builds = 0
        self.page = folder / ".web" / "build" / "client" / "index.html"
        self.does: Tool = self.build

    def build(self) -> subprocess.CompletedProcess[str]:
        self.page.parent.mkdir(parents=True, exist_ok=True)
        self.page.write_text("<html>")
        return subprocess.CompletedProcess([], 0, "done", "")

    def run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        if "export" not in command:
            return subprocess.CompletedProcess(command, 0, "", "")
        self.builds += 1
        return self.does()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal of two files."""
    web = tmp_path / ".web"
    monkeypatch.setattr(building, "FOLDER", tmp_path)
    monkeypatch.setattr(building, "_WEB", web)
    monkeypatch.setattr(building, "STATIC", web / "build" / "client")
    monkeypatch.setattr(building, "_STAMP", web / "build" / "made-from")
    (tmp_path / "app.py").write_text("pages = 1")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "base.css").write_text("a {}")
    return tmp_path


@pytest.fixture
def tools(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    made = Tools(folder)
    monkeypatch.setattr(subprocess, "run", made.run)
    return made


def test_it_is_built_once(tools: Tools) -> None:
    ensure_built()
    ensure_built()
    assert tools.builds == 1


def test_built_pages_are_served_from_a_disk_that_cannot_be_written_on(folder: Path, tools: Tools) -> None:
    ensure_built()
    (folder / ".web" / "building").unlink()
    ensure_built()
    assert not (folder / ".web" / "building").exists()


def test_serving_asks_no_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any, **__: Any) -> None:
        raise FileNotFoundError(2, "No such file", "npm")

    monkeypatch.setattr(subprocess, "run", missing)
    assert serving_environment()["REFLEX_TELEMETRY_ENABLED"] == "false"
    with pytest.raises(FileNotFoundError):
        tool_environment()


@pytest.mark.parametrize("name", ["app.py", "assets/base.css", "pages/new.py", "components/new.js"])
def test_it_is_built_again_after_a_source_changed(folder: Path, tools: Tools, name: str) -> None:
    ensure_built()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("changed")
    ensure_built()
    assert tools.builds == 2


def test_it_is_built_again_where_the_pages_are_gone(tools: Tools) -> None:
    ensure_built()
    tools.page.unlink()
    ensure_built()
    assert tools.builds == 2


@pytest.mark.parametrize("name", [".web/made.py", ".states/one.py", "__pycache__/app.py", "assets/external/font.css"])
def test_what_is_made_while_building_is_no_source(folder: Path, name: str) -> None:
    before = fingerprint()
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("made")
    assert fingerprint() == before


def test_a_moved_source_is_a_change(folder: Path) -> None:
    before = fingerprint()
    (folder / "app.py").rename(folder / "main.py")
    assert fingerprint() != before


def test_a_failing_tool_is_told_in_its_words_and_tried_again(tools: Tools) -> None:
    tools.does = lambda: subprocess.CompletedProcess([], 1, "Compiling\n", "npm: no space left")
    with pytest.raises(BuildFailed, match="npm: no space left"):
        ensure_built()
    tools.does = tools.build
    ensure_built()
    assert tools.builds == 2


def test_a_tool_that_makes_no_page_has_failed(tools: Tools) -> None:
    tools.does = lambda: subprocess.CompletedProcess([], 0, "nothing to do", "")
    with pytest.raises(BuildFailed, match="nothing to do"):
        ensure_built()


def test_the_end_of_much_that_is_said_is_told(tools: Tools) -> None:
    tools.does = lambda: subprocess.CompletedProcess([], 1, "begin" + "." * 9_000, "the reason")
    with pytest.raises(BuildFailed) as failed:
        ensure_built()
    assert str(failed.value).endswith("the reason")
    assert "begin" not in str(failed.value)


@pytest.mark.parametrize(
    "line",
    [
        "npm error request to https://packages.test/react failed, reason: getaddrinfo ENOTFOUND packages.test",
        "npm error request to https://packages.test/react failed, reason: getaddrinfo EAI_AGAIN packages.test",
        "npm error FetchError: connect ECONNREFUSED 127.0.0.1:4873, after three tries with a pause",
        "npm ERR! network request to https://packages.test/react failed, reason: socket hang up",
    ],
)
def test_without_a_network_that_is_said_in_one_sentence(tools: Tools, line: str) -> None:
    said = f"Compiling\nnpm error code E\n{line}\nnpm error A complete log of this run is in a folder\n"
    tools.does = lambda: subprocess.CompletedProcess([], 1, "", said)
    with pytest.raises(BuildFailed) as failed:
        ensure_built()
    assert str(failed.value).splitlines() == [
        f"npm did not reach its registry, and the first build needs the network: {line}"
    ]


def test_a_missing_tool_is_named_with_the_way_to_get_it(tools: Tools) -> None:
    def missing() -> subprocess.CompletedProcess[str]:
        raise FileNotFoundError(2, "No such file", "npm")

    tools.does = missing
    with pytest.raises(BuildFailed, match="npm is not there; `make setup`"):
        ensure_built()


def test_a_build_that_does_not_end_is_given_up(tools: Tools) -> None:
    def endless() -> subprocess.CompletedProcess[str]:
        raise subprocess.TimeoutExpired("reflex", 600)

    tools.does = endless
    with pytest.raises(BuildFailed, match="longer than 600 s"):
        ensure_built()


def test_built_pages_talk_to_where_they_came_from(tmp_path: Path) -> None:
    script = tmp_path / "assets" / "reflex-env-x.js"
    script.parent.mkdir()
    script.write_text("a=`ws://localhost:8000/_event`,b=`http://localhost:3000/ping`")
    (tmp_path / "theme.css").write_text("")
    PortalBuild().post_build(static_dir=tmp_path)
    assert "localhost" not in script.read_text()
    assert "/_event`" in script.read_text()
    assert not (tmp_path / "theme.css").exists(), "pages get the company's"
