"""All cases: by state, by topic, by words."""

from __future__ import annotations

import reflex as rx

from portal.components.icons import icon
from portal.components.parts import button, empty, link, link_button, notice, skeleton
from portal.components.text import t
from portal.components.ticket_list import ticket_list
from portal.pages.page import Page
from portal.states.session import Session
from portal.states.tickets import GROUPS, TicketList

_TYPING_MS = 350


def build() -> rx.Component:
    """Filters, the cases, and more of them."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("tickets.title")),
            link_button(icon("plus"), t("shell.new"), href="/tickets/new"),
            class_name="row between",
        ),
        _groups(),
        rx.el.div(_search(), _category(), class_name="filters"),
        notice(TicketList.problem),
        rx.cond(
            TicketList.loaded,
            rx.cond(TicketList.rows.length() > 0, _cases(), _nothing()),
            rx.cond(
                TicketList.problem == "",
                skeleton(6),
                rx.el.div(button(t("shell.retry"), kind="quiet", on_click=TicketList.load)),
            ),
        ),
        class_name="tickets",
    )


def _groups() -> rx.Component:
    return rx.el.nav(
        rx.el.ul(*[_group(group) for group in GROUPS], class_name="groups"), aria_label=t("tickets.filter")
    )


def _group(group: str) -> rx.Component:
    return rx.el.li(
        link(
            t(f"tickets.{group}"),
            rx.cond(
                TicketList.loaded, rx.el.span(TicketList.counts[group].to_string(), class_name="group-count")
            ),
            href=TicketList.addresses[group], class_name="group",
            custom_attrs={"aria-current": rx.cond(TicketList.status == group, "true", "false")},
        )
    )  # fmt: skip


def _search() -> rx.Component:
    return rx.el.form(
        rx.el.label(t("tickets.search"), html_for="words", class_name="hidden"),
        icon("search"),
        rx.el.input(
            id="words", name="words", type="search", class_name="input", auto_complete="off", max_length=200,
            placeholder=t("tickets.search"), key=TicketList.search_drawn.to_string(),
            default_value=TicketList.words, on_change=TicketList.search.debounce(_TYPING_MS),
        ),
        on_submit=TicketList.search_now, reset_on_submit=False, role="search", class_name="search",
    )  # fmt: skip


def _category() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("tickets.category"), html_for="category", class_name="hidden"),
        rx.el.select(
            rx.el.option(t("tickets.category.all"), value=""),
            rx.foreach(
                TicketList.categories, lambda one: rx.el.option(one[Session.language], value=one["id"])
            ),
            id="category", value=TicketList.category, on_change=TicketList.choose_category, class_name="input",
        ),
    )  # fmt: skip


def _cases() -> rx.Component:
    return rx.el.div(
        rx.el.p(_shown(), role="status", class_name="hidden"),
        ticket_list(TicketList.rows, t("tickets.title")),
        rx.cond(
            TicketList.next_cursor != "",
            rx.el.div(
                button(
                    rx.cond(TicketList.busy, rx.el.span(class_name="spinner")), t("tickets.more"), kind="quiet",
                    on_click=TicketList.more, aria_disabled=TicketList.busy, id="more",
                ),
                class_name="row center",
            ),
        ),
        class_name="stack",
    )  # fmt: skip


def _shown() -> rx.Var[str]:
    shown = TicketList.rows.length()
    return rx.cond(
        TicketList.next_cursor != "",
        t("tickets.shown.more", n=shown),
        rx.cond(shown == 1, t("tickets.shown.one", n=shown), t("tickets.shown.other", n=shown)),
    )


def _nothing() -> rx.Component:
    none = empty(
        "chat", t("tickets.none.title"), t("tickets.none.text"), link_button(t("home.start"), href="/tickets/new")
    )
    no_match = empty(
        "search", t("tickets.no_match.title"), t("tickets.no_match.text"),
        link_button(t("tickets.clear"), href="/tickets", kind="quiet"),
    )  # fmt: skip
    return rx.el.div(rx.cond(TicketList.filtered, no_match, none), class_name="card", role="status")


PAGE = Page(route="/tickets", title="tickets.title", build=build, load=(TicketList.load,), guarded=True, wide=True)
