"""The customer's own account: name, language, password."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx
from babel.dates import format_skeleton
from reflex.event import EventSpec

from portal.errors import PortalError, SignedOut
from portal.i18n.catalogue import LANGUAGES, say
from portal.i18n.formats import instant, locale
from portal.states.account_input import is_repeat, missing, password_problem, refused_fields, typed
from portal.states.session import Session

_CURRENT, _NEW = "current_password", "new_password"


class Profile(rx.State):
    """What is shown of the account, and its two forms."""

    since: dict[str, str] = {}
    """Month and year of the sign-up, by language."""
    attempt: int = 0
    """How often a form was sent."""
    saved: str = ""
    """What was saved last: `details`, `language` or `password`."""
    problem: str = ""
    name_error: str = ""
    busy: bool = False
    language_problem: str = ""
    password_problem: str = ""
    current_error: str = ""
    new_error: str = ""
    password_busy: bool = False
    password_shown: bool = False
    password_round: int = 0
    """Counted up when the password's form is to be closed and empty again."""

    @rx.event
    async def load(self) -> Any:
        """Learn since when; everything else is known from the session."""
        session = await self.get_state(Session)
        if not session.signed_in:
            return None
        self._clear()
        try:
            me = await session.access().ask("GET", "me")
            self.since = {language: _month(me["created_at"], language, session.zone()) for language in LANGUAGES}
        except SignedOut:
            return session.ended()
        except PortalError as error:
            self.problem = session.said(error)
        return None

    @rx.event
    async def save_name(self, form: dict[str, Any]) -> AsyncIterator[EventSpec | None]:
        """Store the name."""
        if self.busy or is_repeat(form, self.attempt):
            return
        self.attempt += 1
        session = await self.get_state(Session)
        self._clear()
        name = typed(form, "name")
        if wrong := missing(name, "auth.name.missing"):
            self.name_error = say(wrong, session.language)
            yield rx.set_focus("name")
            return
        self.busy = True
        yield None
        try:
            session.name = (await session.access().ask("PATCH", "me", body={"name": name}))["name"]
            self.saved = "details"
        except SignedOut:
            yield session.ended()
        except PortalError as error:
            if "name" in refused_fields(error):
                self.name_error = say("auth.name.wrong", session.language)
            else:
                self.problem = session.said(error)
        finally:
            self.busy = False

    @rx.event
    async def choose_language(self, language: str) -> Any:
        """Speak another language, at once."""
        session = await self.get_state(Session)
        self._clear()
        try:
            await session.speak(language)
            self.saved = "language"
        except SignedOut:
            return session.ended()
        except PortalError as error:
            self.language_problem = session.said(error)
        return None

    @rx.event
    def show_password(self) -> None:
        """Show both, or hide them again."""
        self.password_shown = not self.password_shown

    @rx.event
    async def change_password(self, form: dict[str, Any]) -> AsyncIterator[EventSpec | None]:
        """Set a new password; the backend ends every other session."""
        if self.password_busy or is_repeat(form, self.attempt):
            return
        self.attempt += 1
        session = await self.get_state(Session)
        self._clear()
        body = {_CURRENT: typed(form, _CURRENT), _NEW: typed(form, _NEW)}
        current_wrong = "" if body[_CURRENT] else "auth.password.missing"
        if self._say_wrong(session, current_wrong, password_problem(body[_NEW])):
            yield rx.set_focus(_CURRENT if current_wrong else _NEW)
            return
        self.password_busy = True
        yield None
        try:
            await session.access().ask("POST", "me/password", body=body)
            self.saved = "password"
            self.password_shown = False
            self.password_round += 1
            yield rx.set_focus("password-status")
        except SignedOut:
            yield session.ended()
        except PortalError as error:
            yield self._refused(session, error)
        finally:
            self.password_busy = False

    def _refused(self, session: Session, error: PortalError) -> EventSpec | None:
        if error.code == "wrong_password":
            self.current_error = session.said(error)
            return rx.set_focus(_CURRENT)
        if _NEW in refused_fields(error):
            self.new_error = say("auth.password.wrong", session.language)
            return rx.set_focus(_NEW)
        self.password_problem = session.said(error)
        return None

    def _say_wrong(self, session: Session, current: str, new: str) -> bool:
        """Says what is wrong (keys of texts) at the two fields; whether anything is."""
        self.current_error = say(current, session.language) if current else ""
        self.new_error = say(new, session.language) if new else ""
        return bool(current or new)

    def _clear(self) -> None:
        self.saved = self.problem = self.name_error = self.language_problem = ""
        self.password_problem = self.current_error = self.new_error = ""


def _month(created_at: str, language: str, zone: str) -> str:
    """`octubre de 2026`."""
    return format_skeleton("yMMMM", instant(created_at), ZoneInfo(zone), locale=locale(language))
