"""The design tokens: text has WCAG 2.2's contrast in both themes, whatever colour a company has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.theme import BRAND, DARK, LIGHT, TEXT_CONTRAST, brand_tokens, contrast, readable, stylesheet

ASSETS = Path(__file__).parents[2] / "portal" / "assets"
EDGE_CONTRAST = 3.0
"""WCAG 2.2 AA, 1.4.11: the outline of what can be used."""
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
THEMES = {"light": LIGHT, "dark": DARK}
NAMED = ("#FFFFFF", "#000000", "#FFFF00", "#00FF00", "#FF0000", "#0000FF", "#808080", "#767676", BRAND, "#0467FC")


def pairs(theme: Mapping[str, str], brand: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every text with every ground that it may stand on, by their tokens' names."""
    grounds = ("bg", "surface", "sunken")
    plain = list(itertools.product(("text", "muted"), (*grounds, "brand-soft")))
    states = ("success", "warning", "danger")
    toned = [*itertools.product(states, ("bg", "surface")), *((state, f"{state}-soft") for state in states)]
    branded = [*itertools.product(["brand-text"], (*grounds, "brand-soft"))]
    return plain + toned + branded + [("on-brand", "brand"), ("on-brand", "brand-strong")]


@given(color=COLORS, theme=st.sampled_from(sorted(THEMES)))
def test_text_can_be_read_in_any_company_s_colour(color: str, theme: str) -> None:
    check(color, THEMES[theme])


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("color", NAMED)
def test_text_can_be_read_in_colours_at_the_edges(color: str, theme: str) -> None:
    check(color, THEMES[theme])


def check(color: str, theme: Mapping[str, str]) -> None:
    tokens = {**theme, **brand_tokens(color, theme)}
    for text, ground in pairs(theme, tokens):
        ratio = contrast(tokens[text], tokens[ground])
        assert ratio >= TEXT_CONTRAST, f"{text} {tokens[text]} on {ground} {tokens[ground]}: {ratio:.2f}"
    for ground in ("bg", "surface", "sunken"):
        assert contrast(tokens["line-strong"], tokens[ground]) >= EDGE_CONTRAST, ground


@given(color=COLORS, ground=st.sampled_from(["#FFFFFF", "#000000", "#F6F7F9", "#0D1219"]))
def test_a_colour_that_can_be_read_is_left_as_it_is(color: str, ground: str) -> None:
    shifted = readable(color, ground, TEXT_CONTRAST)
    assert contrast(shifted, ground) >= TEXT_CONTRAST
    if contrast(color, ground) >= TEXT_CONTRAST:
        assert shifted == color


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000", "#FFF", 21), ("#777777", "#FFFFFF", 4.48), ("#abc", "#abc", 1)]
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_a_company_s_colour_is_the_brand_where_it_can_be_read() -> None:
    assert "--brand: #0A5C36;" in stylesheet({"primary": "#0A5C36"})
    assert f"--brand: {BRAND};" in stylesheet({})


@pytest.mark.parametrize(
    "strange", ["", "red", "#12", "#12345", "rgb(1,2,3)", "#GGGGGG", "#000; } body { display: none"]
)
def test_a_colour_that_is_none_gives_the_own_brand_and_never_breaks_out(strange: str) -> None:
    assert stylesheet({"primary": strange}) == stylesheet({})


@pytest.mark.parametrize("name", ["</style><script>x", '"; } body { display: none } /*', "\\", "a\nb", "Niño & Cía."])
def test_a_company_s_name_cannot_break_out_of_the_styles(name: str) -> None:
    css = stylesheet({}, name)
    assert "<" not in css
    assert css.count("{") == css.count("}") == stylesheet({}).count("{")
    assert len(css.splitlines()) == len(stylesheet({}).splitlines())


def test_pages_use_no_token_that_is_not_there_and_no_colour_of_their_own() -> None:
    known = set(re.findall(r"(--[\w-]+):", stylesheet({})))
    for sheet in sorted(ASSETS.glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        own = set(re.findall(r"(--[\w-]+)\s*:", css))
        used = set(re.findall(r"var\(\s*(--[\w-]+)", css))
        assert used - own - known == set(), sheet.name
        values = re.sub(r"url\([^)]*\)|[.#][\w-]+(?=[^;{}]*\{)", "", css)
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(", values) == [], sheet.name


def test_both_themes_have_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()
