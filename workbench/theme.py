"""The look: the portal's tokens (a test keeps them equal) as Streamlit's theme, and as CSS for what Streamlit has not.

The company's `primary` colour is the brand; it is shifted until text on it and in it has WCAG 2.2's contrast.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from typing import Literal

Mode = Literal["light", "dark"]
TEXT_CONTRAST = 4.5
BRAND = "#2457D6"
FONT = "Figtree, ui-sans-serif, system-ui, sans-serif"

LIGHT: Mapping[str, str] = {
    "bg": "#F6F7F9",
    "surface": "#FFFFFF",
    "sunken": "#EDF0F4",
    "line": "#DCE1E8",
    "line-strong": "#7C8796",
    "text": "#131A24",
    "muted": "#4F5B6B",
    "success": "#0B6B47",
    "success-soft": "#E2F5EC",
    "warning": "#8A4B00",
    "warning-soft": "#FDF1DC",
    "danger": "#B3261E",
    "danger-soft": "#FCE9E7",
}
DARK: Mapping[str, str] = {
    "bg": "#0D1219",
    "surface": "#151C26",
    "sunken": "#1D2632",
    "line": "#2B3645",
    "line-strong": "#7E8B9E",
    "text": "#EEF2F7",
    "muted": "#A9B5C5",
    "success": "#5AD6A0",
    "success-soft": "#10312A",
    "warning": "#F2B65A",
    "warning-soft": "#35270F",
    "danger": "#FF9189",
    "danger-soft": "#3B1A1A",
}
CHART_LIGHT = ("#0B6B47", "#8A4B00", "#7A3FB0", "#B3261E", "#4F5B6B")
CHART_DARK = ("#5AD6A0", "#F2B65A", "#C9A2F2", "#FF9189", "#A9B5C5")


def tokens(mode: Mode, primary: str = "") -> dict[str, str]:
    """Every colour of a mode. `brand` lies under white text, `brand-text` is text on the page, `brand-soft` a quiet
    surface."""
    base = LIGHT if mode == "light" else DARK
    brand = primary or BRAND
    soft = _mixed(brand, base["surface"], 0.10 if mode == "light" else 0.18)
    text = brand
    grounds = (base["bg"], base["surface"], base["sunken"], soft)
    for ground in sorted(grounds, key=_luminance, reverse=mode == "dark"):
        text = _readable(text, ground)
    return {**base, "brand": _readable(brand, "#FFFFFF"), "on-brand": "#FFFFFF", "brand-text": text, "brand-soft": soft}


def streamlit_options(primary: str = "") -> dict[str, str | int | bool | list[str]]:
    """Streamlit's configuration for both modes, by dotted name."""
    options: dict[str, str | int | bool | list[str]] = {
        "theme.font": FONT,
        "theme.baseRadius": "0.75rem",
        "theme.buttonRadius": "0.75rem",
        "theme.showWidgetBorder": True,
        "theme.headingFontWeights": "[700, 600, 600, 600, 600, 600]",
        "theme.headingFontSizes": ["2.75rem", "1.75rem", "1.25rem", "1.125rem", "1rem", "0.875rem"],
    }
    for mode, chart in (("light", CHART_LIGHT), ("dark", CHART_DARK)):
        options |= {f"theme.{mode}.{name}": value for name, value in _of_mode(mode, primary, chart).items()}  # type: ignore[arg-type]
    return options


def _of_mode(mode: Mode, primary: str, chart: tuple[str, ...]) -> dict[str, str | list[str]]:
    of = tokens(mode, primary)
    return {
        "primaryColor": of["brand"] if mode == "light" else of["brand-text"],
        "backgroundColor": of["surface"] if mode == "light" else of["bg"],
        "secondaryBackgroundColor": of["bg"] if mode == "light" else of["surface"],
        "textColor": of["text"],
        "linkColor": of["brand-text"],
        "borderColor": of["line"],
        "dataframeBorderColor": of["line"],
        "dataframeHeaderBackgroundColor": of["sunken"],
        "greenColor": of["success"], "greenTextColor": of["success"], "greenBackgroundColor": of["success-soft"],
        "orangeColor": of["warning"], "orangeTextColor": of["warning"], "orangeBackgroundColor": of["warning-soft"],
        "yellowColor": of["warning"], "yellowTextColor": of["warning"], "yellowBackgroundColor": of["warning-soft"],
        "redColor": of["danger"], "redTextColor": of["danger"], "redBackgroundColor": of["danger-soft"],
        "blueColor": of["brand-text"], "blueTextColor": of["brand-text"], "blueBackgroundColor": of["brand-soft"],
        "grayTextColor": of["muted"],
        "chartCategoricalColors": [of["brand-text"], *chart],
    }  # fmt: skip


def stylesheet(mode: Mode, primary: str = "") -> str:
    """The tokens as CSS custom properties, for `assets/*.css`."""
    return ":root {" + "".join(f"--{name}: {value};" for name, value in tokens(mode, primary).items()) + "}"


def _readable(color: str, ground: str) -> str:
    """`color`, darker (on a light ground) or lighter (on a dark one) until text in it can be read."""
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(color))
    step = -0.01 if _luminance(ground) > 0.18 else 0.01
    while contrast(color, ground) < TEXT_CONTRAST and light != (0.0 if step < 0 else 1.0):
        light = min(1.0, max(0.0, light + step))
        color = _hex(*colorsys.hls_to_rgb(hue, light, saturation))
    return color


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(color: str, other: str, share: float) -> str:
    pairs = zip(_channels(color), _channels(other), strict=True)
    return _hex(*(share * one + (1 - share) * two for one, two in pairs))


def _channels(color: str) -> tuple[float, float, float]:
    digits = color.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in (red, green, blue))
