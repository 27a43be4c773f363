"""The metrics page: figures equal to those of `acs`, to the last digit, also when something narrows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from shared.analysis.table import ConversationTable
from shared.runs.folder import RunFolder
from shared.runs.settings import RunSettings
from workbench.components import tables
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.metrics import reading, wording
from workbench.metrics.choice import DIMENSIONS, Choice
from workbench.metrics.reading import FIGURES, figures_from, overview
from workbench.state import State
from workbench.workspace import RunEntry

Open = Callable[..., AppTest]


@pytest.fixture
def metrics(finished: Path) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads((finished / "metrics.json").read_bytes())
    return content


@pytest.fixture
def table(finished: Path) -> ConversationTable:
    return ConversationTable.open(finished)


class Address(dict[str, list[str]]):
    def get_all(self, key: str, /) -> list[str]:
        return self.get(key, [])


def texts(app: AppTest) -> str:
    return " ".join(block.proto.body for block in app.get("html"))


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_page_shows_the_figures_of_acs(
    open_page: Open, finished_run: RunEntry, metrics: dict[str, Any], language: str
) -> None:
    app = open_page("metrics", finished_run, language=language)
    shown, here = texts(app), Desk(State(language=language), finished_run)  # type: ignore[arg-type]
    for figure in FIGURES:
        record = metrics["overall"][figure.name]
        assert f"<b>{wording.written(here, figure, record['value'])}" in shown
        for end in (record["low"], record["high"]):
            assert end is None or wording.written(here, figure, end) in shown
    assert f"<b>{formats.number(metrics['score']['value'], here.language, 2)}</b>" in shown
    for part in metrics["score"]["parts"].values():
        assert f"<span>{formats.number(part['value'], here.language, 2)}</span>" in shown


def test_words_come_first(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("metrics", finished_run)
    assert app.header[0].value.startswith("Se resuelve el 59.5\u00a0% de los casos (entre 51.6\u00a0% y 66.9\u00a0%)")
    assert "Lo más flojo: Opiniones y quejas" in texts(app)


def test_what_nobody_says_is_unknown_and_says_why(open_page: Open, finished_run: RunEntry) -> None:
    shown = texts(open_page("metrics", finished_run))
    assert "Pasaron a una persona</span><b>— </b><span>Ninguna conversación lo dice.</span>" in shown


def test_figures_without_a_filter_are_those_of_the_file(finished: Path, metrics: dict[str, Any]) -> None:
    found = overview(RunFolder(finished), Choice(), RunSettings())
    assert found.figures == figures_from(metrics["overall"])
    assert found.figures.as_record() == metrics["overall"]
    for name, dimension in DIMENSIONS.items():
        assert {key: one.as_record() for key, one in found.by[name].items()} == metrics["by"][dimension]


@pytest.mark.parametrize("name", DIMENSIONS)
def test_a_filter_gives_the_figures_of_its_segment(finished: Path, metrics: dict[str, Any], name: str) -> None:
    segment = next(iter(metrics["by"][DIMENSIONS[name]]))
    choice = Choice().with_(name, (segment,))
    found = overview(RunFolder(finished), choice, RunFolder(finished).info().settings)
    assert found.figures.as_record() == metrics["by"][DIMENSIONS[name]][segment]


def test_a_filter_that_keeps_all_keeps_the_score(finished: Path, metrics: dict[str, Any]) -> None:
    everything = Choice(resolved=("yes", "no", "unknown"))
    found = overview(RunFolder(finished), everything, RunFolder(finished).info().settings)
    assert found.score == metrics["score"]
    assert found.figures.total == 160


def test_resolved_is_yes_no_or_unknown(table: ConversationTable) -> None:
    counts = [table.figures(Choice(resolved=(one,)).where(table)).total for one in ("yes", "no", "unknown")]
    known = table.frame["resolved"]
    assert counts == [(known == True).sum(), (known == False).sum(), known.null_count()]  # noqa: E712
    assert sum(counts) == len(table)


def test_both_days_are_in(table: ConversationTable) -> None:
    days = table.frame["created_at"].dt.date()
    first, last = date(2026, 7, 1), date(2026, 7, 31)
    where = Choice(first=first, last=last).where(table)
    assert where is not None
    assert table.figures(where).total == days.is_between(first, last).sum() > 0


def test_an_address_comes_back_as_it_was() -> None:
    choice = Choice(("a", "b"), (), ("es",), ("x",), ("no",), date(2026, 7, 1), None)
    address = choice.as_address()
    assert Choice.of(Address(address)) == choice
    assert (choice.narrows, Choice().narrows) == (5, 0)


def test_an_address_that_makes_no_sense_narrows_nothing() -> None:
    assert Choice.of(Address(resolved=["perhaps"], first=["yesterday"])) == Choice()


def test_the_weakest_needs_enough_conversations(metrics: dict[str, Any]) -> None:
    segments = {name: figures_from(record) for name, record in metrics["by"]["context"].items()}
    assert wording.least_resolved(segments) == "feedback"
    assert wording.least_resolved({"feedback": segments["feedback"]}) is None


def test_the_address_filters_everything(open_page: Open, finished_run: RunEntry, metrics: dict[str, Any]) -> None:
    app = open_page("metrics", finished_run)
    app.query_params["context"] = "credit"
    app.query_params["resolved"] = "no"
    app.run()
    assert not app.exception
    assert re.search(r"\d+ conversaciones de 160", texts(app))
    listed = app.dataframe[-1].value
    assert set(listed["Contexto"]) == {"Crédito"}
    assert set(listed["Resuelta"]) == {"No"}
    assert app.multiselect(key="metrics-filter-context").value == ["credit"]


def test_a_filter_goes_to_the_address_and_can_be_cleared(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("metrics", finished_run)
    app.multiselect(key="metrics-filter-language").select("pt").run()
    assert app.query_params["language"] == "pt"
    assert "29 conversaciones de 160" in texts(app)
    app.button(key="metrics-clear").click().run()
    assert "language" not in app.query_params
    assert not app.exception


def test_filters_that_leave_nothing_say_so(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("metrics", finished_run)
    app.query_params["first"] = app.query_params["last"] = "1999-01-01"
    app.run()
    assert not app.exception
    assert any("Ninguna conversación cumple" in box.value for box in app.info)


def test_the_worst_is_one_click_away(open_page: Open, finished_run: RunEntry, table: ConversationTable) -> None:
    app = open_page("metrics", finished_run)
    app.button(key="metrics-read-worst").click().run()
    worst = table.worst(limit=2)["conversation_id"].to_list()
    assert app.query_params["conversation"] == worst[0]
    assert any(worst[0] in text.value for text in app.text)
    app.button(key="reader-after").click().run()
    assert app.query_params["conversation"] == worst[1]


def test_words_are_found_without_their_accents(
    open_page: Open, finished_run: RunEntry, table: ConversationTable
) -> None:
    app = open_page("metrics", finished_run)
    app.text_input(key="metrics-search").set_value("GARANTIA").run()
    found = table.search("garantía", limit=200)["conversation_id"].to_list()
    assert app.dataframe[-1].value["Identificador"].to_list() == found
    app.text_input(key="metrics-search").set_value("<nada> *así*").run()
    assert any("<nada> *así*" in box.value for box in app.info)


@pytest.mark.parametrize("name", DIMENSIONS)
def test_the_table_has_every_segment(
    open_page: Open, finished_run: RunEntry, metrics: dict[str, Any], name: str
) -> None:
    app = open_page("metrics", finished_run)
    app.toggle(key="metrics-as-table").set_value(True).run()
    app.session_state["metrics-dimension"] = name
    app.run()
    assert not app.exception
    shown = app.dataframe[0].value
    sizes = sorted((one["total"] for one in metrics["by"][DIMENSIONS[name]].values()), reverse=True)
    assert [int(size) for size in shown["Conversaciones"]] == sizes


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_figure_can_be_drawn(open_page: Open, finished_run: RunEntry, figure: reading.Figure) -> None:
    app = open_page("metrics", finished_run)
    app.selectbox(key="metrics-figure").set_value(figure).run()
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == (0 if figure.name == "handoff_rate" else 2)


def test_a_run_that_kept_no_conversations_has_its_figures(open_page: Open, finished_run: RunEntry) -> None:
    (finished_run.folder / "conversations.parquet").unlink()
    app = open_page("metrics", finished_run)
    assert any("solo tiene cifras" in box.value for box in app.info)
    assert "59.5" in app.header[0].value


def test_a_table_is_opened_once(finished: Path) -> None:
    assert tables.table_of(RunFolder(finished)) is tables.table_of(RunFolder(finished))
