"""One case: its chat, and beside it what it is and what can be done with it."""

from __future__ import annotations

import reflex as rx

from portal.components.chat import chat
from portal.components.icons import icon
from portal.components.parts import button, empty, link, link_button, skeleton
from portal.components.text import t
from portal.components.ticket_list import status_badge
from portal.pages.page import Page
from portal.states.chat import Chat
from portal.states.talking import Talking


def build() -> rx.Component:
    return rx.el.div(
        rx.match(
            Chat.phase,
            ("ready", _case()),
            ("missing", _missing()),
            ("trouble", _trouble()),
            rx.el.div(rx.el.h1(t("chat.title"), class_name="hidden"), skeleton(6), class_name="case-waiting"),
        ),
        on_unmount=Chat.leave,
        class_name="case-page",
    )


def _case() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            link(icon("back"), rx.el.span(t("shell.tickets"), class_name="hidden"), href="/tickets",
                 class_name="icon-button case-back"),
            rx.el.div(
                rx.el.h1(Chat.title, class_name="case-title wrap-anywhere"),
                rx.el.p(Chat.number, " · ", Chat.category, class_name="muted small"),
                class_name="case-name",
            ),
            status_badge(Chat.status),
            class_name="case-head",
        ),
        chat(),
        _side(),
        class_name="case",
    )  # fmt: skip


def _side() -> rx.Component:
    return rx.el.aside(
        rx.cond(~Chat.over, rx.el.div(_person(), _solved(), class_name="case-actions")),
        rx.el.details(
            rx.el.summary(t("chat.about"), class_name="case-summary"),
            rx.el.dl(
                rx.el.dt(t("chat.opened")), rx.el.dd(Chat.opened),
                rx.el.dt(t("chat.category")), rx.el.dd(Chat.category),
                rx.el.dt(t("chat.description")),
                rx.el.dd(Chat.description, class_name="case-description wrap-anywhere"),
                class_name="facts",
            ),
            class_name="case-details", open=True,
        ),
        class_name="case-side", aria_label=t("chat.about"),
    )  # fmt: skip


def _person() -> rx.Component:
    asking = rx.el.form(
        rx.el.label(t("chat.person_reason"), html_for="reason", class_name="label"),
        rx.el.input(id="reason", name="reason", class_name="input", max_length=200, auto_focus=True),
        rx.el.div(
            rx.el.button(t("chat.person_call"), type="submit", class_name="button button-primary button-small",
                         disabled=Talking.busy != ""),
            button(t("shell.cancel"), kind="plain", class_name="button-small", on_click=Talking.ask_person(False)),
            class_name="row",
        ),
        on_submit=Talking.call_person, class_name="stack-tight person-form",
    )  # fmt: skip
    asked = button(icon("person"), t("chat.person"), kind="quiet", on_click=Talking.ask_person(True))
    return rx.cond(Chat.with_person == "", rx.cond(Talking.asking_person, asking, asked))


def _solved() -> rx.Component:
    return button(icon("check"), t("chat.resolve"), kind="plain", on_click=Talking.resolve, disabled=Talking.busy != "")


def _missing() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("chat.missing"), class_name="hidden"),
        empty("search", t("chat.missing"), t("chat.missing_more"), link_button(t("shell.tickets"), href="/tickets")),
    )


def _trouble() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("chat.title"), class_name="hidden"),
        empty("alert", t("chat.trouble"), t("error.backend_down"), button(t("shell.retry"), on_click=Chat.load)),
    )


PAGE = Page(
    route="/tickets/[ticket_id]", title="chat.title", build=build, load=(Talking.fresh, Chat.load), guarded=True,
    wide=True,
)  # fmt: skip
