"""Who is at the page: language, sign-in, the company. Every page's first event is `Session.arrive`."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import reflex as rx
from reflex.event import EventSpec
from reflex.state import OnLoadInternalState
from starlette.requests import cookie_parser

from portal.access import SESSION_COOKIE, Access, tokens_of, vault
from portal.client import Caller, backend
from portal.company import Company as TheCompany
from portal.company import company, known_company
from portal.errors import ApiError, PortalError, SignedOut
from portal.i18n.catalogue import DEFAULT_LANGUAGE, LANGUAGES, best_language, say
from portal.i18n.errors import TEXTS as ERROR_TEXTS
from portal.i18n.errors import error_key, waiting_time
from portal.i18n.formats import zone_or

_log = logging.getLogger(__name__)
LOGIN, HOME = "/login", "/dashboard"
ZONE_COOKIE = "zone"
_YEAR_SEC = 31_536_000


class Session(rx.State):
    """The person at this tab. What begins with `_` never leaves the server."""

    chosen_language: str = rx.Cookie("", name="language", max_age=_YEAR_SEC, same_site="lax")
    language: str = DEFAULT_LANGUAGE
    checked: bool = False
    """Whether it is known who is there. Nothing private is drawn before."""
    signed_in: bool = False
    name: str = ""
    email: str = ""
    role: str = ""
    handover: str = ""
    """A one-time code that the page exchanges for the session's cookie (see `serving.begin_session`)."""
    leaving: bool = False
    """The page is to give the cookie back."""
    expired: bool = False
    """Whether somebody was signed in here and the session ended by itself: the log-in says so."""
    way_back: str = LOGIN
    """The log-in's address that leads back to where the session ended."""
    service_down: bool = False
    stumble: str = ""
    """Said at the top of the page when something failed that no page foresaw."""
    _cookie: str = ""
    _socket: str = ""
    """The socket on which the person logged in: its handshake is older than the cookie."""
    _left: str = ""
    """The cookie that was given back: the connection's headers are older and still have it."""
    _known: str = ""
    """Whose data the tab's other states may hold."""
    _after_login: str = ""
    _after_leaving: str = ""

    company_name: str = ""
    company_about: str = ""
    offline_model: bool = False
    ai_disclosure: str = ""

    @rx.event
    async def arrive(self) -> None:
        """Find out language, company and who it is."""
        await self._arrive()

    @rx.event
    async def require(self) -> Any:
        """`arrive`, and to the log-in where nobody is signed in; back here afterwards."""
        await self._arrive()
        if not self.signed_in and not self.service_down:
            return rx.redirect(self.login_path(), replace=True)
        return None

    @rx.event
    async def welcome(self) -> Any:
        """`arrive` for pages that only strangers need: who is signed in goes on to where they wanted to go."""
        await self._arrive()
        if self.signed_in and not self.handover:
            return rx.redirect(self.next_path(), replace=True)
        return None

    @rx.event
    def try_again(self) -> Any:
        """Load the page anew: the service did not answer."""
        return OnLoadInternalState.on_load_internal

    @rx.event
    def stumbled(self) -> None:
        """Something failed that no page foresaw."""
        self.stumble = say("error.unknown", self.language)

    @rx.event
    def stand_up(self) -> None:
        """The person has read it."""
        self.stumble = ""

    @rx.event
    async def choose_language(self, language: str) -> Any:
        """As `speak`, and load the page anew: dates and cards are written in the language. Where the account cannot be
        told, the browser remembers it."""
        with suppress(PortalError):
            await self.speak(language)
        return OnLoadInternalState.on_load_internal

    @rx.event
    async def cookie_set(self) -> Any:
        """The browser has the cookie: go where the person wanted to go."""
        self.handover = ""
        return rx.redirect(self._after_login or HOME, replace=True)

    @rx.event
    async def log_out(self) -> None:
        """`leave`; the page gives the cookie back."""
        await self.leave()
        self.leaving = True

    @rx.event
    async def cookie_gone(self) -> Any:
        """The browser has given the cookie back."""
        self.leaving = False
        where, self._after_leaving = self._after_leaving or "/", ""
        return rx.redirect(where, replace=True)

    def access(self) -> Access:
        """The signed-in person's way to the backend. Raises `SignedOut` when nobody is."""
        if not self._cookie:
            raise SignedOut
        return Access(self._cookie, self.language, self.router.session.client_ip)

    def caller(self) -> Caller:
        """A caller without a token, for sign-up and log-in."""
        return Caller(
            language=self.language, address=self.router.session.client_ip, device=self.router.headers.user_agent
        )

    def zone(self) -> str:
        """The time zone of this browser, as its page noted it (`app.py`); the company's where it names none."""
        return zone_or(self._cookie_named(ZONE_COOKIE), self.company().timezone)

    def is_of_this_browser(self) -> bool:
        """Whether who is connected now is who filled this state: by the cookie, or on the socket of the log-in."""
        if not self._cookie:
            return True
        return self._cookie == self._cookie_of_browser() or self._socket == self.router.session.session_id

    async def begin(self, answer: dict[str, Any]) -> None:
        """Somebody signed up or logged in: `answer` is the backend's. The page takes it from here (`handover`)."""
        self._after_login = self.next_path()
        self._cookie = await vault().new(tokens_of(answer))
        self._socket = self.router.session.session_id
        self._know(answer["user"])
        await self._only_own()
        self.checked = True
        self.handover = await vault().offer(self._cookie)

    def leave_for(self, page: str) -> EventSpec:
        """As `log_out`, but to this page of ours."""
        self._after_leaving = page
        leaving: EventSpec = Session.log_out()
        return leaving

    async def leave(self) -> None:
        """End the session here and at the backend."""
        tokens = await vault().get(self._cookie) if self._cookie else None
        if tokens is not None:
            with suppress(PortalError):  # the session is gone here either way; the backend's ends by itself
                await backend().ask("POST", "auth/logout", self.caller(), body={"refresh_token": tokens.refresh})
            await vault().drop(self._cookie)
        self._left = self._cookie_of_browser() or self._left
        self._forget()
        await self._only_own()

    async def speak(self, language: str) -> None:
        """Remember the language, in the browser and, for who is signed in, in the account. Raises `PortalError`."""
        if language not in LANGUAGES:
            return
        self.chosen_language = self.language = language
        await self._learn_company()
        if self.signed_in:
            await self.access().ask("PATCH", "me", body={"language": language})

    def ended(self) -> Any:
        """The session is over: to the log-in, and back to this page afterwards."""
        self._expire()
        return rx.redirect(self.login_path(), replace=True)

    def said(self, error: PortalError) -> str:
        """What to tell the person about an error; how long to wait, where the backend said it."""
        key, wait_sec = error_key(error.code), getattr(error, "retry_after_sec", None)
        if wait_sec and f"{key}.wait" in ERROR_TEXTS:
            return say(f"{key}.wait", self.language, wait=waiting_time(wait_sec, self.language))
        return say(key, self.language)

    def login_path(self) -> str:
        """The log-in's address that leads back here."""
        here = self.router.url.path or "/"
        if query := self.router.url.query:
            here += f"?{query}"
        return f"{LOGIN}?next={quote(here, safe='')}"

    def next_path(self) -> str:
        """Where `?next=` leads: an address of this site only, the dashboard otherwise."""
        return own_address(self.router.url.query_parameters.get("next", "")) or HOME

    def company(self) -> TheCompany:
        """The company, as it was learned last."""
        return known_company()

    async def _arrive(self) -> None:
        self._cookie = self._cookie or self._cookie_of_browser()
        await self._learn_person()
        await self._only_own()
        self.language = self._preferred_language()
        await self._learn_company()
        self.checked = True

    async def _learn_company(self) -> None:
        try:
            known = await company()
        except PortalError:
            self.service_down = True
            return
        self.company_name = known.name
        self.company_about = known.description.get(self.language, "")
        self.offline_model = known.offline_model
        self.ai_disclosure = known.text("ai_disclosure", self.language)

    async def _learn_person(self) -> None:
        self.service_down = False
        if not self._cookie:
            self._forget()
            return
        try:
            self._know(await self.access().ask("GET", "me"))
        except SignedOut:
            self._expire()
        except ApiError as error:
            if error.status in (401, 403):
                self._expire()
            else:
                self.service_down = True
        except PortalError:
            self.service_down = True

    def _know(self, user: dict[str, Any]) -> None:
        self.signed_in, self.name, self.email, self.role = True, user["name"], user["email"], user["role"]
        self.expired = False
        self.chosen_language = self.language = user["language"] if user["language"] in LANGUAGES else DEFAULT_LANGUAGE

    async def _only_own(self) -> None:
        """Empty what the tab's other states know of somebody who is no longer here."""
        if self._known and self._known != self.email:
            for state in (one for one in rx.State.get_substates() if one.__module__.startswith("portal.")):
                if state is not Session:
                    (await self.get_state(state)).reset()
        self._known = self.email

    def _forget(self) -> None:
        self.signed_in, self.name, self.email, self.role, self._cookie = False, "", "", "", ""

    def _expire(self) -> None:
        self.way_back = self.login_path()
        self._forget()
        self.expired = True

    def _preferred_language(self) -> str:
        if self.signed_in:
            return self.language
        if self.chosen_language in LANGUAGES:
            return self.chosen_language
        return best_language(self.router.headers.accept_language)

    def _cookie_of_browser(self) -> str:
        found = self._cookie_named(SESSION_COOKIE)
        return "" if found == self._left else found

    def _cookie_named(self, name: str) -> str:
        # Leniently: a cookie of the company's other pages that breaks the rules must not hide ours.
        return cookie_parser(self.router.headers.cookie).get(name, "")


def own_address(wanted: str) -> str:
    """`wanted` where it is a path of this site, and nothing otherwise: who follows it must not end up elsewhere."""
    path = wanted.partition("?")[0].partition("#")[0]
    plain = wanted.startswith("/") and "//" not in path and "\\" not in wanted and wanted.isprintable()
    return wanted if plain else ""


def unexpected(exception: Exception) -> EventSpec | None:
    """Reflex asks this for every exception that a handler lets through: logged, and told in a sentence."""
    _log.error("an event failed", exc_info=exception)
    told: EventSpec = Session.stumbled()
    return told
