"""Log in."""

from __future__ import annotations

import reflex as rx

from portal.components.account_form import account_card, account_form, beside_pitch, entering, password_field
from portal.components.parts import button, field, link, notice
from portal.components.text import t
from portal.pages.page import Page
from portal.states.account import Account
from portal.states.session import Session


def build() -> rx.Component:
    """The form and, on a demonstration, the way in without an account."""
    return rx.cond(
        Session.signed_in,
        entering(),
        beside_pitch(rx.el.div(_card(), rx.cond(Account.demo, _demo()), class_name="stack")),
    )


def _card() -> rx.Component:
    return account_card(
        t("auth.login.heading"),
        t("auth.login.lead"),
        _news(),
        notice(Account.problem),
        account_form(
            field(
                "email", t("auth.email"), Account.email_error,
                type="email", auto_complete="username", input_mode="email", auto_capitalize="none", required=True,
                default_value=Account.email, on_blur=Account.keep_email,
            ),
            password_field(
                "password", t("auth.password"), Account.password_error, Account.password_shown, Account.show_password,
                autocomplete="current-password",
            ),
            attempt=Account.attempt, on_submit=Account.log_in, label=t("auth.login.submit"),
            busy=Account.busy, busy_label=t("auth.entering"),
        ),
        rx.el.p(link(t("auth.login.forgot"), href="/forgot", class_name="tap-link")),
        rx.el.p(
            t("auth.login.no_account"), " ",
            link(t("auth.login.to_signup"), href=rx.Var.create("/signup") + Account.onward, class_name="tap-link"),
            class_name="account-foot",
        ),
    )  # fmt: skip


def _news() -> rx.Component:
    """Why the person is here, where there is something to say about it."""
    return rx.cond(
        Account.password_changed,
        notice(t("auth.login.new_password"), "success"),
        rx.cond(Session.expired, notice(t("auth.login.ended"), "info")),
    )


def _demo() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("auth.demo.title"), class_name="demo-title"),
        rx.el.p(t("auth.demo.text"), class_name="muted small"),
        button(
            t("auth.demo.submit"), kind="quiet", id="demo-login", class_name="button-wide",
            disabled=Account.busy | ~Session.checked, on_click=Account.log_in_demo,
        ),
        class_name="demo",
    )  # fmt: skip


PAGE = Page(route="/login", title="auth.login.title", build=build, load=(Account.open,), for_strangers=True, wide=True)
