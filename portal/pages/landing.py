"""What this is, in a glance. The words are in the built page, so that they are there before any script."""

from __future__ import annotations

import reflex as rx

from portal.components.icons import icon
from portal.components.parts import link_button
from portal.components.promises import promises
from portal.components.scene import scene
from portal.components.text import t
from portal.pages.page import Page
from portal.states.session import Session


def build() -> rx.Component:
    """What it is, how to begin, what to expect, whose it is."""
    return rx.el.div(
        rx.el.section(_words(), scene(), class_name="hero"),
        rx.el.section(
            rx.el.h2(t("home.promises")),
            promises(),
            class_name="stack",
        ),
        rx.el.section(
            rx.cond(
                Session.company_about != "",
                rx.fragment(
                    rx.el.h2(t("home.about", company=Session.company_name)),
                    rx.el.p(Session.company_about, class_name="lead"),
                ),
            ),
            class_name="about",
        ),
        class_name="landing",
    )


def _words() -> rx.Component:
    return rx.el.div(
        rx.el.p(icon("spark"), t("home.eyebrow"), class_name="eyebrow"),
        rx.el.h1(t("home.title")),
        rx.el.p(t("home.lead"), class_name="lead"),
        rx.el.div(
            rx.cond(
                Session.signed_in,
                rx.fragment(
                    link_button(t("home.start"), icon("arrow"), href="/tickets/new"),
                    link_button(t("shell.tickets"), href="/dashboard", kind="quiet"),
                ),
                rx.fragment(
                    link_button(t("home.start"), icon("arrow"), href="/signup"),
                    link_button(t("shell.login"), href="/login", kind="quiet"),
                ),
            ),
            class_name="hero-actions",
        ),
        rx.el.p(rx.cond(Session.ai_disclosure != "", Session.ai_disclosure, t("home.ai")), class_name="small muted"),
        class_name="hero-words",
    )


PAGE = Page(route="/", title="home.title", build=build, wide=True)
