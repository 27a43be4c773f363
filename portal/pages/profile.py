"""The customer's own account."""

from __future__ import annotations

import reflex as rx

from portal.components.account_data import data_card
from portal.components.account_devices import devices_card
from portal.components.account_form import account_form, password_field
from portal.components.icons import icon
from portal.components.parts import button, field, notice
from portal.components.text import t
from portal.i18n.catalogue import LANGUAGE_NAMES
from portal.pages.page import Page
from portal.states.devices import Devices
from portal.states.my_data import MyData
from portal.states.profile import Profile
from portal.states.session import Session


def build() -> rx.Component:
    """Details, password, devices, what is kept, and the way out."""
    return rx.el.div(
        _who(), _details(), _language(), _password(), devices_card(), data_card(), _way_out(), class_name="profile"
    )  # fmt: skip


def _who() -> rx.Component:
    return rx.el.header(
        rx.el.span(Session.name[:1], class_name="portrait", aria_hidden="true"),
        rx.el.div(
            rx.el.h1(t("profile.title")),
            rx.el.p(Session.name, class_name="wrap-anywhere"),
            rx.cond(
                Profile.since,
                rx.el.p(t("profile.since", when=Profile.since[Session.language]), class_name="muted small"),
            ),
        ),
        class_name="profile-who",
    )


def _details() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("profile.details")),
        notice(rx.cond(Profile.saved == "details", t("profile.saved"), ""), "success"),
        notice(Profile.problem),
        account_form(
            field(
                "name", t("auth.name"), Profile.name_error,
                auto_complete="name", required=True, max_length=200, default_value=Session.name,
            ),
            field(
                "email", t("auth.email"), hint=t("profile.email.hint"),
                type="email", read_only=True, value=Session.email,
            ),
            attempt=Profile.attempt, on_submit=Profile.save_name, label=t("profile.save"),
            busy=Profile.busy, busy_label=t("profile.saving"),
        ),
        class_name="card stack",
    )  # fmt: skip


def _language() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("shell.language")),
        notice(rx.cond(Profile.saved == "language", t("profile.language.saved"), ""), "success"),
        notice(Profile.language_problem),
        field(
            "profile-language",
            t("profile.language.label"),
            hint=t("profile.language.hint"),
            control=_language_choice(),
        ),
        class_name="card stack",
    )


def _language_choice() -> rx.Component:
    return rx.el.select(
        *[rx.el.option(name, value=code, lang=code) for code, name in LANGUAGE_NAMES.items()],
        id="profile-language", value=Session.language, on_change=Profile.choose_language, class_name="input",
        aria_describedby="profile-language-hint",
    )  # fmt: skip


def _password() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("profile.password")),
        rx.el.div(
            notice(rx.cond(Profile.saved == "password", t("profile.password.saved"), ""), "success"),
            id="password-status", tab_index=-1,
        ),
        rx.el.details(
            rx.el.summary(t("profile.password.open"), class_name="button button-quiet"),
            _password_form(),
            key=Profile.password_round, class_name="profile-password",
        ),
        class_name="card stack",
    )  # fmt: skip


def _password_form() -> rx.Component:
    shown = {"shown": Profile.password_shown, "on_show": Profile.show_password}
    return rx.el.div(
        rx.el.p(t("profile.password.note"), class_name="muted small"),
        notice(Profile.password_problem),
        account_form(
            # Password managers need to know whose password it is.
            rx.el.input(
                type="text", name="username", auto_complete="username", value=Session.email, read_only=True,
                class_name="hidden", tab_index=-1, aria_hidden="true",
            ),
            password_field(
                "current_password", t("profile.password.current"), Profile.current_error,
                autocomplete="current-password", **shown,
            ),
            password_field(
                "new_password", t("profile.password.new"), Profile.new_error,
                autocomplete="new-password", hint=t("auth.password.hint"), **shown,
            ),
            attempt=Profile.attempt, on_submit=Profile.change_password, label=t("auth.reset.submit"),
            busy=Profile.password_busy, busy_label=t("profile.saving"),
        ),
        class_name="stack",
    )  # fmt: skip


def _way_out() -> rx.Component:
    return button(
        icon("logout"), rx.cond(Session.leaving, t("profile.logout.busy"), t("profile.logout")), kind="quiet",
        id="logout", class_name="profile-out", disabled=Session.leaving, on_click=Session.log_out,
    )  # fmt: skip


PAGE = Page(
    route="/profile", title="profile.title", build=build, load=(MyData.load, Profile.load, Devices.load), guarded=True
)
