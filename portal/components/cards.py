"""Tools in the chat: at work, what they found, and the buttons for what cannot be taken back.

Cards come as variables of a state (mostly of a `foreach`), so `card: ToolCard` is a `Var` of that type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from portal.cards import CardRow, Confirmation, Slot, Step, ToolCard
from portal.components.icons import icon
from portal.components.parts import badge, button
from portal.components.text import t

Handler = Callable[..., Any]
"""An event handler of a state, to be called with what was chosen."""
_SYMBOLS = ("money", "calendar", "clock", "doc", "shield", "inbox", "check", "alert")


def running_tool(label: rx.Var[str] | str) -> rx.Component:
    """A tool at work."""
    return rx.el.p(
        rx.el.span(class_name="running-dots", aria_hidden="true"), t("cards.running", label=label),
        class_name="running-tool",
    )  # fmt: skip


def tool_card(card: ToolCard, on_slot: Handler, on_undo: Handler, busy: rx.Var[bool] | bool = False) -> rx.Component:
    """What a tool found or did. `on_slot(value)`: a slot was chosen; `on_undo(id)`: take it back."""
    return rx.el.section(
        rx.el.header(
            rx.el.span(symbol(card.symbol), class_name="tool-symbol"),
            rx.el.strong(card.title, class_name="tool-title"),
            _if(card.status, badge(card.status, card.tone)),
            class_name="tool-head",
        ),
        rx.cond(card.headline != "", _headline(card)),
        _if(card.summary, rx.el.p(card.summary, class_name="tool-summary")),
        rx.cond(card.steps, _steps(card)),
        rx.cond(card.rows, rx.el.dl(rx.foreach(card.rows, _row), class_name="tool-rows")),
        rx.cond(
            card.slots,
            rx.el.ul(rx.foreach(card.slots, lambda slot: _slot(slot, on_slot, busy)), class_name="tool-slots"),
        ),
        _if(card.hint, rx.el.p(card.hint, class_name="tool-hint")),
        rx.cond(
            card.undoable,
            button(icon("undo"), t("cards.undo"), kind="plain", disabled=busy, on_click=on_undo(card.id),
                   class_name="tool-undo"),
        ),
        class_name=rx.Var.create("tool-card tool-card-") + card.tone, aria_label=card.title,
    )  # fmt: skip


def confirmation_box(
    item: Confirmation,
    on_accept: Handler,
    on_decline: Handler,
    busy: rx.Var[bool] | bool,
    accept_label: rx.Var[str] | str,
    decline_label: rx.Var[str] | str,
) -> rx.Component:
    """What waits for the customer's button, or what was decided. Both handlers get the id."""
    return rx.match(
        item.status,
        ("waiting", _waiting(item, on_accept(item.id), on_decline(item.id), busy, accept_label, decline_label)),
        ("accepted", _decided(item, "check", "confirm.accepted")),
        ("declined", _decided(item, "close", "confirm.declined")),
        _decided(item, "clock", "confirm.expired"),
    )


def symbol(name: rx.Var[str] | str) -> rx.Component:
    """The icon that a card names."""
    return rx.match(name, *[(one, icon(one)) for one in _SYMBOLS], icon("info"))


def _waiting(
    item: Confirmation,
    accept: Any,
    decline: Any,
    busy: rx.Var[bool] | bool,
    accept_label: rx.Var[str] | str,
    decline_label: rx.Var[str] | str,
) -> rx.Component:
    return rx.el.section(
        rx.el.header(
            rx.el.span(icon("alert"), class_name="tool-symbol"),
            rx.el.strong(t("confirm.title"), class_name="tool-title"),
            class_name="tool-head",
        ),
        rx.el.p(item.summary, class_name="confirm-what"),
        rx.el.p(t("confirm.final"), class_name="tool-hint"),
        rx.el.div(
            button(rx.cond(busy, rx.el.span(class_name="spinner")), accept_label, disabled=busy, on_click=accept),
            button(decline_label, kind="quiet", disabled=busy, on_click=decline),
            class_name="confirm-buttons",
        ),
        class_name="tool-card tool-card-warning confirm", aria_label=t("confirm.title"),
    )  # fmt: skip


def _decided(item: Confirmation, sign: str, key: str) -> rx.Component:
    return rx.el.div(
        icon(sign),
        rx.el.p(rx.el.strong(t(key)), rx.el.span(item.summary, class_name="confirm-past")),
        class_name="confirm-decided",
    )


def _headline(card: ToolCard) -> rx.Component:
    return rx.el.div(
        _if(card.caption, rx.el.p(card.caption, class_name="tool-caption")),
        rx.el.p(card.headline, class_name="tool-headline"),
    )


def _row(row: CardRow) -> rx.Component:
    return rx.el.div(rx.el.dt(row.label), rx.el.dd(row.value), class_name="tool-row")


def _steps(card: ToolCard) -> rx.Component:
    return rx.el.ol(
        rx.foreach(card.steps, _step), class_name=rx.cond(card.checklist, "tool-steps", "tool-steps tool-journey")
    )


def _step(step: Step) -> rx.Component:
    sign = rx.match(step.status, ("done", icon("check")), ("problem", icon("alert")), rx.fragment())
    return rx.el.li(
        rx.el.span(sign, class_name="tool-step-sign"),
        rx.el.span(step.label, rx.el.span(" (", step.spoken, ")", class_name="hidden")),
        class_name=rx.Var.create("tool-step tool-step-") + step.status,
        custom_attrs={"aria-current": rx.cond(step.status == "current", "step", "false")},
    )


def _slot(slot: Slot, on_slot: Handler, busy: rx.Var[bool] | bool) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.strong(slot.label),
                _if(slot.detail, rx.el.span(slot.detail, class_name="tool-slot-detail")),
                class_name="tool-slot-words",
            ),
            icon("arrow"),
            type="button", class_name="tool-slot", disabled=busy, on_click=on_slot(slot.value),
        )
    )  # fmt: skip


def _if(text: rx.Var[str] | str, shown: rx.Component) -> rx.Component:
    return rx.cond(text != "", shown)
