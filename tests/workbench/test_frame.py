"""What every page has: the bar of steps, the parameters, the way in and out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from workbench.components.frame import MADE_BY
from workbench.exporting.bundle import ZIP
from workbench.jobs import record as records
from workbench.jobs.record import JobKind, JobRecord, JobState
from workbench.state import State
from workbench.steps import Step
from workbench.workspace import RunEntry


@pytest.mark.parametrize("name", [*Step, "inbox"])
@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_every_page_opens_without_a_run(open_page: Callable[..., AppTest], name: str, language: str) -> None:
    assert open_page(str(name), language=language).main


@pytest.mark.parametrize("name", list(Step))
def test_every_step_opens_on_a_finished_run(
    open_page: Callable[..., AppTest], finished_run: RunEntry, name: Step
) -> None:
    assert open_page(name.value, finished_run).main


def test_nobody_gets_in_without_an_account(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    app = open_page("data", finished_run, tab=State())
    assert [box.label for box in app.text_input] == ["Correo electrónico", "Contraseña"]
    assert not app.sidebar.slider


def test_nothing_of_an_account_is_left_in_the_tab(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    app = open_page("data", finished_run, language="pt")
    app.session_state["note-1"] = "private"
    app.session_state["acs.inbox"] = "hers"
    next(button for button in app.sidebar.button if button.label == "Sair").click().run()
    assert not app.exception
    assert "note-1" not in app.session_state
    assert "acs.inbox" not in app.session_state
    assert [box.label for box in app.text_input] == ["E-mail", "Senha"]


def failed(entry: RunEntry, kind: JobKind, ago: timedelta) -> None:
    moment = (datetime.now(UTC) - ago).isoformat(timespec="seconds")
    records.write(
        entry.folder.path,
        JobRecord(kind=kind, state=JobState.FAILED, by="ana@example.com", started_at=moment, finished_at=moment,
                  error="the disk is gone", code="other"),
    )  # fmt: skip


def told(app: AppTest) -> list[str]:
    return [box.value for box in app.error]


@pytest.mark.parametrize("name", ["data", "metrics", "regenerate", "compare", "export", "history"])
def test_what_a_browser_still_shows_of_a_page_that_is_gone_changes_nothing(
    open_page: Callable[..., AppTest], finished_run: RunEntry, name: str
) -> None:
    page = open_page(name, finished_run)
    still_shown, before = page._tree.get_widget_states(), contents(finished_run)
    next(button for button in page.sidebar.button if button.label == "Salir").click().run()
    page._run(still_shown)
    assert not page.exception, page.exception
    assert contents(finished_run) == before


def contents(entry: RunEntry) -> dict[Path, bytes]:
    """Without the archive, which the page of exports makes beside itself."""
    return {path: path.read_bytes() for path in entry.folder.path.rglob("*") if path.is_file() and ZIP not in path.name}


@pytest.mark.parametrize("kind", list(JobKind))
def test_a_failure_is_told_until_what_it_was_to_make_is_there(
    open_page: Callable[..., AppTest], finished_run: RunEntry, kind: JobKind
) -> None:
    made = finished_run.folder / MADE_BY[kind]
    failed(finished_run, kind, timedelta(minutes=5))
    os.utime(made, (time.time(),) * 2)
    assert told(open_page("history", finished_run)) == []
    os.utime(made, (time.time() - 600,) * 2)
    assert "the disk is gone" in told(open_page("history", finished_run))[0]
    made.unlink()
    assert "the disk is gone" in told(open_page("history", finished_run))[0]


def test_what_a_job_wrote_in_the_second_of_its_failure_is_no_repair(
    open_page: Callable[..., AppTest], finished_run: RunEntry
) -> None:
    made = finished_run.folder / MADE_BY[JobKind.ANALYZE]
    failed(finished_run, JobKind.ANALYZE, timedelta(minutes=5))
    record = records.read(finished_run.folder.path)
    assert record is not None
    noted = datetime.fromisoformat(record.finished_at or "").timestamp()
    os.utime(made, (noted + 0.5,) * 2)
    assert len(told(open_page("history", finished_run))) == 1


WEIGHTS = {"csat": 60.0, "resolution": 20.0, "turns": 10.0, "latency": 10.0}


def test_weights_above_one_keep_their_relation(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    info = finished_run.folder.info()
    finished_run.folder.write_info(
        info.model_copy(update={"settings": info.settings.model_copy(update={"weights": WEIGHTS})})
    )
    app = open_page("data", finished_run)
    key = f"parameter-weight-{{}}-{finished_run.id}"
    shown = {name: app.slider(key=key.format(name)).value for name in WEIGHTS}
    assert shown == {name: pytest.approx(weight / 60) for name, weight in WEIGHTS.items()}
    app.slider(key=key.format("turns")).set_value(0.5).run()
    assert not app.exception
    kept = finished_run.folder.info().settings.weights
    assert kept == {name: pytest.approx(0.5 if name == "turns" else weight / 60) for name, weight in WEIGHTS.items()}
