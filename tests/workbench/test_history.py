"""The history: every run is found, and can be renamed, copied, compared and deleted."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from shared.improvement.journal import RunLocked, run_lock
from shared.runs.folder import RunFolder
from tests.timing import assert_within
from workbench.history.doing import copied
from workbench.history.rows import Wanted, rows, with_intervals
from workbench.i18n import formats
from workbench.state import State
from workbench.workspace import About, Origin, RunEntry, Workspace


def another(runs: Workspace, finished: Path, title: str, origin: Origin = Origin.UPLOAD) -> RunEntry:
    entry = runs.create(About(title=title, origin=origin, created_by="bea@example.com"))
    shutil.copytree(finished, entry.folder.path, dirs_exist_ok=True)
    return entry


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_a_run_is_told_with_the_figures_that_acs_wrote(
    open_page: Callable[..., AppTest], finished_run: RunEntry
) -> None:
    metrics = finished_run.folder.read_json("metrics.json")
    score = finished_run.folder.read_json("comparison.json")["metrics"]["score"]
    shown = html(open_page("history", finished_run))
    assert f"{formats.number(metrics['overall']['total'], 'es')} conversaciones" in shown
    assert f"Score {formats.number(metrics['score']['value'], 'es', 3)}" in shown
    gain, low, high = (formats.number(score[name], "es", 3) for name in ("difference", "low", "high"))
    assert f"{gain} ({low} a {high}, n = {score['n']})" in shown


def test_a_run_that_acs_made_in_the_folder_is_there_too(
    open_page: Callable[..., AppTest], runs: Workspace, finished: Path
) -> None:
    shutil.copytree(finished, runs.path / "by-hand")
    assert "by-hand" in html(open_page("history"))
    assert "Hecha con acs" in html(open_page("history"))


def test_a_damaged_run_is_shown_and_says_so(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    (finished_run.folder / "metrics.json").write_text("{broken", encoding="utf-8")
    assert "Hay archivos dañados en esta corrida" in html(open_page("history"))


def test_titles_are_text_whatever_is_in_them(
    open_page: Callable[..., AppTest], runs: Workspace, finished: Path
) -> None:
    another(runs, finished, "<img src=x onerror=alert(1)> *negrita*")
    shown = html(open_page("history"))
    assert "&lt;img src=x onerror=alert(1)&gt; *negrita*" in shown
    assert "<img" not in shown


def test_live_runs_are_for_admins_only(runs: Workspace, finished: Path, open_page: Callable[..., AppTest]) -> None:
    another(runs, finished, "Casos de clientes", Origin.LIVE)
    assert "Casos de clientes" in html(open_page("history"))
    assert "Casos de clientes" not in html(open_page("history", tab=State(files_only=True)))


def test_the_search_finds_words_without_accents_and_the_filters_fit(runs: Workspace, finished: Path) -> None:
    another(runs, finished, "Campaña de México")
    another(runs, finished, "Otra", Origin.SAMPLE)
    found = rows(with_live=True)

    def titles(wanted: Wanted) -> list[str]:
        return sorted(row.entry.title for row in found if wanted.fits(row))

    assert titles(Wanted("mexico campana")) == ["Campaña de México"]
    assert titles(Wanted("BEA@example")) == ["Campaña de México", "Otra"]
    assert titles(Wanted(origin=Origin.SAMPLE)) == ["Otra"]
    assert titles(Wanted(verdict="none")) == []
    assert titles(Wanted("nada de esto")) == []


def test_what_was_written_since_is_seen(runs: Workspace, finished_run: RunEntry) -> None:
    assert rows(with_live=True)[0].summary.verdict is not None
    finished_run.folder.discard(["comparison.json"])
    assert rows(with_live=True)[0].summary.verdict is None


def test_a_run_is_renamed(open_page: Callable[..., AppTest], runs: Workspace, finished_run: RunEntry) -> None:
    app = open_page("history")
    app.button(key=f"more-{finished_run.id}").click().run()
    app.text_input(key=f"title-{finished_run.id}").set_value("Semana 47").run()
    app.button(key=f"rename-{finished_run.id}").click().run()
    assert runs.entry(finished_run.id, with_live=True).title == "Semana 47"


def test_a_run_is_deleted_only_after_a_yes(
    open_page: Callable[..., AppTest], runs: Workspace, finished_run: RunEntry
) -> None:
    app = open_page("history", finished_run)
    app.button(key=f"more-{finished_run.id}").click().run()
    assert app.button(key=f"delete-{finished_run.id}").disabled
    app.checkbox(key=f"sure-{finished_run.id}").check().run()
    app.button(key=f"delete-{finished_run.id}").click().run()
    assert not app.exception
    assert runs.entries(with_live=True) == []
    assert not finished_run.folder.path.exists()


def test_a_run_that_is_worked_on_is_not_deleted(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    with run_lock(finished_run.folder.path):
        app = open_page("history")
        app.button(key=f"more-{finished_run.id}").click().run()
        assert f"delete-{finished_run.id}" not in {button.key for button in app.button}
        assert any("Se está trabajando en esta corrida" in box.value for box in app.info)


def test_a_copy_has_the_analysis_and_not_what_was_played(runs: Workspace, finished_run: RunEntry) -> None:
    copy = copied(finished_run, "Copia", "bea@example.com")
    assert (copy.title, copy.about.copy_of, copy.about.created_by) == ("Copia", finished_run.id, "bea@example.com")
    same = ("metrics.json", "approved_prompts.json", "baseline_conversations.jsonl")
    assert all((copy.folder / name).read_bytes() == (finished_run.folder / name).read_bytes() for name in same)
    assert not (copy.folder / "comparison.json").exists()
    assert not (copy.folder / "journal.jsonl").exists()


def test_a_copy_of_customers_data_stays_closed_to_others(runs: Workspace, finished: Path) -> None:
    live = another(runs, finished, "Casos", Origin.LIVE)
    copy = copied(live, "Copia", "ana@example.com")
    assert copy.id not in {entry.id for entry in runs.entries(with_live=False)}


def test_nothing_is_left_of_a_copy_that_failed(runs: Workspace, finished_run: RunEntry) -> None:
    with run_lock(finished_run.folder.path), pytest.raises(RunLocked):
        copied(finished_run, "Copia", "ana@example.com")
    assert [entry.id for entry in runs.entries(with_live=True)] == [finished_run.id]


def test_two_runs_are_put_beside_each_other(
    open_page: Callable[..., AppTest], runs: Workspace, finished: Path, finished_run: RunEntry
) -> None:
    other = another(runs, finished, "Otra")
    info = other.folder.info()
    other.folder.write_info(info.model_copy(update={"settings": info.settings.model_copy(update={"max_turns": 9})}))
    app = open_page("history")
    app.checkbox(key=f"pick-{finished_run.id}").check().run()
    assert "Marque «Comparar» en otra corrida." in [one.value for one in app.caption]
    app.checkbox(key=f"pick-{other.id}").check().run()
    assert not app.exception
    shown = html(app)
    rate = with_intervals(finished_run.folder)["resolution_rate"]
    assert rate.value is not None
    assert shown.count(f"n = {rate.n}") >= 2
    assert formats.percent(rate.value, "es") in shown
    assert "<td>6</td><td>9</td>" in shown or "<td>9</td><td>6</td>" in shown


def test_two_hundred_runs_are_listed_in_under_a_second(runs: Workspace, finished: Path) -> None:
    for number in range(200):
        folder = runs.path / f"run-{number:03}"
        folder.mkdir(parents=True)
        for name in ("run.json", "metrics.json", "comparison.json", "simulation.json", "llm_rewrite_response.json"):
            shutil.copy(finished / name, folder / name)
    assert len(rows(with_live=True)) == 200
    assert_within(1, lambda: rows(with_live=True), clock=time.perf_counter)


def test_a_damaged_file_gives_no_figures(finished_run: RunEntry) -> None:
    (finished_run.folder / "metrics.json").write_text('{"overall": 3}', encoding="utf-8")
    assert with_intervals(RunFolder(finished_run.folder.path)) == {}
