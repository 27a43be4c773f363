"""A forgotten password: ask for a link."""

from __future__ import annotations

import reflex as rx

from portal.components.account_form import account_card, account_form
from portal.components.icons import icon
from portal.components.parts import button, field, link, notice
from portal.components.text import t
from portal.pages.page import Page
from portal.states.account import Account
from portal.states.passwords import Passwords


def build() -> rx.Component:
    """The form, and what happens next once it was sent."""
    return rx.el.div(rx.cond(Passwords.sent, _sent(), _form()), class_name="account-narrow")


def _form() -> rx.Component:
    return account_card(
        t("auth.forgot.title"),
        t("auth.forgot.lead"),
        notice(Passwords.problem),
        account_form(
            field(
                "email", t("auth.email"), Passwords.email_error,
                type="email", auto_complete="username", input_mode="email", auto_capitalize="none", required=True,
                default_value=Account.email,
            ),
            attempt=Passwords.attempt, on_submit=Passwords.ask_for_link, label=t("auth.forgot.submit"),
            busy=Passwords.busy, busy_label=t("auth.forgot.busy"),
        ),
        rx.el.p(link(t("auth.forgot.back"), href="/login", class_name="tap-link"), class_name="account-foot"),
    )  # fmt: skip


def _sent() -> rx.Component:
    return rx.el.section(
        rx.el.div(icon("check"), class_name="empty-icon"),
        rx.el.div(
            rx.el.h1(t("auth.forgot.sent"), id="sent", tab_index=-1),
            rx.el.p(t("auth.forgot.sent.text", email=Account.email), class_name="wrap-anywhere"),
            role="status", class_name="stack-tight",
        ),
        rx.el.p(t("auth.forgot.sent.hint"), class_name="muted small"),
        button(t("auth.forgot.again"), kind="quiet", class_name="button-wide", on_click=Passwords.open_forgot),
        rx.el.p(link(t("auth.forgot.back"), href="/login", class_name="tap-link"), class_name="account-foot"),
        class_name="card account-card",
    )  # fmt: skip


PAGE = Page(route="/forgot", title="auth.forgot.title", build=build, load=(Passwords.open_forgot,))
