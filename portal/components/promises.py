"""What a customer can expect here: on the landing page, and for who has no case yet."""

from __future__ import annotations

import reflex as rx

from portal.components.icons import icon
from portal.components.text import t

_PROMISES = (("fast", "spark"), ("does", "check"), ("person", "person"))


def promises() -> rx.Component:
    """Three of them, each with a sentence."""
    return rx.el.ul(*[_promise(name, symbol) for name, symbol in _PROMISES], class_name="promises")


def _promise(name: str, symbol: str) -> rx.Component:
    return rx.el.li(
        rx.el.span(icon(symbol), class_name="promise-icon"),
        rx.el.h3(t(f"home.{name}.title")),
        rx.el.p(t(f"home.{name}.text"), class_name="muted"),
        class_name="promise",
    )
