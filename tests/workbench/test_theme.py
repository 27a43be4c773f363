"""The look: the portal's tokens, readable in both modes, whatever colour a company has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import theme as portal_theme
from workbench.theme import CHART_DARK, CHART_LIGHT, DARK, LIGHT, Mode, contrast, streamlit_options, tokens

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(("mine", "theirs"), [(LIGHT, portal_theme.LIGHT), (DARK, portal_theme.DARK)])
def test_the_tokens_are_the_portal_s(mine: dict[str, str], theirs: dict[str, str]) -> None:
    assert dict(mine) == {name: value for name, value in theirs.items() if not name.startswith("shadow")}


@given(COLORS)
def test_the_brand_is_the_portal_s(primary: str) -> None:
    for mode, theirs in (("light", portal_theme.LIGHT), ("dark", portal_theme.DARK)):
        brand = portal_theme.brand_tokens(primary, theirs)
        found = tokens(mode, primary)  # type: ignore[arg-type]
        assert {name: found[name] for name in ("brand", "on-brand", "brand-text", "brand-soft")} == {
            name: brand[name] for name in ("brand", "on-brand", "brand-text", "brand-soft")
        }


@pytest.mark.parametrize(("mode", "series"), [("light", CHART_LIGHT), ("dark", CHART_DARK)])
def test_lines_in_charts_can_be_seen(mode: Mode, series: tuple[str, ...]) -> None:
    of = tokens(mode)
    assert min(contrast(color, of[ground]) for color in series for ground in ("bg", "surface")) >= 3.0


def test_streamlit_knows_every_option() -> None:
    from streamlit.config import get_config_options

    options: dict[str, Any] = streamlit_options("#0467FC")
    assert set(options) <= set(get_config_options())
    for mode in ("light", "dark"):
        texts, ground = options[f"theme.{mode}.textColor"], options[f"theme.{mode}.backgroundColor"]
        assert contrast(texts, ground) >= 7
