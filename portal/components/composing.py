"""The part of the chat that runs in the browser alone (`composer.js`): writing, and keeping the end in view."""

from __future__ import annotations

import reflex as rx

from portal.components.text import t
from portal.states.chat import Chat
from portal.states.sending import Sending
from portal.states.session import Session
from portal.states.talking import Talking

_SCRIPT = "$/public" + rx.asset("composer.js", shared=True)


def _say_spec(
    ticket: rx.Var[str], content: rx.Var[str], key: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str]]:
    return (ticket, content, key)


class _Composer(rx.Component):
    library = _SCRIPT
    tag = "Composer"
    owner: rx.Var[str]
    ticket: rx.Var[str]
    delivered: rx.Var[list[str]]
    refused: rx.Var[dict[str, str]]
    online: rx.Var[bool]
    live: rx.Var[bool]
    max_length: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_say: rx.EventHandler[_say_spec]
    on_stop: rx.EventHandler[rx.event.no_args_event_spec]


class _FollowEnd(rx.Component):
    library = _SCRIPT
    tag = "FollowEnd"
    mark: rx.Var[str]
    label: rx.Var[str]
    sent: rx.Var[list[str]]


def composer(online: rx.Var[bool]) -> rx.Component:
    """The field, what was sent and is not stored yet, and the button that stops an answer."""
    return _Composer.create(
        key=f"{Session.email} {Chat.id}", owner=Session.email, ticket=Chat.id, delivered=Chat.delivered,
        refused=Chat.undelivered, online=online,
        live=Chat.live, max_length=Chat.max_length, on_say=Sending.say, on_stop=Talking.stop,
        labels=rx.Var.create(
            {
                "field": t("chat.field"), "placeholder": t("chat.placeholder"), "send": t("chat.send"),
                "stop": t("chat.stop"), "hint": t("chat.hint"), "sending": t("chat.sending"),
                "waiting": t("chat.waiting"), "again": t("shell.retry"), "edit": t("chat.edit"),
                "outbox": t("chat.outbox"),
            }
        ),
    )  # fmt: skip


def follow_end(*children: rx.Component) -> rx.Component:
    """A scrolling log that stays at its end."""
    return _FollowEnd.create(*children, mark=t("chat.log"), label=t("chat.to_end"), sent=Chat.delivered)
