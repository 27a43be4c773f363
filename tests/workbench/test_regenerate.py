"""The regenerate page: what it says before, during and after, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from shared.runs.approvals import APPROVED, read_approved
from shared.runs.folder import RunFolder
from shared.runs.simulating import JOURNAL, SIMULATION
from shared.runs.simulation_setup import read_setup
from tests.workbench.jobs_at_work import approved_run, ended, played, until
from workbench.jobs import record as records
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobKind, JobRecord, JobState
from workbench.model import llm_settings
from workbench.regenerate import plan
from workbench.state import FILES_ONLY, State
from workbench.workspace import RunEntry, Workspace

Open = Callable[..., AppTest]


@pytest.fixture
def entry(finished: Path, runs: Workspace) -> RunEntry:
    return approved_run(finished, runs)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, runs: Workspace) -> None:
    monkeypatch.setenv("OFFLINE_MODEL_LATENCY_MS", "120")


def words(app: AppTest) -> str:
    """Everything on the page but the sidebar."""
    kinds = ("title", "header", "markdown", "caption", "warning", "error", "info", "html")
    return "\n".join(str(getattr(one, "value", one)) for kind in kinds for one in app.main.get(kind)) + "\n".join(
        one.proto.body for one in app.main.get("html")
    )


def keep_settings(folder: RunFolder, **changes: object) -> None:
    info = folder.info()
    folder.write_info(info.model_copy(update={"settings": info.settings.model_copy(update=changes)}))


def test_before_it_says_who_plays_and_that_few_give_no_verdict(open_page: Open, entry: RunEntry) -> None:
    app = open_page("regenerate", entry)
    setup = read_setup(entry.folder, None)
    said = words(app)
    assert f"{len(setup.plan.scenarios)} clientes simulados" in said
    assert all(release.release_id in said for release in setup.releases.values())
    assert "Con menos de 8 clientes no puede haber veredicto" in said
    assert "El modelo sin conexión no cuesta nada" in said
    assert not (entry.folder / records.FILE).exists(), "looking starts nothing"


def test_one_click_plays_everything_and_leads_to_the_verdict(open_page: Open, entry: RunEntry, finished: Path) -> None:
    app = open_page("regenerate", entry)
    app.button(key="start").click().run()
    assert not app.exception
    record = ended(jobs(), entry)
    assert (record.state, record.by) == (JobState.DONE, "ana@example.com")
    assert (entry.folder / "comparison.json").read_bytes() == (finished / "comparison.json").read_bytes()
    app = open_page("regenerate", entry)
    assert "12 conversaciones" in words(app)
    assert app.button(key="to-compare").label == "Ver el veredicto"


def test_while_it_runs_another_browser_sees_it_and_may_pause(slow: None, open_page: Open, entry: RunEntry) -> None:
    open_page("regenerate", entry).button(key="start").click().run()
    until(lambda: played(entry) > 0)
    other = open_page("regenerate", entry, language="en")
    assert "Started by ana@example.com" in words(other)
    assert "of 12 conversations" in str(other.get("progress")[0].proto.text)
    other.button(key="pause").click().run()
    until(lambda: (found := jobs().view(entry)) and found.state is JobState.PAUSED)
    again = open_page("regenerate", entry)
    assert "En pausa" in words(again)
    again.button(key="stop").click().run()
    assert ended(jobs(), entry).state is JobState.STOPPED
    rest = open_page("regenerate", entry)
    assert "Están guardadas" in words(rest)
    rest.button(key="go-on").click().run()
    assert ended(jobs(), entry).state is JobState.DONE


def test_who_has_no_account_is_named_so(slow: None, open_page: Open, entry: RunEntry) -> None:
    approved = read_approved(entry.folder).model_copy(update={"approved_by": FILES_ONLY})
    entry.folder.write_json(APPROVED, approved.model_dump(mode="json"))
    tab = State(files_only=True)
    app = open_page("regenerate", entry, tab=tab)
    assert "aprobada por alguien sin cuenta" in words(app)
    app.button(key="start").click().run()
    assert "La empezó alguien sin cuenta" in words(open_page("regenerate", entry, tab=tab))
    jobs().stop(entry)
    ended(jobs(), entry)


def test_other_parameters_are_not_mixed_in(open_page: Open, finished_run: RunEntry) -> None:
    keep_settings(finished_run.folder, seed=9, max_turns=8)
    app = open_page("regenerate", finished_run)
    assert "Los parámetros cambiaron" in words(app)
    assert "turnos máximos" in words(app)
    app.button(key="start-over").click().run()
    assert jobs().view(finished_run) is None, "starting over asks first"
    app.button(key="sure-yes").click().run()
    assert ended(jobs(), finished_run).state is JobState.DONE
    assert (finished_run.folder / "journal.1.jsonl").is_file()


def test_failures_are_counted_apart_and_can_be_tried_again(open_page: Open, finished_run: RunEntry) -> None:
    journal = finished_run.folder / JOURNAL
    lines = journal.read_text().splitlines(keepends=True)
    broken = (
        lines[-1].replace('"satisfied"', '"infrastructure_error"').replace('"handed_off"', '"infrastructure_error"')
    )
    broken = broken.replace('"gave_up"', '"infrastructure_error"').replace('"out_of_turns"', '"infrastructure_error"')
    journal.write_text("".join([*lines[:-1], broken]))
    app = open_page("regenerate", finished_run)
    assert app.button(key="retry-failed").label == "Reintentar 1 con falla"
    app.button(key="retry-failed").click().run()
    assert ended(jobs(), finished_run).state is JobState.DONE
    assert finished_run.folder.read_json(SIMULATION)["conversations"]["infrastructure_errors"] == 0


@pytest.mark.parametrize("code", ["budget", "parameters", "locked", "model", "disk", "other"])
def test_why_it_failed_is_said_in_words(open_page: Open, entry: RunEntry, code: str) -> None:
    failed = JobRecord(
        kind=JobKind.SIMULATE, state=JobState.FAILED, by="ana@example.com", started_at="2026-11-01T10:00:00+00:00",
        error="the exact words", code=code,
    )  # fmt: skip
    records.write(entry.folder.path, failed)
    app = open_page("regenerate", entry)
    assert "No llegó al final" in words(app)
    assert "the exact words" in [getattr(text, "value", "") for text in app.main.get("text")]


def test_the_budget_and_the_seed_are_kept_in_the_run(open_page: Open, entry: RunEntry) -> None:
    app = open_page("regenerate", entry)
    app.number_input(key=f"regenerate-budget_usd-{entry.id}").set_value(2.5).run()
    app.number_input(key=f"regenerate-seed-{entry.id}").set_value(4).run()
    settings = entry.folder.info().settings
    assert (settings.budget_usd, settings.seed) == (2.5, 4)


def test_a_conversation_is_read_beside_the_other_version_s(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("regenerate", finished_run)
    table = app.dataframe[0]
    assert len(table.value) == 12
    app.selectbox(key="filter-arm").select("proposed").run()
    assert len(app.dataframe[0].value) == 6


def test_a_journal_of_the_same_conditions_has_no_changes(finished_run: RunEntry) -> None:
    folder = finished_run.folder
    setup = plan.setup(folder, folder.info().settings)
    assert plan.changes(folder, setup, llm_settings()) == ()
    keep_settings(folder, trials=2, temperature=0.1)
    assert plan.changes(folder, plan.setup(folder, folder.info().settings), llm_settings()) == ("temperature", "trials")


def test_without_evidence_it_says_so(open_page: Open, entry: RunEntry) -> None:
    (entry.folder / "evidence.jsonl").write_bytes(b"{")
    assert "No se puede armar la prueba" in words(open_page("regenerate", entry))


def test_other_parameters_are_tried_in_a_copy(open_page: Open, finished_run: RunEntry, runs: Workspace) -> None:
    keep_settings(finished_run.folder, seed=9)
    open_page("regenerate", finished_run).button(key="try-in-copy").click().run()
    copy = next(one for one in runs.entries(with_live=True) if one.id != finished_run.id)
    assert (copy.title, copy.about.copy_of, copy.about.origin) == (
        "Muestra (copia)",
        finished_run.id,
        finished_run.about.origin,
    )
    assert copy.folder.info().settings.seed == 9
    assert not (copy.folder / JOURNAL).exists()
    assert (finished_run.folder / JOURNAL).is_file()
    assert jobs().view(copy) is None


def test_a_simulation_without_a_verdict_gets_one(open_page: Open, finished_run: RunEntry) -> None:
    """As `acs simulate` alone leaves it."""
    compared = (finished_run.folder / "comparison.json").read_bytes()
    (finished_run.folder / "comparison.json").unlink()
    app = open_page("regenerate", finished_run)
    assert app.button(key="to-compare").label == "Calcular el veredicto"
    app.button(key="to-compare").click().run()
    assert ended(jobs(), finished_run).state is JobState.DONE
    assert (finished_run.folder / "comparison.json").read_bytes() == compared


@pytest.mark.parametrize("name", ["trials", "seed"])
def test_a_field_that_has_to_have_a_value_keeps_it_when_it_is_cleared(
    open_page: Open, finished_run: RunEntry, name: str
) -> None:
    before = finished_run.folder.info().settings
    app = open_page("regenerate", finished_run)
    field = app.number_input(key=f"regenerate-{name}-{finished_run.id}")
    field.set_value(None).run()
    assert not app.exception
    assert finished_run.folder.info().settings == before
    assert app.number_input(key=f"regenerate-{name}-{finished_run.id}").value == getattr(before, name)
