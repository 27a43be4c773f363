"""The chat: the conversation's lines, the answer that is being written, and what stands where the composer is not."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from portal.components.cards import confirmation_box, running_tool, tool_card
from portal.components.composing import composer, follow_end
from portal.components.feedback import csat_box, rating
from portal.components.icons import icon
from portal.components.parts import button
from portal.components.text import t
from portal.states.chat import Chat
from portal.states.sending import Sending
from portal.states.session import Session
from portal.states.talking import Talking
from portal.states.writing import Writing
from portal.transcript import Line

_BUSY = Talking.busy != ""
_ONLINE = Chat.connected & ~has_connection_errors


def chat() -> rx.Component:
    """The whole conversation with what is written below it."""
    return rx.el.section(
        follow_end(
            _beginning(),
            rx.el.ol(rx.foreach(Chat.lines, _line), class_name="lines"),
            rx.cond(Chat.unsaid, _unsaid()),
            rx.cond(Chat.live, _live()),
            _failure(),
            _person(),
        ),
        rx.el.p(Chat.announcement, class_name="hidden", role="status"),
        rx.cond(~Chat.connected & ~has_connection_errors, _away()),
        _problem(),
        rx.cond(Chat.over, _ending(), composer(_ONLINE)),
        class_name="chat", aria_label=t("chat.section"),
    )  # fmt: skip


def _beginning() -> rx.Component:
    return rx.cond(
        Chat.has_earlier,
        rx.el.div(button(t("chat.earlier"), kind="plain", on_click=Chat.show_earlier), class_name="row center"),
        rx.el.div(
            rx.el.span(icon("spark"), class_name="avatar avatar-bot"),
            rx.el.p(
                rx.cond(Session.ai_disclosure != "", Session.ai_disclosure, t("chat.is_ai")),
                " ",
                t("chat.can_ask_person"),
            ),
            class_name="disclosure",
        ),
    )  # fmt: skip


def _unsaid() -> rx.Component:
    return rx.el.div(
        rx.el.div(Chat.description, class_name="bubble bubble-customer"),
        rx.el.div(
            rx.el.span(t("chat.unsaid")),
            rx.el.button(t("chat.unsaid_send"), type="button", class_name="text-button",
                         on_click=Sending.say_description),
            class_name="bubble-note",
        ),
        class_name="line line-customer line-first",
    )  # fmt: skip


def _line(line: Line) -> rx.Component:
    return rx.el.li(
        rx.cond(line.day != "", rx.el.div(rx.el.span(line.day), class_name="day")),
        rx.match(
            line.kind,
            ("customer", _own(line)),
            ("card", rx.el.div(_card(line), class_name="line-wide")),
            ("confirmation", rx.el.div(_asked(line), class_name="line-wide")),
            _other(line),
        ),
        key=line.key,
    )  # fmt: skip


def _card(line: Line) -> rx.Component:
    return tool_card(line.card, Sending.say_slot, Talking.undo, _BUSY | Chat.over)


def _asked(line: Line) -> rx.Component:
    return confirmation_box(
        line.asked, lambda key: Talking.decide(key, True), lambda key: Talking.decide(key, False), _BUSY,
        Chat.accept_label, Chat.decline_label,
    )  # fmt: skip


def _rating(line: Line) -> rx.Component:
    return rating(
        line.key, line.helpful, line.reason, Talking.rate, Talking.give_reason, Talking.reason_for == line.key
    )


def _own(line: Line) -> rx.Component:
    return rx.el.div(
        rx.el.span(t("chat.you"), class_name="hidden"),
        rx.el.div(line.text, class_name="bubble bubble-customer"),
        _when(line),
        class_name=rx.cond(line.first, "line line-customer line-first", "line line-customer"),
    )


def _other(line: Line) -> rx.Component:
    bot = line.kind == "bot"
    return rx.el.div(
        rx.cond(line.first, _speaker(bot, line.author)),
        rx.el.div(rx.html(line.html), class_name=rx.cond(bot, "bubble bubble-bot prose", "bubble bubble-agent prose")),
        rx.cond(line.stopped, rx.el.p(t("chat.stopped"), class_name="bubble-note")),
        rx.el.div(_when(line), rx.cond(bot, _rating(line)), class_name="line-foot"),
        class_name=rx.cond(line.first, "line line-other line-first", "line line-other"),
    )


def _speaker(bot: rx.Var[bool], author: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.cond(
            bot,
            rx.el.span(icon("spark"), class_name="avatar avatar-bot"),
            rx.el.span(icon("person"), class_name="avatar avatar-agent"),
        ),
        rx.cond(
            bot,
            rx.fragment(rx.el.strong(t("chat.bot")), rx.el.span(t("chat.ai_mark"), class_name="badge badge-open")),
            rx.fragment(
                rx.el.strong(rx.cond(author != "", author, t("chat.agent"))),
                rx.el.span(t("chat.agent_mark"), class_name="badge badge-success"),
            ),
        ),
        class_name="speaker",
    )


def _when(line: Line) -> rx.Component:
    return rx.el.time(line.time, title=line.full_time, class_name="time")


def _live() -> rx.Component:
    return rx.el.div(
        _speaker(rx.Var.create(True), rx.Var.create("")),
        rx.foreach(Writing.tools, running_tool),
        rx.cond(
            (Writing.html != "") | (Writing.tail != ""),
            rx.el.div(
                rx.html(Writing.html),
                rx.el.p(Writing.tail, rx.el.span(class_name="caret", aria_hidden="true"), class_name="tail"),
                class_name="bubble bubble-bot prose", id="live",
            ),
            rx.cond(
                Writing.tools.length() == 0,
                rx.el.div(
                    rx.el.span(class_name="dot"), rx.el.span(class_name="dot"), rx.el.span(class_name="dot"),
                    rx.el.span(t("chat.thinking"), class_name="hidden"), class_name="bubble bubble-bot typing",
                ),
            ),
        ),
        class_name="line line-other line-first", aria_busy="true",
    )  # fmt: skip


def _failure() -> rx.Component:
    return rx.el.div(
        rx.cond(
            (Chat.failure != "") & ~Chat.over,
            rx.el.div(
                icon("alert"), rx.el.p(Chat.failure),
                rx.cond(
                    Chat.can_retry,
                    button(icon("retry"), t("shell.retry"), kind="quiet", class_name="button-small",
                           on_click=Talking.retry, disabled=Talking.busy == "retry"),
                ),
                class_name="notice notice-danger chat-notice",
            ),
        ),
        role="alert",
    )  # fmt: skip


def _person() -> rx.Component:
    return rx.el.div(
        rx.match(
            rx.cond(Chat.over, "", Chat.with_person),
            ("waiting", _note("clock", _person_waiting(), t("chat.person_waiting_more"))),
            ("taken", _note("person", _person_taken(), t("chat.person_taken_more"))),
            rx.fragment(),
        ),
        role="status",
    )  # fmt: skip


def _person_waiting() -> rx.Var[str]:
    return t("chat.person_waiting", time=Chat.person_since)


def _person_taken() -> rx.Var[str]:
    return t("chat.person_taken", name=Chat.person, time=Chat.person_since)


def _note(symbol: str, text: rx.Var[str], more: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        icon(symbol), rx.el.div(rx.el.strong(text), rx.el.p(more)), class_name="notice notice-info chat-notice"
    )


def _away() -> rx.Component:
    return rx.el.div(icon("alert"), rx.el.p(t("chat.away")), class_name="connection", role="status")


def _problem() -> rx.Component:
    return rx.el.div(
        rx.cond(
            Chat.problem != "",
            rx.el.div(
                icon("alert"), rx.el.p(Chat.problem),
                rx.el.button(icon("close"), type="button", class_name="icon-button", aria_label=t("shell.close"),
                             on_click=Chat.dismiss_problem),
                class_name="notice notice-danger chat-notice",
            ),
        ),
        role="alert",
    )  # fmt: skip


def _csat() -> rx.Component:
    score = rx.cond(Chat.csat_due, Talking.csat_choice, Chat.csat_score)
    return csat_box(score, ~Chat.csat_due, Talking.choose_csat, Talking.send_csat, _BUSY)


def _ending() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            icon("check"), rx.cond(Chat.closed, t("chat.is_closed"), t("chat.is_resolved")), class_name="ending-line"
        ),
        rx.cond((Chat.csat_due) | (Chat.csat_score > 0), _csat()),
        rx.el.div(
            rx.el.span(t("chat.reopen_ask"), class_name="muted small"),
            button(t("chat.reopen"), kind="quiet", class_name="button-small", on_click=Talking.reopen,
                   disabled=_BUSY),
            class_name="row center",
        ),
        class_name="ending",
    )  # fmt: skip
