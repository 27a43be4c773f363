from __future__ import annotations

from typing import Any

import pytest

from shared.llm.offline.parts.arguments import asked_act, own_thing
from shared.llm.offline.parts.language import language_of
from shared.llm.offline.parts.picking import agrees, picked
from shared.llm.offline.parts.quantities import quantities, quantity_for
from shared.llm.offline.parts.signals import acted, informs, repeats, signals, wants_action
from shared.llm.offline.parts.text import stem, stems

OPTIONS: list[dict[str, Any]] = [
    {
        "slot": "a",
        "starts_at": "2026-10-06T09:30",
        "place": "Lerma",
        "label": "martes 6 de octubre a las 09:30 (Lerma)",
    },
    {
        "slot": "b",
        "starts_at": "2026-10-07T12:00",
        "place": "Lerma",
        "label": "miércoles 7 de octubre a las 12:00 (Lerma)",
    },
]


@pytest.mark.parametrize(
    "forms",
    [
        ("pago", "pagos", "pagaron", "pagado", "pagamento", "pagarla"),
        ("inspeccion", "inspecciones"),
        ("oferta", "ofertas"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_function_words_are_no_topic() -> None:
    assert stems("¿Y qué es lo que me pueden hacer?") == frozenset()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿cuándo me depositan?", "es"),
        ("no me sirve", "es"),
        ("cadê o meu dinheiro?", "pt"),
        ("vocês abrem no feriado?", "pt"),
        ("where is my money", "en"),
        ("12345", None),
    ],
)
def test_the_language_of_a_message(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_amounts_and_months_are_read_with_what_they_are_for() -> None:
    text = ["El auto cuesta 280,000; doy 56,000 de enganche a 48 meses"]
    assert quantity_for("price", text) == 280_000
    assert quantity_for("down_payment", text) == 56_000
    assert quantity_for("months", text) == 48
    assert quantity_for("monthly_income", text) is None
    assert quantity_for("monthly_income", ["gano como 30 mil al mes"]) == 30_000
    assert quantity_for("price", ["quero um carro de 360 mil em 60 meses com 90 mil de entrada"]) == 360_000


def test_years_of_models_and_percentages_are_no_amounts() -> None:
    assert quantities("mi Jetta 2018 con tasa de 15%") == []


@pytest.mark.parametrize(
    ("text", "slot"),
    [("el miércoles", "b"), ("a las 12:00 mejor", "b"), ("el 7 de octubre", "b"), ("el primero", "a"),
     ("cualquiera", "a"),
     ("sí", "a"), ("¿y cuánto cuesta?", None), ("Claro. Quiero saber cuándo llega mi dinero", None)],
)  # fmt: skip
def test_a_choice_among_options(text: str, slot: str | None) -> None:
    chosen = picked(text, OPTIONS)
    assert (chosen["slot"] if chosen else None) == slot


def test_no_is_no_yes() -> None:
    assert agrees("Sí, por favor")
    assert not agrees("no, gracias")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("acepto la oferta", "accept"),
        ("no acepto la oferta", None),
        ("ya acepté ayer", None),
        ("cancela mi cita", "cancel"),
        ("não quero cancelar", None),
        ("please renew it", "request"),
        ("ya mandé mi INE", None),
        ("quiero subir mi INE", "submit"),
    ],
)
def test_what_is_asked_for_is_told_from_what_is_refused_or_past(text: str, act: str | None) -> None:
    assert asked_act(["cancel", "accept", "request", "submit"], text) == act


def test_what_the_customer_owns_is_named() -> None:
    assert own_thing("vendo mi Mazda 3 2020, único dueño") == "Mazda 3 2020"
    assert own_thing("quiero una oferta") is None


def test_a_question_or_a_promise_informs_nobody() -> None:
    goal = "Saber cuándo me depositan el dinero de mi Jetta"
    assert informs(goal, "El depósito de tu Jetta es el 7 de octubre.")
    assert not informs(goal, "¿Me das la fecha del depósito de tu Jetta?")
    assert not informs(goal, "Te contactaremos por el depósito a la brevedad.")
    assert not informs(goal, "La sucursal abre a las 9:00.")


def test_goals_to_know_are_told_from_goals_to_act() -> None:
    assert wants_action("Cancelar mi visita")
    assert wants_action("Que me renueven la oferta")
    assert not wants_action("Saber si puedo cancelar mi visita")
    assert not wants_action("Find out how to change my flight")
    assert acted("Agendar una visita", "Listo: tu visita es el martes 6 de octubre.")
    assert not acted("Agendar una visita", "Quedo al pendiente de tu visita.")


def test_near_copies_are_repetitions() -> None:
    assert repeats("¿Me das tu folio, por favor?", ["¿Me das tu folio por favor?"])
    assert not repeats("Tu pago es el 7 de octubre.", ["¿Me das tu folio por favor?"])


def test_times_on_offer_are_found_in_each_language() -> None:
    texts = {
        "martes 6 de octubre a las 10:00 (Lerma) y jueves 8 de octubre a las 12:30 (Lerma)": 2,
        "terça-feira, 6 de outubro às 10:00 e quinta-feira, 8 de outubro às 12:30": 2,
        "Tuesday, October 6 at 10:00 (Lerma) and Thursday, October 8 at 12:30": 2,
        "abrimos a las 9:00": 0,
    }
    assert {text: len(signals(text).slots) for text in texts} == texts
