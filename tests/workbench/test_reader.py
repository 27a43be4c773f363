"""Conversations to be read: facts in words, every sign of a customer's shown as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from shared.conversations.schema import Conversation, Meta, Outcomes, Role, Turn
from workbench.components import reader
from workbench.components.naming import language_name, named
from workbench.components.plain import as_is
from workbench.desk import Desk
from workbench.settings import Settings
from workbench.state import State
from workbench.workspace import RunEntry


@pytest.fixture
def here(deployment: Settings) -> Desk:
    return Desk(State(), None)


def conversation(**meta: object) -> Conversation:
    turns = (Turn(Role.USER, "<script>alert(1)</script>\n**hola**"), Turn(Role.ASSISTANT, "sí", {"author": "agent"}))
    return Conversation("c<1>", Meta(**meta), turns, Outcomes())  # type: ignore[arg-type]


def test_what_is_unknown_is_a_dash_and_never_a_no(here: Desk) -> None:
    values = {fact.label: fact.value for fact in reader.facts(here, conversation())}
    assert values["Resuelta"] == values["Satisfacción"] == values["Contexto"] == values["Fecha"] == "—"
    assert values["Mensajes"] == "2"


def test_what_is_known_is_said_in_words(here: Desk) -> None:
    known = conversation(context="buying", canal="email", idioma="pt", resolved=False, duration_sec=200.0)
    values = {fact.label: fact.value for fact in reader.facts(here, known)}
    assert values["Resuelta"] == "No"
    assert values["Contexto"] == "Compra y venta"
    assert (values["Canal"], values["Idioma"], values["Duración"]) == ("Correo", "Portugués", "3 min 20 s")


def test_facts_are_escaped() -> None:
    assert "&lt;b&gt;" in reader.facts_html([reader.Fact("<b>", "x")])
    assert "&lt;b&gt;" in reader.facts_html([reader.Fact("x", "<b>", "bad")])


def test_a_message_is_never_markup(here: Desk) -> None:
    bubble = reader._bubble(here, conversation().transcript[0])
    assert "<script" not in bubble
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>**hola**" in bubble


def test_a_person_of_the_company_is_told_from_the_bot(here: Desk) -> None:
    assert "Persona del equipo" in reader._bubble(here, conversation().transcript[1])
    assert "Bot" in reader._bubble(here, Turn(Role.ASSISTANT, "hola"))


def test_a_very_long_message_is_cut(here: Desk) -> None:
    bubble = reader._bubble(here, Turn(Role.USER, "a" * (reader.MAX_CHARACTERS + 500)))
    assert len(bubble) < reader.MAX_CHARACTERS + 200


def test_names_that_nobody_knows_stay_as_they_are(here: Desk) -> None:
    assert named(here, "canal", "fax") == "fax"
    assert named(here, "context", "unknown") == "Sin dato"
    assert language_name(here, "zz") == "zz"


def test_the_address_opens_a_conversation_with_those_beside_it(
    open_page: Callable[..., AppTest], finished_run: RunEntry
) -> None:
    app = open_page("metrics", finished_run)
    app.query_params["conversation"] = "conv_0002"
    app.run()
    assert not app.exception
    assert any("conv_0002" in text.value for text in app.text)


def test_an_id_that_is_not_there_is_said(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    app = open_page("metrics", finished_run)
    app.query_params["conversation"] = "<nobody>"
    app.run()
    assert any(as_is("<nobody>") in box.value for box in app.warning)
