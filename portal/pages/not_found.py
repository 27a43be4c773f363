"""For addresses that lead nowhere: the ways on."""

from __future__ import annotations

import reflex as rx

from portal.components.icons import icon
from portal.components.parts import link_button
from portal.components.text import t
from portal.pages.page import Page
from portal.states.session import Session


def build() -> rx.Component:
    """What happened, and where to go."""
    return rx.el.div(
        rx.el.p("404", class_name="big-number", aria_hidden="true"),
        rx.el.h1(t("home.not_found.title")),
        rx.el.p(t("home.not_found.text"), class_name="lead"),
        rx.el.div(
            rx.cond(
                Session.signed_in,
                rx.fragment(
                    link_button(icon("inbox"), t("shell.tickets"), href="/tickets"),
                    link_button(icon("plus"), t("shell.new"), href="/tickets/new", kind="quiet"),
                    link_button(icon("home"), t("shell.home"), href="/dashboard", kind="quiet"),
                ),
                rx.fragment(
                    link_button(icon("home"), t("home.not_found.start"), href="/"),
                    link_button(t("shell.login"), href="/login", kind="quiet"),
                ),
            ),
            class_name="row center",
        ),
        class_name="lost",
    )


PAGE = Page(route="/404", title="home.not_found.title", build=build)
