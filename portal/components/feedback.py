"""What customers think: of one answer (thumbs) and of how their case was handled (five faces)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from portal.components.icons import icon
from portal.components.parts import button, submit
from portal.components.text import t

Handler = Callable[..., Any]
_REASONS = ("wrong", "unanswered", "unclear", "unsolved")
_MOUTHS = (
    "M8 17c1-2.200 2.400-3.200 4-3.200s3 1 4 3.200",
    "M8.500 16c1-1 2.200-1.500 3.500-1.500s2.500.500 3.500 1.500",
    "M8.500 15.500h7",
    "M8.500 14.500c1 1 2.200 1.500 3.500 1.500s2.500-.500 3.500-1.500",
    "M7.500 13.500c1 2.600 2.500 3.700 4.500 3.700s3.500-1.100 4.500-3.700z",
)
"""From very bad to very good."""
_HEAD = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9.500v.600M15 9.500v.600"


def rating(
    message_id: rx.Var[str],
    helpful: rx.Var[str] | str,
    reason: rx.Var[str],
    on_rate: Handler,
    on_reason: Handler,
    asking: rx.Var[bool],
) -> rx.Component:
    """Thumbs under an answer. `helpful` is `up`, `down` or empty; `on_rate(message_id, bool)`. While `asking`, a form
    for the reason, whose `on_reason` gets the fields `message_id`, `reason` and `comment` (`cards.feedback.reason_of`
    makes one text of them)."""
    return rx.el.div(
        rx.el.div(
            _thumb("up", helpful == "up", on_rate(message_id, True)),
            _thumb("down", helpful == "down", on_rate(message_id, False)),
            rx.el.span(
                rx.cond((helpful == "up") | (reason != ""), t("rating.thanks"), ""),
                role="status", class_name="small muted",
            ),
            class_name="rating-thumbs", role="group", aria_label=t("rating.label"),
        ),
        rx.cond(asking, _reason_form(message_id, on_reason)),
        class_name="rating",
    )  # fmt: skip


def csat_box(
    score: rx.Var[int],
    sent: rx.Var[bool],
    on_score: Handler,
    on_send: Handler,
    busy: rx.Var[bool] | bool = False,
) -> rx.Component:
    """How the case was handled: `on_score(1..5)` at a choice, then `on_send` with the fields `score` and `comment`."""
    return rx.el.section(
        rx.cond(
            sent,
            rx.el.div(
                rx.el.span(rx.match(score, *_faces(), icon("check")), class_name="csat-sent-face"),
                rx.el.p(t("csat.thanks"), role="status"),
                class_name="csat-sent",
            ),
            _csat_form(score, on_score, on_send, busy),
        ),
        class_name="card csat", aria_label=t("csat.title"),
    )  # fmt: skip


def _thumb(way: str, pressed: rx.Var[bool], chosen: Any) -> rx.Component:
    return rx.el.button(
        icon(way), type="button", class_name="icon-button thumb", on_click=chosen, title=t(f"rating.{way}"),
        aria_label=t(f"rating.{way}"), custom_attrs={"aria-pressed": rx.cond(pressed, "true", "false")},
    )  # fmt: skip


def _reason_form(message_id: rx.Var[str], on_reason: Handler) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="message_id", value=message_id, read_only=True),
        rx.el.fieldset(
            rx.el.legend(t("rating.why"), class_name="label"),
            rx.el.div(*[_chip(t(f"rating.why.{one}")) for one in _REASONS], class_name="chips"),
        ),
        rx.el.label(
            rx.el.span(t("rating.comment"), class_name="label"),
            rx.el.input(name="comment", class_name="input", max_length=800, auto_complete="off"),
            class_name="field",
        ),
        button(t("rating.send"), type="submit", kind="quiet"),
        on_submit=on_reason, reset_on_submit=False, class_name="rating-form",
    )  # fmt: skip


def _chip(label: rx.Var[str]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="reason", value=label, class_name="hidden"),
        rx.el.span(label),
        class_name="chip",
    )


def _csat_form(score: rx.Var[int], on_score: Handler, on_send: Handler, busy: rx.Var[bool] | bool) -> rx.Component:
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend(t("csat.title"), class_name="csat-title"),
            rx.el.div(*[_choice(n, score, on_score) for n in range(1, 6)], class_name="csat-faces"),
        ),
        rx.cond(
            score > 0,
            rx.fragment(
                rx.el.label(
                    rx.el.span(t("csat.comment"), class_name="label"),
                    rx.el.textarea(name="comment", class_name="input csat-comment", rows=3, max_length=2_000),
                    class_name="field",
                ),
                submit(t("csat.send"), busy, t("shell.sending")),
            ),
        ),
        on_submit=on_send, reset_on_submit=False, class_name="stack",
    )  # fmt: skip


def _choice(n: int, score: rx.Var[int], on_score: Handler) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio", name="score", value=str(n), checked=score == n, class_name="hidden", on_change=on_score(n)
        ),
        _face(n),
        rx.el.span(t(f"csat.{n}")),
        class_name="csat-face",
    )


def _faces() -> list[tuple[int, rx.Component]]:
    return [(n, _face(n)) for n in range(1, len(_MOUTHS) + 1)]


def _face(n: int) -> rx.Component:
    return rx.el.svg(
        rx.el.path(d=_HEAD), rx.el.path(d=_MOUTHS[n - 1]), class_name="icon", view_box="0 0 24 24",
        custom_attrs={"aria-hidden": "true", "focusable": "false"},
    )  # fmt: skip
