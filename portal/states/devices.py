"""Where the customer is signed in, and ending it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from portal.client import JSON
from portal.errors import ApiError, PortalError, SignedOut
from portal.i18n.catalogue import LANGUAGES, say
from portal.i18n.formats import ago, instant
from portal.states.session import Session

_Work = Callable[[Session], Awaitable[EventSpec | None]]
_FIRST = 4
_GONE = 404
# The first that occurs in the header: most browsers also claim to be those further down.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Device:
    """One sign-in that holds. Texts are by language: the page changes its language without asking again."""

    id: str
    name: dict[str, str]
    used: dict[str, str]
    current: bool


class Devices(rx.State):
    """The list on the profile."""

    devices: list[Device] = []
    all_shown: bool = False
    known: bool = False
    busy: str = ""
    """The device that is being signed out, or `everywhere`."""
    problem: str = ""
    ended: bool = False
    """One was just signed out."""

    @rx.var
    def shown(self) -> list[Device]:
        """The first few, or all."""
        return self.devices if self.all_shown else self.devices[:_FIRST]

    @rx.var
    def more(self) -> bool:
        """Whether there are devices that are not shown."""
        return len(self.shown) < len(self.devices)

    @rx.event
    async def load(self) -> EventSpec | None:
        """Fetch the list, this device first."""
        session = await self.get_state(Session)
        if not session.signed_in:
            return None
        self.problem, self.ended, self.all_shown = "", False, False
        return await self._attempt(session, self._fetch)

    @rx.event
    def show_all(self) -> None:
        """Show the rest, too."""
        self.all_shown = True

    @rx.event
    async def sign_out(self, device_id: str) -> AsyncIterator[EventSpec | None]:
        """Sign one device out."""
        session = await self.get_state(Session)
        self.problem, self.ended, self.busy = "", False, device_id
        yield None
        yield await self._attempt(session, lambda of: self._end(of, device_id))

    @rx.event
    async def sign_out_everywhere(self) -> AsyncIterator[EventSpec | None]:
        """Sign every device out, this one too."""
        session = await self.get_state(Session)
        self.problem, self.ended, self.busy = "", False, "everywhere"
        yield None
        yield await self._attempt(session, self._end_all)

    async def _attempt(self, session: Session, work: _Work) -> EventSpec | None:
        """`work(session)`; what goes wrong is said."""
        try:
            return await work(session)
        except SignedOut:
            gone: EventSpec = session.ended()
            return gone
        except PortalError as error:
            self.problem = session.said(error)
        finally:
            self.busy = ""
        return None

    async def _fetch(self, session: Session) -> None:
        found = (await session.access().ask("GET", "me/sessions"))["items"]
        devices = [device_of(one, session.zone()) for one in found]
        self.devices = sorted(devices, key=lambda device: not device.current)
        self.known = True

    async def _end(self, session: Session, device_id: str) -> None:
        try:
            await session.access().ask("DELETE", f"me/sessions/{device_id}")
        except ApiError as error:
            if error.status != _GONE:  # 404: it has ended meanwhile, which is what was wanted
                raise
        self.ended = True
        await self._fetch(session)

    async def _end_all(self, session: Session) -> EventSpec:
        await session.access().ask("DELETE", "me/sessions")
        leaving: EventSpec = Session.log_out()
        return leaving


def device_of(sign_in: JSON, zone: str) -> Device:
    """Out of the backend's answer; `zone` is the reader's."""
    used = instant(sign_in["last_used_at"])
    return Device(
        id=sign_in["id"],
        name={language: device_words(sign_in["user_agent"], language) for language in LANGUAGES},
        used={language: ago(used, language, zone=zone) for language in LANGUAGES},
        current=bool(sign_in.get("current")),
    )


def device_words(user_agent: str, language: str) -> str:
    """`Chrome en Android`, out of a `User-Agent` header."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if browser and system:
        return say("profile.device", language, browser=browser, system=system)
    return browser or system or say("profile.device.unknown", language)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
