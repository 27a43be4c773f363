"""The small parts that every page uses: buttons, fields, notices, badges, empty states."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.react_router import link as router_link

from portal.components.icons import icon


def link(*children: rx.Component | rx.Var[str] | str, href: str | rx.Var[str], **props: object) -> rx.Component:
    """A link within the portal: the page changes without loading anew. (`rx.link` would bring Radix along.)"""
    return router_link(*children, to=href, **props)


def button(*children: rx.Component | rx.Var[str] | str, kind: str = "primary", **props: object) -> rx.Component:
    """A button: `primary`, `quiet`, `plain` or `danger`."""
    extra = props.pop("class_name", "")
    return rx.el.button(*children, class_name=f"button button-{kind} {extra}".strip(), **{"type": "button", **props})


def link_button(
    *children: rx.Component | rx.Var[str] | str, href: str | rx.Var[str], kind: str = "primary", **props: object
) -> rx.Component:
    """A link that looks like a button."""
    return link(*children, href=href, class_name=f"button button-{kind}", **props)


def submit(label: rx.Var[str], busy: rx.Var[bool], busy_label: rx.Var[str]) -> rx.Component:
    """A form's button: while `busy` it says so and takes no second press."""
    return rx.el.button(
        rx.cond(busy, rx.fragment(rx.el.span(class_name="spinner"), busy_label), label),
        type="submit", class_name="button button-primary button-wide", aria_disabled=busy, disabled=busy,
    )  # fmt: skip


def field(
    name: str,
    label: rx.Var[str],
    error: rx.Var[str] | None = None,
    hint: rx.Var[str] | None = None,
    control: rx.Component | None = None,
    **props: object,
) -> rx.Component:
    """A labelled input (or `control`, whose id must be `name`), its hint and its error, if any."""
    described = " ".join([f"{name}-hint"] * (hint is not None) + [f"{name}-error"] * (error is not None))
    invalid = {"aria_invalid": error != ""} if error is not None else {}
    shown = control or rx.el.input(
        id=name, name=name, class_name="input", aria_describedby=described, **invalid, **props
    )
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="label"),
        rx.el.p(hint, id=f"{name}-hint", class_name="hint") if hint is not None else rx.fragment(),
        shown,
        rx.el.p(error, id=f"{name}-error", class_name="field-error") if error is not None else rx.fragment(),
        class_name="field",
    )


def notice(text: rx.Var[str] | str, kind: str = "danger") -> rx.Component:
    """A sentence that must be noticed (`danger`, `success`, `info`); nothing while `text` is empty."""
    return rx.el.div(
        rx.cond(
            text != "",
            rx.el.div(
                icon("alert" if kind != "success" else "check"), rx.el.p(text), class_name=f"notice notice-{kind}"
            ),
        ),
        role="alert" if kind == "danger" else "status",
    )


def badge(text: rx.Var[str] | str, kind: rx.Var[str] | str) -> rx.Component:
    """A short state: `open`, `waiting`, `success`, `muted`, `warning`."""
    return rx.el.span(text, class_name=rx.Var.create("badge badge-") + kind)


def empty(symbol: str, title: rx.Var[str], text: rx.Var[str], *actions: rx.Component) -> rx.Component:
    """Nothing here yet, and what to do about it."""
    return rx.el.div(
        rx.el.div(icon(symbol), class_name="empty-icon"), rx.el.h2(title), rx.el.p(text, class_name="muted"),
        rx.el.div(*actions, class_name="row center"), class_name="empty",
    )  # fmt: skip


def skeleton(lines: int = 3) -> rx.Component:
    """Stands where content will be."""
    return rx.el.div(*[rx.el.div(class_name="skeleton") for _ in range(lines)], class_name="stack", aria_hidden="true")
