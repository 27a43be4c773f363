"""The run folder: what is missing is said with the command that makes it; nothing is half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.runs.folder import RunError, RunFolder
from shared.runs.settings import RunSettings
from tests.shared.runs.run_folders import make_run


def test_a_missing_artefact_names_the_command_that_makes_it(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    with pytest.raises(RunError, match=r"has no approved_prompts.json yet; first run: acs approve .*/run"):
        folder.need("run.json", "approved_prompts.json")


def test_a_folder_that_is_not_there_says_how_to_start(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"there is no run at .*; start one with: acs analyze INPUT… --out"):
        RunFolder(tmp_path / "nowhere").need("run.json")


def test_a_file_in_the_folders_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(RunError, match="cannot be made"):
        RunFolder(tmp_path / "taken").create()


def test_run_json_keeps_settings_and_times(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", seed=3)
    folder.finish_stage("propose", 1.23456)
    folder.finish_stage("simulate", 2.0, RunSettings(seed=4))
    info = folder.info()
    assert info.settings.seed == 4
    assert {name: stage.seconds for name, stage in info.stages.items()} == {"propose": 1.235, "simulate": 2.0}
    assert info.versions["python"].startswith("3.")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"run": 1}', '{"run": 1, "settings": {"seed": "x"}}'])
def test_a_damaged_run_json_is_one_clear_error(tmp_path: Path, content: str) -> None:
    folder = make_run(tmp_path / "run")
    (folder / "run.json").write_text(content)
    with pytest.raises(RunError, match=r"run\.json"):
        folder.info()


def test_a_table_is_no_formula_and_unknown_is_empty(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    folder.write_table("t.csv", ("a", "b", "c", "d"), [("=1+1", None, -2, True), ("x", None, 3, None)])
    assert (folder / "t.csv").read_text() == "a,b,c,d\n'=1+1,,-2,true\nx,,3,\n"
    assert [path.name for path in folder.path.glob(".t.csv*")] == []
