"""A new case: what it is about, in a few words, and what happened."""

from __future__ import annotations

import reflex as rx

from portal.components.draft import field_count, form_draft
from portal.components.icons import icon
from portal.components.parts import field, notice, skeleton, submit
from portal.components.text import t
from portal.pages.page import Page
from portal.states.new_ticket import TITLE_MOST, NewTicket
from portal.states.session import Session

_FORM = "new-ticket"
_TIPS = ("when", "which", "wish")


def build() -> rx.Component:
    """The form, once the company's categories are there."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("tickets.new.title")),
            rx.el.p(t("tickets.new.lead"), class_name="lead"), class_name="stack-tight",
        ),
        rx.cond(NewTicket.categories.length() > 0, _form(), skeleton(6)),
        class_name="new-ticket",
    )  # fmt: skip


def _form() -> rx.Component:
    return rx.el.form(
        form_draft(_FORM, NewTicket.made),
        _categories(),
        field(
            "title", t("tickets.new.name"), NewTicket.title_error, placeholder=t("tickets.new.name.placeholder"),
            max_length=TITLE_MOST, aria_required="true", auto_complete="off",
        ),
        field("description", t("tickets.new.description"), NewTicket.description_error, control=_description()),
        notice(NewTicket.problem),
        submit(t("tickets.new.submit"), NewTicket.busy, t("shell.sending")),
        rx.el.p(t("tickets.new.draft"), class_name="small muted form-note"),
        id=_FORM, on_submit=NewTicket.submit, reset_on_submit=False, no_validate=True, class_name="card form",
    )  # fmt: skip


def _categories() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("tickets.new.category"), class_name="label"),
        rx.el.div(rx.foreach(NewTicket.categories, _category), class_name="choices"),
        rx.el.p(NewTicket.category_error, id="category-error", class_name="field-error"),
        id="category", aria_describedby="category-error", custom_attrs={"tabIndex": -1}, class_name="field",
    )  # fmt: skip


def _category(one: rx.Var[dict[str, str]]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio", name="category", value=one["id"], on_change=NewTicket.choose(one["id"]), class_name="hidden"
        ),
        rx.el.span(one[Session.language]),
        icon("check"),
        class_name="choice",
    )


def _description() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.strong(
                rx.cond(
                    NewTicket.chosen["id"],
                    t("tickets.new.tips.about", category=NewTicket.chosen[Session.language]),
                    t("tickets.new.tips"),
                )
            ),
            rx.el.ul(*[rx.el.li(icon("check"), t(f"tickets.new.tip.{tip}")) for tip in _TIPS]),
            rx.el.p(icon("shield"), t("tickets.new.tip.secret")),
            id="description-tips", class_name="tips",
        ),
        rx.el.textarea(
            id="description", name="description", class_name="input", rows="6", aria_required="true",
            max_length=NewTicket.description_most, aria_invalid=NewTicket.description_error != "",
            aria_describedby="description-tips description-error",
        ),
        field_count("description", NewTicket.description_most),
    )  # fmt: skip


PAGE = Page(
    route="/tickets/new", title="tickets.new.title", build=build, load=(NewTicket.load,), guarded=True, wide=False
)
