"""The folder of runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shared.improvement.journal import RunLocked, run_lock
from workbench.workspace import ABOUT, About, Origin, UnknownRun, Workspace


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "runs")


def test_runs_come_newest_first_and_say_what_they_are(space: Workspace) -> None:
    old = space.create(About(title="Junio", origin=Origin.UPLOAD, created_at="2026-06-01T00:00:00+00:00"))
    new = space.create(About(title="Julio ¡y más!", origin=Origin.SAMPLE, created_by="ana@example.com"))
    assert [entry.id for entry in space.entries(with_live=True)] == [new.id, old.id]
    assert new.id.endswith("-julio-y-m-s")
    assert space.entry(new.id, with_live=False).about.created_by == "ana@example.com"


def test_two_runs_of_one_second_have_two_names(space: Workspace) -> None:
    assert len({space.create(About(title="igual")).id for _ in range(5)}) == 5


def test_a_run_on_live_tickets_is_not_there_for_who_may_not_see_it(space: Workspace) -> None:
    live = space.create(About(title="vivo", origin=Origin.LIVE))
    assert space.entries(with_live=False) == []
    with pytest.raises(UnknownRun):
        space.entry(live.id, with_live=False)
    assert space.entry(live.id, with_live=True).about.origin is Origin.LIVE


def test_a_run_made_by_acs_is_there_too(space: Workspace) -> None:
    (space.path / "demo").mkdir(parents=True)
    (space.path / "demo" / "run.json").write_text("{}")
    (space.path / "no-run").mkdir()
    assert [(entry.id, entry.title) for entry in space.entries(with_live=True)] == [("demo", "demo")]


@pytest.mark.parametrize("name", ["../x", "", ".", "..", "a/b", ".hidden", "x" * 200, "nothing", "a\0b"])
def test_a_name_never_leads_out_of_the_folder(space: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "run.json").write_text("{}")
    with pytest.raises(UnknownRun):
        space.entry(name, with_live=True)


def test_a_damaged_about_file_leaves_the_run_readable_but_not_public(space: Workspace) -> None:
    entry = space.create(About(title="x", origin=Origin.LIVE))
    (entry.folder / ABOUT).write_text("{broken")
    with pytest.raises(UnknownRun):
        space.entry(entry.id, with_live=False)


def test_deleting_takes_all_of_it(space: Workspace) -> None:
    entry = space.create(About(title="x"))
    (entry.folder / "run.json").write_text("{}")
    space.delete(entry)
    assert space.entries(with_live=True) == []
    assert not entry.folder.path.exists()
    assert not any(path.is_file() for path in space.path.rglob("*"))


def test_a_run_that_is_worked_on_is_not_deleted(space: Workspace) -> None:
    entry = space.create(About(title="x"))
    with run_lock(entry.folder.path), pytest.raises(RunLocked):
        space.delete(entry)
    assert entry.folder.path.is_dir()


def test_renaming_keeps_the_rest(space: Workspace) -> None:
    entry = space.create(About(title="x", origin=Origin.SAMPLE))
    space.rename(entry, "  Mejor título  ")
    found = space.entry(entry.id, with_live=True)
    assert (found.title, found.about.origin) == ("Mejor título", Origin.SAMPLE)


def test_inputs_of_the_run_are_paths_in_it(space: Workspace) -> None:
    entry = space.create(About(title="x", sources=["inputs/a.jsonl", "/elsewhere/b.jsonl"]))
    assert entry.inputs == [os.fspath(entry.folder / "inputs/a.jsonl"), "/elsewhere/b.jsonl"]
