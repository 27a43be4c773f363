"""The compare page: the verdict first, every figure as in comparison.json, and what is out of date said."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from shared.improvement.approval import Choice
from shared.improvement.number_format import number, percent
from shared.improvement.report_sources import read_artefacts
from shared.llm.settings import LLMSettings
from shared.runs.comparing import COMPARISON
from shared.runs.stages import approve
from tests.workbench.jobs_at_work import ended
from workbench.compare import reading
from workbench.exporting import bundle
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobState
from workbench.workspace import RunEntry

Open = Callable[..., AppTest]


def html(app: AppTest) -> str:
    return unescape("\n".join(one.proto.body for one in app.main.get("html")))


def said(app: AppTest) -> str:
    kinds = ("title", "header", "markdown", "caption", "warning", "error", "info")
    return "\n".join(str(getattr(one, "value", "")) for kind in kinds for one in app.main.get(kind))


def comparison(entry: RunEntry) -> dict[str, Any]:
    return json.loads((entry.folder / COMPARISON).read_bytes())  # type: ignore[no-any-return]


def change(entry: RunEntry, **values: Any) -> None:
    (entry.folder / COMPARISON).write_text(json.dumps(comparison(entry) | values))


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_verdict_is_said_first_in_the_reader_s_language(
    open_page: Open, finished_run: RunEntry, language: str
) -> None:
    app = open_page("compare", finished_run, language=language)
    words = comparison(finished_run)["verdict_words"][language]
    pieces = [one.proto.body for one in app.main.get("html")]
    first = next(place for place, piece in enumerate(pieces) if words in unescape(piece))
    table = next(place for place, piece in enumerate(pieces) if "plain-table" in piece)
    assert first < table


def test_every_figure_is_that_of_the_comparison(open_page: Open, finished_run: RunEntry) -> None:
    shown = html(open_page("compare", finished_run))
    for name, metric in comparison(finished_run)["metrics"].items():
        decimals = {"score": 2, "csat": 2, "turns": 1}.get(name, 0)
        for value in (metric["baseline"], metric["proposed"]):
            text = percent(value, "es") if name == "resolution" else number(value, "es", decimals)
            assert f">{text}<" in shown, (name, value)
    assert ">6<" in shown, "the pairs are said"


def test_too_few_scenarios_lead_to_the_parameters(open_page: Open, finished_run: RunEntry) -> None:
    change(finished_run, verdict="inconclusive", reason="too_few_pairs", scenarios_needed=2)
    app = open_page("compare", finished_run)
    assert "Faltan unos 2 escenarios más para decidir." in said(app)
    app.button(key="more-scenarios").click().run()
    assert "Regenerar" in [title.value for title in app.title]


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [("better", "clear"), ("worse", "clear"), ("inconclusive", "not_enough_data"),
     ("inconclusive", "no_relevant_difference"), ("inconclusive", "mixed_signals")],
)  # fmt: skip
def test_every_verdict_has_its_sign_name_and_reason(
    open_page: Open, finished_run: RunEntry, verdict: str, reason: str
) -> None:
    change(finished_run, verdict=verdict, reason=reason, scenarios_needed=None)
    app = open_page("compare", finished_run, language="en")
    name = {"better": "Better", "worse": "Worse", "inconclusive": "No verdict"}[verdict]
    assert f'<div class="verdict {verdict}">' in html(app)
    assert f"<h2>{name}</h2>" in html(app)


def test_changed_weights_are_said_and_worked_out_by_one_click(open_page: Open, finished_run: RunEntry) -> None:
    before = comparison(finished_run)
    info = finished_run.folder.info()
    other = info.settings.model_copy(update={"weights": {"csat": 1.0, "resolution": 0.0, "turns": 0.0, "latency": 0.0}})
    assert "cambiaron" not in said(open_page("compare", finished_run))
    finished_run.folder.write_info(info.model_copy(update={"settings": other}))
    app = open_page("compare", finished_run)
    assert "Las metas o los pesos cambiaron" in said(app)
    app.button(key="compare.recompute").click().run()
    assert ended(jobs(), finished_run).state is JobState.DONE
    assert comparison(finished_run)["metrics"]["score"] != before["metrics"]["score"]
    assert "cambiaron" not in said(open_page("compare", finished_run))


def test_the_report_is_made_in_the_reader_s_language(open_page: Open, finished_run: RunEntry) -> None:
    assert reading.report_language(finished_run.folder) == "es"
    app = open_page("compare", finished_run, language="pt")
    app.button(key="compare.report_in").click().run()
    assert ended(jobs(), finished_run).state is JobState.DONE
    assert reading.report_language(finished_run.folder) == "pt"


def test_any_scenario_is_found_and_both_conversations_are_shown(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("compare", finished_run)
    app.segmented_control(key="which-scenarios").set_value("all").run()
    assert len(app.dataframe[0].value) == 6
    app.text_input(key="find-scenario").set_value("WARRANTY-001").run()
    assert list(app.dataframe[0].value.iloc[:, 0]) == ["warranty-001"]
    found = reading.artefacts(finished_run.folder).conversations
    for (name, _, _), conversation in found.items():
        if name == "warranty-001":
            assert conversation.transcript[1].content.splitlines()[0] in html(app)
    app.text_input(key="find-scenario").set_value("nada de nada").run()
    assert "Ningún escenario coincide" in said(app)


def test_what_customers_wrote_is_text_and_never_markup(open_page: Open, finished_run: RunEntry) -> None:
    for name in ("baseline_simulated.jsonl", "proposed_conversations.jsonl"):
        path = finished_run.folder / name
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        for line in lines:
            line["transcript"][0]["content"] = "<img src=x onerror=alert(1)>"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    app = open_page("compare", finished_run)
    pieces = "".join(one.proto.body for one in app.main.get("html"))
    assert "<img" not in pieces
    assert "&lt;img src=x onerror=alert(1)&gt;" in pieces


def test_unchanged_prompts_are_called_what_they_are(open_page: Open, finished_run: RunEntry) -> None:
    approved = finished_run.folder.read_json("approved_prompts.json")
    finished_run.folder.write_json("approved_prompts.json", approved | {"source": "unchanged"})
    assert "prueba A/A" in said(open_page("compare", finished_run))


def test_a_damaged_comparison_can_be_made_anew(open_page: Open, finished_run: RunEntry) -> None:
    good = comparison(finished_run)
    (finished_run.folder / COMPARISON).write_text("{")
    app = open_page("compare", finished_run)
    assert "La comparación no se puede leer" in said(app)
    app.button(key="compare.again").click().run()
    assert ended(jobs(), finished_run).state is JobState.DONE
    assert comparison(finished_run) == good


def test_the_imported_figures_stand_apart(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("compare", finished_run)
    assert "Estas cifras son de clientes reales" in said(app)
    rate = finished_run.folder.read_json("metrics.json")["overall"]["resolution_rate"]
    assert percent(rate["value"], "es") in html(app)


@pytest.mark.parametrize(
    ("chosen", "named"),
    [({"temperature": 1.5}, "temperatura"), ({"conversations_per_context": 9}, "clientes"), ({"seed": 7}, "semilla")],
)
def test_what_was_chosen_since_the_simulation_is_said_and_not_taken_for_it(
    open_page: Open, finished_run: RunEntry, chosen: dict[str, Any], named: str
) -> None:
    assert "Después de esta simulación" not in said(open_page("compare", finished_run))
    folder, info = finished_run.folder, finished_run.folder.info()
    folder.write_info(info.model_copy(update={"settings": info.settings.model_copy(update=chosen)}))
    app = open_page("compare", finished_run)
    assert f"Después de esta simulación se cambió: {named}." in said(app)
    played = read_artefacts(folder.path).info["settings"]
    assert all(played[name] == getattr(info.settings, name) for name in chosen)
    packed = bundle.pack(folder, "Muestra", "es").made_with["settings"]
    assert all(packed[name] == getattr(info.settings, name) for name in chosen)
    app.button(key="to-regenerate").click().run()
    assert "Regenerar" in [title.value for title in app.title]


def test_other_prompts_that_were_approved_since_are_said(open_page: Open, finished_run: RunEntry) -> None:
    approve(finished_run.folder, LLMSettings(), Choice(unchanged=True))
    assert "Después de esta simulación se cambió: textos aprobados." in said(open_page("compare", finished_run))


def test_an_offline_verdict_says_so_whatever_the_key_is_now(
    open_page: Open, finished_run: RunEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-later")
    app = open_page("compare", finished_run)
    assert "Simulado con el modelo sin conexión" in said(app)
