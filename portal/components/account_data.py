"""What is kept about the customer, as a card: a file to take along, and the account's end."""

from __future__ import annotations

import reflex as rx

from portal.components.account_form import password_field
from portal.components.icons import icon
from portal.components.parts import button, notice
from portal.components.text import t
from portal.states.my_data import MyData
from portal.states.session import Session

_GOES = ("profile.erase.goes.account", "profile.erase.goes.cases", "profile.erase.goes.records")


def data_card() -> rx.Component:
    """The file, and below it, apart, the end."""
    return rx.el.section(
        rx.el.h2(t("profile.data")),
        rx.el.p(t("profile.data.lead"), class_name="muted small"),
        notice(MyData.download_problem),
        button(
            icon("download"), t("profile.data.download"), kind="quiet", class_name="data-file", on_click=MyData.download
        ),
        rx.cond(Session.role == "customer", _the_end()),  # who works here is a customer again first
        class_name="card stack",
    )  # fmt: skip


def _the_end() -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("profile.erase"), id="erase-heading"),
        rx.cond(MyData.sure, _second_step(), _first_step()),
        class_name="stack devices-foot erase", role="group", aria_labelledby="erase-heading",
    )  # fmt: skip


def _first_step() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("profile.erase.lead"), class_name="muted small"),
        button(t("profile.erase.open"), kind="danger", id="erase-account", on_click=MyData.ask),
        class_name="stack",
    )


def _second_step() -> rx.Component:
    """What goes, said plainly, and the password."""
    return rx.el.form(
        rx.el.input(type="hidden", name="attempt", value=MyData.attempt),
        rx.el.p(rx.el.strong(t("profile.erase.goes"))),
        rx.el.ul(*[rx.el.li(t(key)) for key in _GOES], class_name="erase-list"),
        rx.el.p(t("profile.erase.for_good")),
        notice(MyData.problem),
        # Password managers need to know whose password it is.
        rx.el.input(
            type="text", name="username", auto_complete="username", value=Session.email, read_only=True,
            class_name="hidden", tab_index=-1, aria_hidden="true",
        ),
        password_field(
            "erase_password", t("profile.erase.password"), MyData.password_error, MyData.password_shown,
            MyData.show_password, autocomplete="current-password",
        ),
        rx.el.div(
            rx.el.button(
                rx.cond(
                    MyData.busy,
                    rx.fragment(rx.el.span(class_name="spinner"), t("profile.erase.busy")),
                    t("profile.erase.submit"),
                ),
                type="submit", class_name="button button-danger", disabled=MyData.busy,
            ),
            button(t("profile.erase.keep"), kind="quiet", disabled=MyData.busy, on_click=MyData.keep),
            class_name="row",
        ),
        on_submit=MyData.erase, reset_on_submit=False, method="post", no_validate=True, class_name="stack",
    )  # fmt: skip
