"""What is kept about the customer: taking it along, and having it erased with the account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from portal.downloads import DOWNLOAD
from portal.errors import ApiError, PortalError, SignedOut
from portal.i18n.catalogue import say
from portal.states.account_input import is_repeat, typed
from portal.states.session import Session

GOODBYE = "/goodbye"
_FIELD = "erase_password"
_GONE = 404


class MyData(rx.State):
    """The card on the account's page. `sure`: the person has read what goes, and is asked for the password."""

    download_problem: str = ""
    sure: bool = False
    attempt: int = 0
    """How often the form was sent."""
    busy: bool = False
    problem: str = ""
    password_error: str = ""
    password_shown: bool = False

    @rx.event
    def load(self) -> None:
        """As it is at first."""
        self._clear()
        self.sure = False

    @rx.event
    async def download(self) -> EventSpec | None:
        """Have the browser fetch the file, if it can be had: a browser says of a failure only that there was one."""
        session = await self.get_state(Session)
        self._clear()
        try:
            await session.access().ask("GET", "me")
        except SignedOut:
            gone: EventSpec = session.ended()
            return gone
        except PortalError as error:
            self.download_problem = session.said(error)
            return None
        file: EventSpec = rx.download(url=DOWNLOAD)
        return file

    @rx.event
    def ask(self) -> EventSpec:
        """Show the second step."""
        self._clear()
        self.sure = True
        focus: EventSpec = rx.set_focus(_FIELD)
        return focus

    @rx.event
    def keep(self) -> EventSpec:
        """The person thought better of it."""
        self._clear()
        self.sure = False
        focus: EventSpec = rx.set_focus("erase-account")
        return focus

    @rx.event
    def show_password(self) -> None:
        """Show it, or hide it again."""
        self.password_shown = not self.password_shown

    @rx.event
    async def erase(self, form: dict[str, Any]) -> AsyncIterator[EventSpec | None]:
        """Erase the account; then out, with a word of goodbye."""
        if self.busy or not self.sure or is_repeat(form, self.attempt):
            return
        self.attempt += 1
        session = await self.get_state(Session)
        self._clear()
        password = typed(form, _FIELD)
        if not password:
            self.password_error = say("auth.password.missing", session.language)
            yield rx.set_focus(_FIELD)
            return
        self.busy = True
        yield None
        try:
            await self._erased(session, password)
            yield session.leave_for(GOODBYE)
        except SignedOut:
            yield session.ended()
        except PortalError as error:
            yield self._refused(session, error)
        finally:
            self.busy = False

    async def _erased(self, session: Session, password: str) -> None:
        try:
            await session.access().ask("DELETE", "me", body={"password": password})
        except ApiError as error:
            if error.status != _GONE:  # 404: another tab was faster, which is what was wanted
                raise

    def _refused(self, session: Session, error: PortalError) -> EventSpec | None:
        if error.code == "wrong_password":
            self.password_error = session.said(error)
            focus: EventSpec = rx.set_focus(_FIELD)
            return focus
        self.problem = session.said(error)
        return None

    def _clear(self) -> None:
        self.download_problem = self.problem = self.password_error = ""
        self.password_shown = False
