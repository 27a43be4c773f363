"""Where pictures are taken: a real browser, as a phone and as a desktop, in both themes."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import BrowserContext, Page

from tests.portal.browsing import DESKTOP, PHONE, Visitors, settle, visit

THEMES = ("light", "dark")
_DRAWN_MS = 150
"""After a change of size or theme."""
_HOLD_STILL = """
() => {
  const still = new CSSStyleSheet();
  const none = ["caret-color: transparent", "animation: none", "transition: none"];
  still.replaceSync(`* { ${none.join(" !important;")} !important }`);
  document.adoptedStyleSheets = [still];
  return document.fonts.ready.then(() => true);
}
"""


class Device(NamedTuple):
    name: str
    width: int
    height: int
    scale: float
    quality: int
    """Of WebP: as low as letters stay sharp."""


DEVICES = (Device("phone", PHONE, 844, 1.5, 65), Device("desktop", DESKTOP, 900, 1, 68))


def nothing(page: Page) -> None:
    """The page as it opens."""


@dataclass(frozen=True)
class Picture:
    """What to take: the page at `path` of who is signed in as `who`, once `prepare` has done something on it.

    `whole`: down to its end, for pages that are longer than the window; a conversation fills the window by itself.
    """

    name: str
    shows: str
    """In a few words, for who reads the list of pictures or cannot see them."""
    path: str
    who: str = ""
    prepare: Callable[[Page], None] = nothing
    whole: bool = True
    language: str = "es"
    themes: tuple[str, ...] = THEMES
    devices: tuple[Device, ...] = DEVICES


class Studio:
    """Takes pictures with the browsers of `visitors` into `folder`."""

    def __init__(self, visitors: Visitors, folder: Path) -> None:
        self._visitors, self._folder = visitors, folder
        self._contexts: dict[tuple[str, str, str], BrowserContext] = {}

    def take(self, picture: Picture, cookie: str) -> None:
        """The picture on its devices in its themes: `NAME-DEVICE-THEME.webp`."""
        for device in picture.devices:
            page = self._context(picture, device, cookie).new_page()
            visit(page, picture.path)
            picture.prepare(page)
            settle(page)
            for theme in picture.themes:
                page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
                page.wait_for_function(
                    "dark => document.documentElement.matches('.dark') === dark", arg=theme == "dark"
                )
                self._shoot(page, device, picture.whole, file_of(self._folder, picture.name, device.name, theme))
            page.close()

    def _shoot(self, page: Page, device: Device, whole: bool, file: Path) -> None:
        page.mouse.move(0, 0)
        page.evaluate(_HOLD_STILL)
        height = device.height
        if whole:
            height = max(height, int(page.evaluate("document.documentElement.scrollHeight")))
        page.set_viewport_size({"width": device.width, "height": height})
        page.wait_for_timeout(_DRAWN_MS)
        save(page, file, device, height)

    def _context(self, picture: Picture, device: Device, cookie: str) -> BrowserContext:
        key = (picture.who, picture.language, device.name)
        if key not in self._contexts:
            self._contexts[key] = self._visitors.context(
                picture.language, device.width, cookie, device_scale_factor=device.scale, reduced_motion="reduce",
                color_scheme="light", has_touch=device.width == PHONE, is_mobile=device.width == PHONE,
            )  # fmt: skip
        return self._contexts[key]


def file_of(folder: Path, name: str, device: str, theme: str) -> Path:
    """Where a picture is."""
    return folder / f"{name}-{device}-{theme}.webp"


def save(page: Page, file: Path, device: Device, height: int) -> None:
    """The page down to `height`, as WebP, which Playwright itself does not make."""
    clip = {"x": 0, "y": 0, "width": device.width, "height": height, "scale": device.scale}
    wanted = {"format": "webp", "quality": device.quality, "clip": clip}
    answer = page.context.new_cdp_session(page).send("Page.captureScreenshot", wanted)
    file.write_bytes(base64.b64decode(answer["data"]))
