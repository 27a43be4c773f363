"""Cases as a list: each row is one link."""

from __future__ import annotations

import reflex as rx

from portal.components.parts import badge, link
from portal.components.text import t
from portal.states.session import Session
from portal.states.ticket_row import TicketRow

STATUS_KINDS = {
    "open": "open", "in_progress": "open", "waiting_agent": "warning", "resolved": "success", "closed": "muted",
}  # fmt: skip


def ticket_list(rows: rx.Var[list[TicketRow]], label: rx.Var[str]) -> rx.Component:
    """The rows, under a label that is heard."""
    return rx.el.ul(rx.foreach(rows, _row), class_name="ticket-list", aria_label=label)


def status_badge(status: rx.Var[str]) -> rx.Component:
    """The state of a case, in words and a colour."""
    cases = [(name, badge(t(f"tickets.status.{name}"), kind)) for name, kind in STATUS_KINDS.items()]
    return rx.match(status, *cases, rx.fragment())


def _state(row: rx.Var[TicketRow]) -> rx.Component:
    return rx.match(
        row.handoff,
        ("waiting", badge(t("tickets.status.asked"), "waiting")),
        ("taken", badge(t("tickets.status.taken", agent=row.agent), "open")),
        status_badge(row.status),
    )


def _row(row: rx.Var[TicketRow]) -> rx.Component:
    author = rx.match(
        row.author,
        ("customer", t("tickets.by.customer")), ("bot", t("tickets.by.bot")),
        ("agent", rx.cond(row.agent != "", row.agent + ": ", "")), "",
    )  # fmt: skip
    return rx.el.li(
        link(
            rx.el.span(
                rx.el.strong(row.title, class_name="ticket-title"),
                rx.el.span(author, row.preview, class_name="ticket-preview"),
                rx.el.span(
                    rx.el.span("#", row.number.to_string()),
                    rx.el.span(row.category[Session.language]),
                    rx.el.span(row.when[Session.language], title=row.when_full[Session.language]),
                    class_name="ticket-facts",
                ),
                class_name="ticket-words",
            ),
            rx.el.span(
                _state(row),
                rx.cond(row.csat_due, badge(t("tickets.rate"), "waiting")),
                class_name="ticket-state",
            ),
            href=row.path, class_name="ticket-row",
        ),
    )  # fmt: skip
