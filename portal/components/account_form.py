"""The form of somebody's account: a card with one thing to do, and fields for passwords."""

from __future__ import annotations

import reflex as rx
from reflex.event import EventHandler

from portal.components.icons import icon
from portal.components.parts import field, submit
from portal.components.text import t
from portal.states.session import Session


def account_card(heading: rx.Var[str], lead: rx.Var[str], *content: rx.Component) -> rx.Component:
    """One thing to do: what it is, what comes of it, and its form."""
    return rx.el.section(
        rx.el.header(rx.el.h1(heading), rx.el.p(lead, class_name="muted"), class_name="stack-tight"),
        *content,
        class_name="card account-card",
    )  # fmt: skip


def account_form(
    *fields: rx.Component,
    attempt: rx.Var[int],
    on_submit: EventHandler,
    label: rx.Var[str],
    busy: rx.Var[bool],
    busy_label: rx.Var[str],
) -> rx.Component:
    """The fields and their button, which waits until the page listens: before, a browser would send the form itself.

    `attempt` goes along, so that a double press is known (see `is_repeat`).
    """
    return rx.el.form(
        rx.el.input(type="hidden", name="attempt", value=attempt),
        *fields,
        rx.el.fieldset(submit(label, busy, busy_label), disabled=~Session.checked),
        on_submit=on_submit, reset_on_submit=False, method="post", no_validate=True,
        class_name="stack",
    )  # fmt: skip


def password_field(
    name: str,
    label: rx.Var[str],
    error: rx.Var[str],
    shown: rx.Var[bool],
    on_show: EventHandler,
    *,
    autocomplete: str,
    hint: rx.Var[str] | None = None,
) -> rx.Component:
    """A password, which its owner can look at. `autocomplete`: `current-password` or `new-password`."""
    described = f"{name}-hint {name}-error" if hint is not None else f"{name}-error"
    control = rx.el.div(
        rx.el.input(
            id=name, name=name, type=rx.cond(shown, "text", "password"), auto_complete=autocomplete, required=True,
            class_name="input", aria_describedby=described, aria_invalid=error != "", auto_capitalize="none",
            spell_check=False,
        ),
        rx.el.button(
            rx.cond(shown, t("auth.password.hide"), t("auth.password.show")),
            rx.el.span(" ", label, class_name="hidden"),
            type="button", class_name="password-show", on_click=on_show, aria_controls=name,
        ),
        class_name="password",
    )  # fmt: skip
    return field(name, label, error, hint, control)


def entering() -> rx.Component:
    """Stands in the form's place between a good log-in and the next page."""
    return rx.el.section(
        rx.el.h1(t("auth.entering")),
        rx.el.p(rx.el.span(class_name="spinner"), t("auth.entering.lead"), class_name="row muted center"),
        class_name="card account-card entering", role="status",
    )  # fmt: skip


def beside_pitch(card: rx.Component) -> rx.Component:
    """The card and, where there is room, what an account is good for."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(t("auth.pitch.title"), class_name="pitch-title"),
            rx.el.ul(
                _reason("spark", "auth.pitch.answer"),
                _reason("person", "auth.pitch.person"),
                _reason("inbox", "auth.pitch.history"),
                class_name="pitch-list",
            ),
            class_name="pitch",
        ),
        card,
        class_name="account-split",
    )


def _reason(symbol: str, key: str) -> rx.Component:
    return rx.el.li(
        rx.el.span(icon(symbol), class_name="pitch-icon"),
        rx.el.div(rx.el.strong(t(key)), rx.el.p(t(f"{key}.text"), class_name="muted small")),
    )
