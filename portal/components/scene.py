"""A quiet picture of a conversation, drawn with the parts of the real one. Nobody has to read it."""

from __future__ import annotations

import reflex as rx

from portal.components.icons import icon
from portal.components.text import t


def scene() -> rx.Component:
    """A question, what the assistant looked up, its answer."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(icon("spark"), class_name="scene-face"),
            rx.el.span(
                rx.el.strong(t("home.scene.assistant")), rx.el.span(t("home.scene.online"), class_name="scene-online"),
                class_name="scene-name",
            ),
            class_name="scene-top",
        ),
        rx.el.p(t("home.scene.question"), class_name="scene-mine"),
        rx.el.div(
            rx.el.p(icon("money"), t("home.scene.tool"), class_name="scene-tool"),
            rx.el.div(
                _step("approved", done=True), _step("sent", done=True), _step("arrived"), class_name="scene-steps"
            ),
            class_name="scene-card",
        ),
        rx.el.p(t("home.scene.answer"), class_name="scene-theirs"),
        rx.el.p(t("home.scene.thanks"), class_name="scene-mine"),
        class_name="scene", aria_hidden="true",
    )  # fmt: skip


def _step(name: str, *, done: bool = False) -> rx.Component:
    return rx.el.span(
        rx.el.i(icon("check") if done else rx.fragment()), t(f"home.scene.{name}"),
        class_name="scene-step done" if done else "scene-step",
    )  # fmt: skip
