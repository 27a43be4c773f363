"""A new case is made once, with its first message, and what is wrong is said at its field."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import BackendDown
from portal.states.new_ticket import TITLE_MOST, NewTicket
from tests.portal.cases import ListeningBackend, case, customers_tab
from tests.portal.tabs import Tab, goes_to

MAKE, FIRST = "POST tickets", "POST tickets/t1/messages"
GOOD = {"title": "¿Y mi pago?", "category": "buying", "description": "Vendí mi auto y no llega."}


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Tab, ListeningBackend, NewTicket]:
    tab, backend = customers_tab(tmp_path, monkeypatch, "/tickets/new")
    backend.answers[MAKE] = case(1)
    form = tab.state(NewTicket)
    tab.press(form, "load")
    return tab, backend, form


def test_a_case_is_made_with_its_first_message_and_the_conversation_opens(
    opened: tuple[Tab, ListeningBackend, NewTicket],
) -> None:
    tab, backend, form = opened
    steps = tab.submit(form, "submit", **GOOD)
    assert goes_to(steps[-1]) == "/tickets/t1"
    assert backend.asked == [(MAKE, GOOD), (FIRST, {"content": GOOD["description"]})]
    assert backend.keys_of(FIRST) == ["first-t1"]
    assert form.made


def test_the_same_draft_sent_again_has_the_same_key_and_another_text_another(
    opened: tuple[Tab, ListeningBackend, NewTicket],
) -> None:
    tab, backend, form = opened
    backend.answers[MAKE] = BackendDown("the answer was lost")
    tab.submit(form, "submit", **GOOD)
    tab.submit(form, "submit", **GOOD)
    tab.submit(form, "submit", **GOOD | {"title": "Otro"})
    first, again, other = backend.keys_of(MAKE)
    assert first == again != other
    assert form.problem
    assert not form.busy


def test_the_same_words_in_a_later_case_make_another_case(opened: tuple[Tab, ListeningBackend, NewTicket]) -> None:
    tab, backend, form = opened
    tab.submit(form, "submit", **GOOD)
    tab.press(form, "load")
    tab.submit(form, "submit", **GOOD)
    first, later = backend.keys_of(MAKE)
    assert first != later


def test_a_second_press_while_it_is_sent_does_nothing(opened: tuple[Tab, ListeningBackend, NewTicket]) -> None:
    tab, backend, form = opened
    form.busy = True
    tab.submit(form, "submit", **GOOD)
    assert backend.calls == []


def test_the_conversation_opens_even_when_the_first_message_failed(
    opened: tuple[Tab, ListeningBackend, NewTicket],
) -> None:
    tab, backend, form = opened
    backend.answers[FIRST] = BackendDown("no answer")
    assert goes_to(tab.submit(form, "submit", **GOOD)[-1]) == "/tickets/t1"


@pytest.mark.parametrize(
    ("wrong", "focused"),
    [
        ({"title": "   "}, "ref_title"),
        ({"title": "a" * (TITLE_MOST + 1)}, "ref_title"),
        ({"category": "rental"}, "ref_category"),
        ({"description": ""}, "ref_description"),
        ({"description": "a" * 101}, "ref_description"),
        ({"title": "", "category": "", "description": ""}, "ref_category"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_which_is_focused(
    opened: tuple[Tab, ListeningBackend, NewTicket], wrong: dict[str, str], focused: str
) -> None:
    tab, backend, form = opened
    steps = tab.submit(form, "submit", **GOOD | wrong)
    said = {"title": form.title_error, "category": form.category_error, "description": form.description_error}
    assert {name for name, words in said.items() if words} == set(wrong)
    assert [goes_to(step) for step in steps] == [focused]
    assert backend.calls == []


def test_the_hints_speak_of_the_chosen_category(opened: tuple[Tab, ListeningBackend, NewTicket]) -> None:
    tab, _, form = opened
    tab.press(form, "choose", "credit")
    assert form.chosen["pt"] == "Financiamento"
