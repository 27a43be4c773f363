"""Sign-up and log-in. A password goes from the form to the backend and is kept nowhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import reflex as rx
from reflex.event import EventSpec

from portal.client import JSON, backend
from portal.errors import PortalError
from portal.i18n.catalogue import say
from portal.states.account_input import is_repeat, missing, password_problem, refused_fields, typed
from portal.states.session import HOME, Session

_DEMO_ROLE = "customer"
_FIELDS = ("name", "email", "password")
_WRONG = {field: f"auth.{field}.wrong" for field in _FIELDS}


class Account(rx.State):
    """The forms of somebody who is not signed in yet."""

    email: str = ""
    """Kept from one form to the next."""
    busy: bool = False
    attempt: int = 0
    """How often a form was sent."""
    problem: str = ""
    name_error: str = ""
    email_error: str = ""
    password_error: str = ""
    taken: bool = False
    """There is an account with this e-mail: what to do about it is offered."""
    password_shown: bool = False
    password_changed: bool = False
    """Just now, by the link in the mail; the log-in says so."""
    demo: bool = False
    onward: str = ""
    """`?next=…` for the links from one form to the other."""

    @rx.event
    async def open(self) -> None:
        """A form as it is before anything was typed; the e-mail stays."""
        session = await self.get_state(Session)
        self._clear()
        self.busy = self.password_shown = False
        after = session.next_path()
        self.onward = "" if after == HOME else f"?next={quote(after, safe='')}"
        self.demo = any(login["role"] == _DEMO_ROLE for login in session.company().demo_logins)

    @rx.event
    def keep_email(self, email: str) -> None:
        """So that another form has it too."""
        self.email = email.strip()

    @rx.event
    def show_password(self) -> None:
        """Show it, or hide it again."""
        self.password_shown = not self.password_shown

    @rx.event
    async def sign_up(self, form: dict[str, Any]) -> AsyncIterator[EventSpec | None]:
        """Make an account and sign in."""
        if is_repeat(form, self.attempt):
            return
        session = await self.get_state(Session)
        name, email, password = (typed(form, field) for field in _FIELDS)
        wrong = {
            "name": missing(name, "auth.name.missing"),
            "email": missing(email, "auth.email.missing"),
            "password": password_problem(password),
        }
        body = {"name": name, "email": email.strip(), "password": password, "language": session.language}
        async for step in self._enter(session, "auth/signup", body, wrong):
            yield step

    @rx.event
    async def log_in(self, form: dict[str, Any]) -> AsyncIterator[EventSpec | None]:
        """Sign in."""
        if is_repeat(form, self.attempt):
            return
        session = await self.get_state(Session)
        email, password = typed(form, "email"), typed(form, "password")
        wrong = {
            "email": missing(email, "auth.email.missing"),
            "password": "" if password else "auth.password.missing",
        }
        async for step in self._enter(session, "auth/login", {"email": email.strip(), "password": password}, wrong):
            yield step

    @rx.event
    async def log_in_demo(self) -> AsyncIterator[EventSpec | None]:
        """Sign in as the customer of the demo, whose password is public."""
        session = await self.get_state(Session)
        login = next((one for one in session.company().demo_logins if one["role"] == _DEMO_ROLE), None)
        if login is None:
            return
        async for step in self._enter(
            session, "auth/login", {"email": login["email"], "password": login["password"]}, {}, keep=False
        ):
            yield step

    async def _enter(
        self, session: Session, path: str, body: JSON, wrong: dict[str, str], *, keep: bool = True
    ) -> AsyncIterator[EventSpec | None]:
        """Sign in by `body`, unless something in it is `wrong` (keys of texts by field). `keep` the e-mail."""
        if self.busy or session.signed_in:
            return
        self._clear()
        self.attempt += 1
        session.expired = False
        self.email = body["email"] if keep else self.email
        if any(wrong.values()):
            yield self._say_wrong(session, wrong)
            return
        self.busy = True
        yield None
        try:
            await session.begin(await backend().ask("POST", path, session.caller(), body=body))
            self.password_changed = False
        except PortalError as error:
            yield self._refused(session, error)
        finally:
            self.busy = False

    def _refused(self, session: Session, error: PortalError) -> EventSpec:
        wrong = {field: _WRONG[field] for field in refused_fields(error) if field in _WRONG}
        if wrong:
            return self._say_wrong(session, wrong)
        self.problem = session.said(error)
        self.taken = error.code == "email_taken"
        return rx.set_focus("email" if self.taken else "password")

    def _say_wrong(self, session: Session, wrong: dict[str, str]) -> EventSpec:
        """Says it at each field and goes to the first one."""
        told = {field: say(key, session.language) for field, key in wrong.items() if key}
        self.name_error = told.get("name", "")
        self.email_error = told.get("email", "")
        self.password_error = told.get("password", "")
        return rx.set_focus(next(field for field in _FIELDS if field in told))

    def _clear(self) -> None:
        self.problem = self.name_error = self.email_error = self.password_error = ""
        self.taken = False
