"""A forgotten password: asking for a link, and choosing a new one by it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from portal.client import backend
from portal.errors import PortalError
from portal.i18n.catalogue import say
from portal.states.account import Account
from portal.states.account_input import is_repeat, missing, password_problem, refused_fields, typed
from portal.states.session import LOGIN, Session

_RESET = "/reset"


class Passwords(rx.State):
    """The two forms. The link's token stays on the server."""

    busy: bool = False
    attempt: int = 0
    """How often a form was sent."""
    problem: str = ""
    email_error: str = ""
    password_error: str = ""
    password_shown: bool = False
    sent: bool = False
    link: str = ""
    """`good` while the link's token may be used, `dead` when it may not, empty: not known yet."""
    dead_because: str = ""
    _token: str = ""

    @rx.event
    def open_forgot(self) -> None:
        """The form, empty."""
        self._clear()
        self.sent = False

    @rx.event
    async def ask_for_link(self, form: dict[str, Any]) -> AsyncIterator[EventSpec | None]:
        """Have a link sent; whether there is such an account is not told."""
        if self.busy or is_repeat(form, self.attempt):
            return
        self.attempt += 1
        session, account = await self.get_state(Session), await self.get_state(Account)
        self._clear()
        account.email = typed(form, "email").strip()
        if wrong := missing(account.email, "auth.email.missing"):
            self.email_error = say(wrong, session.language)
            yield rx.set_focus("email")
            return
        self.busy = True
        yield None
        try:
            await backend().ask("POST", "auth/password/forgot", session.caller(), body={"email": account.email})
            self.sent = True
            yield rx.set_focus("sent")
        except PortalError as error:
            if "email" in refused_fields(error):
                self.email_error = say("auth.email.wrong", session.language)
                yield rx.set_focus("email")
            else:
                self.problem = session.said(error)
        finally:
            self.busy = False

    @rx.event
    async def open_reset(self) -> Any:
        """Take the token out of the address bar, where it would be seen, remembered and passed on."""
        session = await self.get_state(Session)
        self._clear()
        if token := self.router.url.query_parameters.get("token", ""):
            self._token, self.link = token, "good"
            return rx.redirect(_RESET, replace=True)
        if not self._token and self.link != "dead":
            self._die(say("auth.reset.missing", session.language))
        return None

    @rx.event
    def show_password(self) -> None:
        """Show it, or hide it again."""
        self.password_shown = not self.password_shown

    @rx.event
    async def choose(self, form: dict[str, Any]) -> AsyncIterator[EventSpec | None]:
        """Set the new password; then to the log-in, because every session has ended."""
        if self.busy or not self._token or is_repeat(form, self.attempt):
            return
        self.attempt += 1
        session, account = await self.get_state(Session), await self.get_state(Account)
        self._clear()
        password = typed(form, "password")
        if wrong := password_problem(password):
            self.password_error = say(wrong, session.language)
            yield rx.set_focus("password")
            return
        self.busy = True
        yield None
        try:
            body = {"token": self._token, "password": password}
            await backend().ask("POST", "auth/password/reset", session.caller(), body=body)
            await session.leave()
            self._token, self.link, account.password_changed = "", "", True
            yield rx.redirect(LOGIN, replace=True)
        except PortalError as error:
            self._refused(session, error)
        finally:
            self.busy = False

    def _refused(self, session: Session, error: PortalError) -> None:
        fields = refused_fields(error)
        if error.code.startswith("reset_token_") or "token" in fields:
            self._die(session.said(error))
        elif "password" in fields:
            self.password_error = say("auth.password.wrong", session.language)
        else:
            self.problem = session.said(error)

    def _die(self, why: str) -> None:
        self._token, self.link, self.dead_because = "", "dead", why

    def _clear(self) -> None:
        self.problem = self.email_error = self.password_error = ""
        self.busy = self.password_shown = False
