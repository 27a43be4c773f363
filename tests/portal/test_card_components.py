"""The components of cards and feedback draw what a state holds, lists inside lists included."""

from __future__ import annotations

import json
from typing import Any

import reflex as rx

from portal.cards import Confirmation, ToolCard
from portal.components.cards import confirmation_box, running_tool, tool_card
from portal.components.feedback import csat_box, rating

CARDS: Any = rx.Var("cards", _var_type=list[ToolCard])
BOXES: Any = rx.Var("boxes", _var_type=list[Confirmation])
TEXT: Any = rx.Var("text", _var_type=str)
FLAG: Any = rx.Var("flag", _var_type=bool)
SCORE: Any = rx.Var("score", _var_type=int).guess_type()


def handled(*_: object) -> Any:
    return rx.noop()


def submitted(form: dict[str, Any]) -> Any:
    return rx.noop()


def drawn(component: rx.Component) -> str:
    return json.dumps(component.render(), default=str)


def test_a_card_in_a_list_draws_its_rows_slots_steps_and_undo() -> None:
    page = drawn(rx.foreach(CARDS, lambda one: tool_card(one, handled, handled)))
    assert all(name in page for name in ("tool-rows", "tool-slots", "tool-steps", "tool-undo"))


def test_a_confirmation_has_two_buttons_with_the_companys_words() -> None:
    page = drawn(rx.foreach(BOXES, lambda one: confirmation_box(one, handled, handled, FLAG, "Confirmar", "Ahora no")))
    assert page.count("Confirmar") == page.count("Ahora no") == 1


def test_a_running_tool_is_named() -> None:
    assert "Consultando" in drawn(running_tool("Tu pago"))


def test_the_thumbs_tell_whether_they_are_pressed_and_the_reason_can_be_typed() -> None:
    page = drawn(rating(TEXT, TEXT, TEXT, handled, submitted, FLAG))
    assert page.count("aria-pressed") == 2
    assert 'name:\\"comment\\"' in page


def test_there_are_five_scores_to_choose_from() -> None:
    assert drawn(csat_box(SCORE, FLAG, handled, submitted)).count('name:\\"score\\"') == 5
