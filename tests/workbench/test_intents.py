"""Intents and tools: equal to what the analysis wrote, explained, corrected, ranked under other weights."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from shared.analysis.corrections import read_corrections, recall
from shared.analysis.explaining import explain
from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS
from shared.analysis.table import ConversationTable
from shared.conversations.schema import Conversation, Meta, Outcomes, Role, Turn
from shared.domains.pack import load_pack
from shared.runs.reranking import rank
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.intents import ranking
from workbench.intents.browsing import ALL, NONE, listed
from workbench.intents.why import highlighted
from workbench.state import State
from workbench.workspace import RunEntry, Workspace

Open = Callable[..., AppTest]
CREDIT = "quiero saber si me dan un crédito para pagar el carro a meses"


def words(app: AppTest) -> str:
    return "\n".join(getattr(block, "body", "") for block in app.main.get("html"))


def on_ranking(open_page: Open, entry: RunEntry, language: str = "es") -> AppTest:
    app = open_page("intents", entry, language=language)
    app.button_group(key="intents-view").set_value("ranking").run()
    assert not app.exception, app.exception
    return app


def on_conversation(open_page: Open, entry: RunEntry, conversation_id: str) -> AppTest:
    app = open_page("intents", entry)
    app.text_input(key="intents-by-id").set_value(conversation_id).run()
    assert not app.exception, app.exception
    return app


def correction_of(app: AppTest) -> list[str]:
    found = [box for box in app.multiselect if box.label == "Lo que pide el cliente"]
    return list(found[0].value)


def correct_to(app: AppTest, intents: list[str]) -> None:
    box = next(box for box in app.multiselect if box.label == "Lo que pide el cliente")
    box.set_value(intents).run()
    app.button(key="intents-correct-save").click().run()
    assert not app.exception, app.exception


def test_the_figures_are_those_of_the_analysis(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("intents", finished_run)
    by_intent = finished_run.folder.read_json("metrics.json")["by"]["intent"]
    table = app.dataframe[0].value.set_index("Intención")
    for intent in load_pack("kavak").intents:
        row, figures = table.loc[intent.label["es"]], by_intent[intent.id]
        assert row["Conversaciones"] == figures["total"]
        rate = figures["resolution_rate"]
        shown = [formats.percent(rate[name], "es") for name in ("value", "low", "high")]
        assert row["Cuánto se resuelve"] == f"{shown[0]} ({shown[1]} a {shown[2]})"
        assert row["n (Cuánto se resuelve)"] == rate["n"]


def test_the_headline_says_what_is_asked_most_and_served_worst(open_page: Open, finished_run: RunEntry) -> None:
    by_intent = finished_run.folder.read_json("metrics.json")["by"]["intent"]
    worst = min(by_intent, key=lambda intent: by_intent[intent]["resolution_rate"]["value"])
    most = max(by_intent, key=lambda intent: by_intent[intent]["total"])
    said = words(open_page("intents", finished_run))
    pack = load_pack("kavak")
    assert f"Lo que más piden es {pack.intent(most).label['es']}" in said
    assert f"Lo peor atendido es {pack.intent(worst).label['es']}" in said


def test_agreement_with_imported_labels_counts_every_label(open_page: Open, finished_run: RunEntry) -> None:
    counts = finished_run.folder.read_json("metrics.json")["imported_intents"]["by_intent"].values()
    labels = sum(count["both"] + count["only_imported"] for count in counts)
    assert f"De {labels} etiquetas" in words(open_page("intents", finished_run))


def test_a_conversation_shows_the_words_that_decided(open_page: Open, finished_run: RunEntry) -> None:
    table = ConversationTable.open(finished_run.folder.path)
    app = on_conversation(open_page, finished_run, "conv_0002")
    one = max(explain(table.read_id("conv_0002")[1], load_pack("kavak")), key=lambda found: found.probability)
    top = max(one.spans, key=lambda span: span.contribution)
    assert f'<mark class="for strong">{top.text}' in words(app)
    assert f"probabilidad {formats.percent(one.probability, 'es')}" in words(app)


def test_an_unknown_id_is_said(open_page: Open, finished_run: RunEntry) -> None:
    app = on_conversation(open_page, finished_run, "nobody")
    assert any("No hay una conversación" in warning.value for warning in app.warning)


def test_a_customers_words_stay_text(finished_run: RunEntry, signed_in: State) -> None:
    here = Desk(signed_in, finished_run)
    hostile = Conversation(
        conversation_id="x",
        meta=Meta(),
        outcomes=Outcomes(),
        transcript=(Turn(role=Role.USER, content=f"<b>{CREDIT}</b>"), Turn(role=Role.ASSISTANT, content="<i>")),
    )
    for one in explain(hostile, here.pack):
        shown = highlighted(here, hostile, one)
        assert "<b>quiero" not in shown
        assert "<i>" not in shown


def test_a_person_of_the_company_is_not_called_the_bot(finished_run: RunEntry, signed_in: State) -> None:
    here = Desk(signed_in, finished_run)
    turns = (
        Turn(Role.USER, CREDIT),
        Turn(Role.ASSISTANT, "¡Hola!"),
        Turn(Role.ASSISTANT, "Soy Ana", {"author": "agent"}),
    )
    served = Conversation(conversation_id="x", meta=Meta(), outcomes=Outcomes(), transcript=turns)
    shown = highlighted(here, served, next(iter(explain(served, here.pack))))
    assert [shown.count(name) for name in ("<b>Cliente</b>", "<b>Bot</b>", "<b>Persona del equipo</b>")] == [1, 1, 1]


def test_a_correction_changes_the_figures_at_once_and_can_be_undone(
    open_page: Open, finished_run: RunEntry, runs: Workspace
) -> None:
    before = finished_run.folder.read_json("metrics.json")["by"]["intent"]
    app = on_conversation(open_page, finished_run, "conv_0002")
    assert correction_of(app) == ["status_eval"]
    correct_to(app, ["warranty_claim"])
    after = finished_run.folder.read_json("metrics.json")["by"]["intent"]
    assert after["warranty_claim"]["total"] == before["warranty_claim"]["total"] + 1
    assert after["status_eval"]["total"] == before["status_eval"]["total"] - 1
    assert (
        app.dataframe[0].value.set_index("Intención").loc["Garantía", "Conversaciones"]
        == after["warranty_claim"]["total"]
    )
    made = read_corrections(finished_run.folder.path)["conv_0002"]
    assert (made.intents, made.by) == (("warranty_claim",), "ana@example.com")
    assert recall(runs.corrections, "kavak")["conv_0002"].intents == ("warranty_claim",)
    app.button(key="intents-correct-undo").click().run()
    assert finished_run.folder.read_json("metrics.json")["by"]["intent"] == before
    assert not recall(runs.corrections, "kavak")


def test_none_is_a_correction_too(open_page: Open, finished_run: RunEntry) -> None:
    app = on_conversation(open_page, finished_run, "conv_0002")
    correct_to(app, [])
    assert read_corrections(finished_run.folder.path)["conv_0002"].intents == ()
    assert "1 conversación corregida" in "\n".join(block.value for block in app.markdown)


def test_doubtful_conversations_are_those_nearest_to_a_threshold(finished_run: RunEntry, signed_in: State) -> None:
    here, table = Desk(signed_in, finished_run), ConversationTable.open(finished_run.folder.path)
    first, last = (listed(here, table, "credit_prequal", doubtful=True)["p_credit_prequal"][at] for at in (0, -1))
    threshold = next(one.threshold for one in explain(CREDIT, here.pack) if one.intent == "credit_prequal")
    assert abs(first - threshold) < abs(last - threshold)
    assert listed(here, table, ALL, doubtful=False).height == len(table)
    assert listed(here, table, NONE, doubtful=False)["intents"].list.len().sum() == 0


def test_the_ranking_is_that_of_the_run_and_downloads_as_it_was_written(
    open_page: Open, finished_run: RunEntry
) -> None:
    app = on_ranking(open_page, finished_run)
    saved = rank(finished_run.folder, DEFAULT_RANKING_WEIGHTS)
    said = words(app)
    places = [said.index(f"<strong>{row.tool.replace('&', '&amp;')}") for row in saved]
    assert places == sorted(places)
    assert ranking._csv(saved) == (finished_run.folder / "candidate_tools_ranked.csv").read_bytes()


def test_a_slider_moves_the_ranking_without_touching_the_run(open_page: Open, finished_run: RunEntry) -> None:
    written = (finished_run.folder / "candidate_tools_ranked.csv").read_bytes()
    app = on_ranking(open_page, finished_run)
    for part in ("frequency", "unresolved", "csat_gap"):
        app.slider(key=f"intents-weight-{part}-{finished_run.id}").set_value(0.0)
    app.slider(key=f"intents-weight-effort-{finished_run.id}").set_value(1.0).run()
    moved = ranking.movement(
        rank(finished_run.folder, DEFAULT_RANKING_WEIGHTS),
        rank(finished_run.folder, {"frequency": 0, "unresolved": 0, "csat_gap": 0, "effort": 1}),
    )
    assert f"▲ sube {max(moved.values())}" in words(app)
    assert f"▼ baja {-min(moved.values())}" in words(app)
    assert (finished_run.folder / "candidate_tools_ranked.csv").read_bytes() == written


def test_saved_weights_are_the_runs(open_page: Open, finished_run: RunEntry) -> None:
    app = on_ranking(open_page, finished_run)
    app.slider(key=f"intents-weight-effort-{finished_run.id}").set_value(0.9).run()
    app.button(key="intents-weights-save").click().run()
    assert not app.exception, app.exception
    kept = finished_run.folder.info().settings.ranking_weights
    assert kept["effort"] == pytest.approx(0.9)
    assert "▲" not in words(app)
    assert app.button(key="intents-weights-save").disabled
    app.button(key="intents-weights-reset").click().run()
    assert app.slider(key=f"intents-weight-effort-{finished_run.id}").value == DEFAULT_RANKING_WEIGHTS["effort"]


def test_all_weights_zero_is_refused_in_words(open_page: Open, finished_run: RunEntry) -> None:
    app = on_ranking(open_page, finished_run)
    for part in DEFAULT_RANKING_WEIGHTS:
        app.slider(key=f"intents-weight-{part}-{finished_run.id}").set_value(0.0)
    app.run()
    assert [warning.value for warning in app.warning if "mayor que 0" in warning.value]


def test_the_parts_of_a_score_add_up_to_it(finished_run: RunEntry) -> None:
    for row in rank(finished_run.folder, DEFAULT_RANKING_WEIGHTS):
        assert sum(ranking.contributions(row, DEFAULT_RANKING_WEIGHTS).values()) == pytest.approx(row.score)


def test_an_example_opens_in_the_reader(open_page: Open, finished_run: RunEntry) -> None:
    first = rank(finished_run.folder, DEFAULT_RANKING_WEIGHTS)[0]
    app = on_ranking(open_page, finished_run)
    app.button(key=f"intents-example-{first.intent}-0").click().run()
    assert not app.exception, app.exception
    assert app.query_params["conversation"] in ([first.examples[0]], first.examples[0])


def test_without_kept_conversations_the_figures_are_still_there(open_page: Open, finished_run: RunEntry) -> None:
    (finished_run.folder / "conversations.parquet").unlink()
    app = open_page("intents", finished_run)
    assert app.dataframe
    assert any("no guardó sus conversaciones" in warning.value for warning in app.warning)


def test_a_run_in_which_nothing_was_detected_says_so(open_page: Open, finished_run: RunEntry) -> None:
    metrics = finished_run.folder.read_json("metrics.json")
    nothing = {"value": None, "n": 0, "low": None, "high": None}
    for figures in metrics["by"]["intent"].values():
        figures.update({"total": 0, "resolution_rate": nothing, "avg_csat": nothing})
    (finished_run.folder / "metrics.json").write_text(json.dumps(metrics), encoding="utf-8")
    assert "No se detectó ninguna intención" in words(open_page("intents", finished_run))
    assert "No hay nada que clasificar" in words(on_ranking(open_page, finished_run))


@pytest.mark.parametrize("language", ["pt", "en"])
def test_both_sides_speak_every_language(open_page: Open, finished_run: RunEntry, language: str) -> None:
    assert on_ranking(open_page, finished_run, language).slider
