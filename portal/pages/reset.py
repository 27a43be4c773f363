"""A new password by the link in the mail."""

from __future__ import annotations

import reflex as rx

from portal.components.account_form import account_card, account_form, password_field
from portal.components.parts import link, link_button, notice, skeleton
from portal.components.text import t
from portal.pages.page import Page
from portal.states.passwords import Passwords


def build() -> rx.Component:
    """The form while the link may be used; otherwise how to get a new one."""
    return rx.el.div(
        rx.match(Passwords.link, ("good", _form()), ("dead", _dead()), _unknown()), class_name="account-narrow"
    )


def _form() -> rx.Component:
    return account_card(
        t("auth.reset.heading"),
        t("auth.reset.lead"),
        notice(Passwords.problem),
        account_form(
            password_field(
                "password", t("auth.reset.label"), Passwords.password_error, Passwords.password_shown,
                Passwords.show_password, autocomplete="new-password", hint=t("auth.password.hint"),
            ),
            attempt=Passwords.attempt, on_submit=Passwords.choose, label=t("auth.reset.submit"), busy=Passwords.busy,
            busy_label=t("auth.reset.busy"),
        ),
    )  # fmt: skip


def _dead() -> rx.Component:
    return rx.el.section(
        rx.el.h1(t("auth.reset.dead")),
        rx.el.p(Passwords.dead_because, role="alert"),
        link_button(t("auth.reset.ask_again"), href="/forgot"),
        rx.el.p(link(t("auth.forgot.back"), href="/login", class_name="tap-link"), class_name="account-foot"),
        class_name="card account-card",
    )


def _unknown() -> rx.Component:
    return rx.el.section(
        rx.el.h1(t("auth.reset.title")),
        rx.el.span(t("shell.loading"), class_name="hidden", role="status"),
        skeleton(3),
        class_name="card account-card",
    )


PAGE = Page(route="/reset", title="auth.reset.title", build=build, load=(Passwords.open_reset,))
