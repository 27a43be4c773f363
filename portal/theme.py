"""The design system: every colour, size, radius and shadow as a token. The company's colours come from its pack.

`stylesheet` gives CSS custom properties; `assets/*.css` use nothing else. Colours that text stands on or is written in
are shifted until they have WCAG 2.2's contrast, whatever colours a company has.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping

TEXT_CONTRAST = 4.5
"""WCAG 2.2 AA, normal text."""
BRAND = "#2457D6"
"""Where the company names no colour, or one that is not written `#RGB` or `#RRGGBB`."""
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")

SIZES: Mapping[str, str] = {
    "font": '"Figtree", "Figtree Stand-in", ui-sans-serif, system-ui, sans-serif',
    "text-xs": "0.75rem",
    "text-sm": "0.875rem",
    "text-md": "1rem",
    "text-lg": "1.125rem",
    "text-xl": "1.375rem",
    "text-2xl": "clamp(1.5rem, 1.2rem + 1.4vw, 2rem)",
    "text-3xl": "clamp(2rem, 1.4rem + 3vw, 3.25rem)",
    "space-1": "0.25rem",
    "space-2": "0.5rem",
    "space-3": "0.75rem",
    "space-4": "1rem",
    "space-5": "1.5rem",
    "space-6": "2rem",
    "space-7": "3rem",
    "space-8": "4.5rem",
    "radius-sm": "0.5rem",
    "radius-md": "0.75rem",
    "radius-lg": "1.125rem",
    "radius-full": "999px",
    "tap": "2.75rem",
    "page": "72rem",
    "column": "44rem",
    "quick": "120ms",
    "calm": "240ms",
}

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
    "shadow-1": "0 1px 2px rgb(16 24 40 / 6%), 0 1px 3px rgb(16 24 40 / 8%)",
    "shadow-2": "0 8px 24px rgb(16 24 40 / 10%), 0 2px 6px rgb(16 24 40 / 6%)",
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
    "shadow-1": "0 1px 2px rgb(0 0 0 / 40%)",
    "shadow-2": "0 10px 28px rgb(0 0 0 / 45%)",
}


def stylesheet(colors: Mapping[str, str], name: str = "") -> str:
    """The tokens as CSS, light and dark, with the company's `primary` colour as the brand.

    The company's name is among them: the header shows it before the page knows it from the server.
    """
    primary = colors.get("primary", "")
    if not _COLOR.fullmatch(primary):
        primary = BRAND
    words = {"company": _string(name), "company-initial": _string(name[:1])}
    return "\n".join(
        [
            _rule(":root", {**SIZES, **words}),
            _rule(":root, .light", {**LIGHT, **brand_tokens(primary, LIGHT)}),
            _rule(".dark", {**DARK, **brand_tokens(primary, DARK)}),
            "",
        ]
    )


def brand_tokens(primary: str, theme: Mapping[str, str]) -> dict[str, str]:
    """`brand` under text, `on-brand` that text, `brand-text` as text on the page, `brand-soft` as a quiet surface."""
    brand = readable(primary, "#FFFFFF", TEXT_CONTRAST)
    soft = mixed(primary, theme["surface"], 0.10 if theme is LIGHT else 0.18)
    grounds = (theme["bg"], theme["surface"], theme["sunken"], soft)
    text = primary
    for ground in sorted(grounds, key=luminance, reverse=theme is DARK):
        text = readable(text, ground, TEXT_CONTRAST)
    return {
        "brand": brand,
        "brand-strong": mixed(brand, "#000000", 0.82),
        "on-brand": "#FFFFFF",
        "brand-text": text,
        "brand-soft": soft,
    }


def readable(color: str, ground: str, ratio: float) -> str:
    """`color`, darker (on a light ground) or lighter (on a dark one) until it has the contrast `ratio`."""
    red, green, blue = _channels(color)
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    step = -0.01 if luminance(ground) > 0.18 else 0.01
    while contrast(color, ground) < ratio and not (light == 0.0 if step < 0 else light == 1.0):
        light = min(1.0, max(0.0, light + step))
        color = _hex(*colorsys.hls_to_rgb(hue, light, saturation))
    return color


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    """The relative luminance, 0 black to 1 white (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(color: str, other: str, share: float) -> str:
    """`share` of `color`, the rest of `other`."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return _hex(*(share * one + (1 - share) * two for one, two in pairs))


def _channels(color: str) -> tuple[float, float, float]:
    digits = color.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in (red, green, blue))


def _string(text: str) -> str:
    """A CSS string that also may stand within `<style>`."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'


def _rule(selector: str, tokens: Mapping[str, str]) -> str:
    lines = "".join(f"  --{name}: {value};\n" for name, value in tokens.items())
    return f"{selector} {{\n{lines}}}"
