"""The few parts that run in the browser alone (`browser.js`), as Reflex components."""

from __future__ import annotations

import reflex as rx
from reflex_base.constants.state import FIELD_MARKER

from portal.states.session import Session

_SCRIPT = "$/public" + rx.asset("browser.js", shared=True)


class _SessionCookie(rx.Component):
    library = _SCRIPT
    tag = "SessionCookie"
    code: rx.Var[str]
    leaving: rx.Var[bool]
    owner: rx.Var[str]
    on_set: rx.EventHandler[rx.event.no_args_event_spec]
    on_gone: rx.EventHandler[rx.event.no_args_event_spec]


class _PageLanguage(rx.Component):
    library = _SCRIPT
    tag = "PageLanguage"
    language: rx.Var[str]
    known: rx.Var[bool]
    state: rx.Var[str]
    field: rx.Var[str]


class _PageFocus(rx.Component):
    library = _SCRIPT
    tag = "PageFocus"


def session_cookie() -> rx.Component:
    """Sets and takes away the session's cookie as the state wants it. Draws nothing."""
    return _SessionCookie.create(
        code=Session.handover,
        leaving=Session.leaving,
        owner=Session.email,
        on_set=Session.cookie_set,
        on_gone=Session.cookie_gone,
    )


def page_language() -> rx.Component:
    """Keeps `<html lang>` true, and chooses the language of a first visit before the server has answered."""
    return _PageLanguage.create(
        language=Session.language, known=Session.checked,
        state=Session.get_full_name(), field=f"language{FIELD_MARKER}",
    )  # fmt: skip


def page_focus() -> rx.Component:
    """Moves the focus to the page that a link has led to, as a page that loads anew does. Draws nothing."""
    return _PageFocus.create()
