"""After an account was erased: a kind word, and the way back for whoever wants one some day."""

from __future__ import annotations

import reflex as rx

from portal.components.icons import icon
from portal.components.parts import link_button
from portal.components.text import t
from portal.pages.page import Page
from portal.states.my_data import GOODBYE


def build() -> rx.Component:
    """That it is done, thanks, and the way to the start."""
    return rx.el.div(
        rx.el.section(
            rx.el.div(icon("check"), class_name="empty-icon"),
            rx.el.div(
                rx.el.h1(t("profile.goodbye.title")),
                rx.el.p(t("profile.goodbye.done")),
                rx.el.p(t("profile.goodbye.thanks"), class_name="muted"),
                role="status", class_name="stack-tight",
            ),
            link_button(icon("home"), t("home.not_found.start"), href="/", kind="quiet"),
            class_name="card account-card",
        ),
        class_name="account-narrow",
    )  # fmt: skip


PAGE = Page(route=GOODBYE, title="profile.goodbye.title", build=build, for_strangers=True)
