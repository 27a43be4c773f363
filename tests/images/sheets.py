"""What is made of the pictures: contact sheets, laid out by the browser itself, and the list of all pictures."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser

from tests.images.studio import DEVICES, THEMES, Device, Picture, file_of, save

SHOWN = {
    "phone": ("landing", "dashboard", "chat-result", "chat-choices", "chat-confirmation", "chat-person"),
    "desktop": ("landing", "dashboard", "chat-result", "cases"),
}
_COLUMNS = {"phone": 6, "desktop": 2}
_GROUND = {"light": "#e9ebf0", "dark": "#05070b"}
_SHEET = Device("sheet", 1400, 0, 1, 82)
_LIST = """# Pictures of the portal

Every page as `make images` sees it: the production build in front of a real backend with demo data and the offline
model, on a phone and on a desktop, in both themes.

| | phone | desktop |
|---|---|---|
"""
_THUMBNAIL = {"phone": 150, "desktop": 320}


def make_sheets(browser: Browser, folder: Path) -> None:
    """`sheet-DEVICE-THEME.webp`: a choice of the pictures, cut to the size of a window."""
    page = browser.new_page()
    for device in DEVICES:
        for theme in THEMES:
            page.set_viewport_size({"width": _SHEET.width, "height": 100})
            page.set_content(_sheet(folder, device, theme), wait_until="load")
            height = int(page.evaluate("() => document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": _SHEET.width, "height": height})
            save(page, file_of(folder, "sheet", device.name, theme), _SHEET, height)
    page.close()


def write_list(pictures: Sequence[Picture], folder: Path) -> None:
    """`README.md` beside the pictures, with all of them."""
    shown = {picture.name: picture for picture in pictures}
    rows = "".join(
        f"| {one.shows} | {' | '.join(_thumbnails(one, device) for device in DEVICES)} |\n" for one in shown.values()
    )
    (folder / "README.md").write_text(_LIST + rows, encoding="utf-8")


def _thumbnails(picture: Picture, device: Device) -> str:
    files = [file_of(Path(), picture.name, device.name, theme) for theme in picture.themes]
    return " ".join(f'<img src="{file}" width="{_THUMBNAIL[device.name]}" alt="{picture.shows}">' for file in files)


def _sheet(folder: Path, device: Device, theme: str) -> str:
    names = SHOWN[device.name]
    pictures = "".join(_inlined(file_of(folder, name, device.name, theme)) for name in names)
    return f"""<style>
      body {{ margin: 0; padding: 24px; background: {_GROUND[theme]}; display: grid; gap: 20px;
              grid-template-columns: repeat({_COLUMNS[device.name]}, 1fr); }}
      img {{ width: 100%; aspect-ratio: {device.width} / {device.height}; object-fit: cover; object-position: top;
             border-radius: 12px; box-shadow: 0 2px 12px rgb(0 0 0 / 0.18); }}
    </style>{pictures}"""


def _inlined(file: Path) -> str:
    return f'<img alt="" src="data:image/webp;base64,{base64.b64encode(file.read_bytes()).decode()}">'
