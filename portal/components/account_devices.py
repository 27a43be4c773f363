"""Where the customer is signed in, as a card."""

from __future__ import annotations

import reflex as rx

from portal.components.icons import icon
from portal.components.parts import button, notice, skeleton
from portal.components.text import t
from portal.states.devices import Device, Devices
from portal.states.session import Session


def devices_card() -> rx.Component:
    """The list, each with its way out, and one way out for all."""
    return rx.el.section(
        rx.el.h2(t("profile.devices")),
        notice(Devices.problem),
        notice(rx.cond(Devices.ended, t("profile.devices.ended"), ""), "success"),
        rx.cond(
            Devices.known,
            rx.el.ul(rx.foreach(Devices.shown, _device), class_name="devices"),
            skeleton(2),
        ),
        rx.cond(
            Devices.more,
            button(t("profile.devices.more"), kind="plain", on_click=Devices.show_all),
        ),
        rx.el.div(
            rx.el.p(t("profile.devices.everywhere.hint"), class_name="muted small", id="everywhere-hint"),
            button(
                t("profile.devices.everywhere"), kind="danger", id="everywhere", aria_describedby="everywhere-hint",
                disabled=Devices.busy != "", on_click=Devices.sign_out_everywhere,
            ),
            class_name="stack-tight devices-foot",
        ),
        class_name="card stack",
    )  # fmt: skip


def _device(device: Device) -> rx.Component:
    name = device.name[Session.language]
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.strong(name)),
            rx.el.p(t("profile.devices.used", when=device.used[Session.language]), class_name="muted small"),
            class_name="device-words",
        ),
        rx.cond(
            device.current,
            rx.el.span(icon("check"), t("profile.devices.here"), class_name="badge badge-success"),
            button(
                rx.el.span(t("profile.devices.end"), aria_hidden="true"),
                rx.el.span(t("profile.devices.end_which", device=name), class_name="hidden"),
                kind="plain", disabled=Devices.busy != "", on_click=Devices.sign_out(device.id),
            ),
        ),
        key=device.id,
    )  # fmt: skip
