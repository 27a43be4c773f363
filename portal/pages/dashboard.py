"""Where a customer begins: the two things people come for, what waits for them, and the latest cases."""

from __future__ import annotations

import reflex as rx

from portal.components.icons import icon
from portal.components.parts import link, link_button, notice, skeleton
from portal.components.promises import promises
from portal.components.text import t
from portal.components.ticket_list import ticket_list
from portal.pages.page import Page
from portal.states.dashboard import Dashboard
from portal.states.session import Session
from portal.states.ticket_row import TicketRow

_TILES = (("active", "chat"), ("waiting", "person"), ("resolved", "check"), ("closed", "archive"))


def build() -> rx.Component:
    """Greeting, actions, counts, recent cases."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("home.hello", name=Session.name)),
            rx.el.p(t("home.title"), class_name="lead"), class_name="stack-tight",
        ),
        notice(Dashboard.problem),
        rx.cond(Dashboard.loaded | (Dashboard.problem != ""), _known(), skeleton(6)),
        class_name="dashboard",
    )  # fmt: skip


def _known() -> rx.Component:
    """All at once: nothing moves when the counts arrive."""
    return rx.fragment(
        rx.cond(Dashboard.to_rate.length() > 0, _to_rate(Dashboard.to_rate[0])),
        rx.el.div(
            _action("/tickets/new", "plus", "shell.new", "home.new.text", "action action-primary"),
            _action("/tickets", "inbox", "shell.tickets", "home.all.text", "action"),
            class_name="actions",
        ),
        rx.cond(Dashboard.loaded, rx.cond(Dashboard.recent.length() > 0, _cases(), _newcomer())),
    )


def _action(href: str, symbol: str, title: str, text: str, class_name: str) -> rx.Component:
    return link(
        rx.el.span(icon(symbol), class_name="action-icon"),
        rx.el.span(rx.el.strong(t(title)), rx.el.span(t(text), class_name="small"), class_name="action-words"),
        icon("arrow"),
        href=href, class_name=class_name,
    )  # fmt: skip


def _to_rate(row: rx.Var[TicketRow]) -> rx.Component:
    return rx.el.section(
        rx.el.span(icon("star"), class_name="waiting-icon"),
        rx.el.div(
            rx.el.h2(t("home.rate")), rx.el.p(row.title, class_name="small muted one-line"), class_name="waiting-words"
        ),
        link_button(t("home.rate.action"), href=row.path, kind="quiet"),
        class_name="waiting-card", aria_label=t("home.waiting"),
    )  # fmt: skip


def _cases() -> rx.Component:
    return rx.fragment(
        rx.el.ul(*[_tile(group, symbol) for group, symbol in _TILES], class_name="tiles", aria_label=t("home.counts")),
        rx.el.section(
            rx.el.div(
                rx.el.h2(t("home.recent"), id="recent"),
                link(t("home.see_all"), href="/tickets", class_name="see-all"),
                class_name="row between",
            ),
            ticket_list(Dashboard.recent, t("home.recent")),
            class_name="stack-tight", custom_attrs={"aria-labelledby": "recent"},
        ),
    )  # fmt: skip


def _tile(group: str, symbol: str) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(icon(symbol), t(f"tickets.{group}"), class_name="tile-name"),
            rx.el.strong(Dashboard.counts[group].to_string(), class_name="tile-count"),
            href=f"/tickets?status={group}", class_name="tile",
        )
    )  # fmt: skip


def _newcomer() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("home.first.title")),
            rx.el.p(t("home.first.text"), class_name="lead"), class_name="stack-tight",
        ),
        promises(),
        class_name="newcomer",
    )  # fmt: skip


PAGE = Page(
    route="/dashboard", title="home.dashboard.title", build=build, load=(Dashboard.load,), guarded=True, wide=True
)
