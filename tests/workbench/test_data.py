"""The data page: the ways in, a look before the analysis, its progress, and what was found."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.workbench.conftest import SAMPLE
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobKind, JobState
from workbench.state import State
from workbench.workspace import About, Origin, RunEntry, Workspace

Open = Callable[..., AppTest]


def draft(runs: Workspace, content: bytes, name: str = "01-a.jsonl") -> RunEntry:
    """A run with one uploaded file, not analysed yet."""
    entry = runs.create(About(title="Prueba", origin=Origin.UPLOAD, sources=[f"inputs/{name}"]))
    (entry.folder / "inputs").mkdir()
    (entry.folder / "inputs" / name).write_bytes(content)
    return entry


def analysed(entry: RunEntry) -> JobState:
    """The state in which the run's job ends."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        job = jobs().view(entry)
        if job is not None and not job.under_way:
            return job.state
        time.sleep(0.05)
    raise AssertionError("the analysis did not end")


def texts(app: AppTest) -> str:
    """All words that came as HTML."""
    return " ".join(block.proto.body for block in app.get("html"))


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_there_are_four_ways_in(open_page: Open, language: str) -> None:
    app = open_page("data", language=language)
    assert len(app.header) >= 4
    assert app.button(key="data-sample")
    assert app.get("file_uploader")
    assert app.selectbox(key="data-server").options == ["shared/samples/kavak.jsonl"]


def test_one_click_leads_from_the_sample_to_its_figures(open_page: Open, runs: Workspace) -> None:
    app = open_page("data")
    app.button(key="data-sample").click().run()
    (entry,) = runs.entries(with_live=True)
    assert entry.about.origin is Origin.SAMPLE
    assert analysed(entry) is JobState.DONE
    app.run()
    assert not app.exception
    assert "Métricas" in [title.value for title in app.title]


def test_a_second_click_begins_nothing_twice(open_page: Open, runs: Workspace) -> None:
    entry = draft(runs, SAMPLE.read_bytes())
    app = open_page("data", entry)
    app.button(key="data-analyze").click().run()
    first = jobs().start(entry, JobKind.ANALYZE, "ana@example.com")
    assert analysed(entry) is JobState.DONE
    assert first.arguments["inputs"] == entry.inputs


def test_a_file_on_the_server_is_looked_at_first(open_page: Open, runs: Workspace) -> None:
    app = open_page("data")
    app.selectbox(key="data-server").select("shared/samples/kavak.jsonl").run()
    app.button(key="data-server-go").click().run()
    assert not app.exception
    (entry,) = runs.entries(with_live=True)
    assert (entry.about.origin, entry.inputs) == (Origin.FOLDER, [str(SAMPLE)])
    assert not app.button(key="data-analyze").disabled
    assert "Si se resolvió" in texts(app)


def test_broken_lines_are_shown_before_and_after_the_analysis(open_page: Open, runs: Workspace) -> None:
    lines = SAMPLE.read_bytes().splitlines()
    lines[3] = b'{"conversation_id":'
    lines[13] = b"<b>[1]</b>"
    entry = draft(runs, b"\n".join(lines))
    app = open_page("data", entry)
    assert [box.value for box in app.warning] == ["2 líneas no se pueden usar. Las demás se analizan igual."]
    app.button(key="data-analyze").click().run()
    assert analysed(entry) is JobState.DONE
    app.run()
    assert "<b>158</b>" in texts(app)
    assert any(one.label == "No es JSON válido · 2" for one in app.expander)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("01-a.csv", b"nombre,edad\nAna,3\n", "Es una tabla"),
        ("01-a", b"\x89PNG\r\n\x1a\n\0\0\0", "de otro tipo"),
        ("01-a.jsonl", b"\n", "está vacío"),
    ],
)
def test_a_file_of_another_shape_cannot_be_analysed(
    open_page: Open, runs: Workspace, name: str, content: bytes, words: str
) -> None:
    app = open_page("data", draft(runs, content, name))
    assert words in app.error[0].value
    assert app.button(key="data-analyze").disabled


def test_an_unusable_file_can_be_left_out(open_page: Open, runs: Workspace) -> None:
    entry = draft(runs, b"hola\n")
    app = open_page("data", entry)
    app.button(key=f"data-leave-out-0-{Path(entry.inputs[0]).name}").click().run()
    assert not app.exception
    assert runs.entry(entry.id, with_live=False).about.sources == []
    assert not Path(entry.inputs[0]).exists()


def test_a_draft_is_discarded_after_a_question(open_page: Open, runs: Workspace) -> None:
    app = open_page("data", draft(runs, b"hola\n"))
    app.button(key="data-discard").click().run()
    assert not app.exception
    assert runs.entries(with_live=True) == []
    assert app.button(key="data-sample")


def test_the_title_can_be_changed(open_page: Open, runs: Workspace, finished_run: RunEntry) -> None:
    app = open_page("data", finished_run)
    app.text_input(key=f"data-title-{finished_run.id}").set_value("Semana 47 <b>").run()
    assert runs.entry(finished_run.id, with_live=False).title == "Semana 47 <b>"


def test_an_analysed_run_says_what_is_in_it(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("data", finished_run)
    assert "<b>160</b>" in texts(app)
    sources = app.dataframe[0].value
    assert sources.iloc[0].to_list() == ["kavak.jsonl", "181 kB", finished_run.folder.info().inputs[0]["sha256"][:12]]
    app.button(key="data-new").click().run()
    assert app.button(key="data-sample")


def test_live_tickets_are_for_admins(open_page: Open) -> None:
    app = open_page("data", tab=State(files_only=True))
    assert "Solo con una cuenta de administrador." in [box.value for box in app.info]


def test_without_a_backend_live_tickets_say_so(open_page: Open) -> None:
    app = open_page("data")
    assert any("no responde" in box.value for box in app.warning)
