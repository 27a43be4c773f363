"""Sign up."""

from __future__ import annotations

import reflex as rx

from portal.components.account_form import account_card, account_form, beside_pitch, entering, password_field
from portal.components.parts import field, link, link_button, notice
from portal.components.text import t
from portal.pages.page import Page
from portal.states.account import Account
from portal.states.session import Session


def build() -> rx.Component:
    """Three fields, and what to do when there is an account already."""
    return rx.cond(Session.signed_in, entering(), beside_pitch(_card()))


def _card() -> rx.Component:
    return account_card(
        t("auth.signup.heading"),
        t("auth.signup.lead"),
        notice(Account.problem),
        rx.cond(Account.taken, _instead()),
        account_form(
            field(
                "name", t("auth.name"), Account.name_error, t("auth.name.hint"),
                auto_complete="name", required=True, max_length=200,
            ),
            field(
                "email", t("auth.email"), Account.email_error,
                type="email", auto_complete="email", input_mode="email", auto_capitalize="none", required=True,
                default_value=Account.email, on_blur=Account.keep_email,
            ),
            password_field(
                "password", t("auth.password"), Account.password_error, Account.password_shown, Account.show_password,
                autocomplete="new-password", hint=t("auth.password.hint"),
            ),
            attempt=Account.attempt, on_submit=Account.sign_up, label=t("auth.signup.submit"), busy=Account.busy,
            busy_label=t("auth.signup.busy"),
        ),
        rx.el.p(
            t("auth.signup.have_account"), " ",
            link(t("auth.signup.to_login"), href=_log_in, class_name="tap-link"),
            class_name="account-foot",
        ),
    )  # fmt: skip


def _instead() -> rx.Component:
    return rx.el.div(
        link_button(t("auth.signup.taken_login"), href=_log_in, kind="quiet"),
        link_button(t("auth.signup.taken_forgot"), href="/forgot", kind="plain"),
        class_name="row",
    )


_log_in = rx.Var.create("/login") + Account.onward

PAGE = Page(
    route="/signup", title="auth.signup.title", build=build, load=(Account.open,), for_strangers=True, wide=True
)
