"""How every chart looks: transparent, in the tokens of the mode on screen, with words in the page's font."""

from __future__ import annotations

from typing import Any, TypeVar

import altair as alt
import streamlit as st

from shared.domains.pack import load_pack
from workbench import theme
from workbench.settings import settings

ChartT = TypeVar("ChartT", bound=alt.TopLevelMixin)


def colors() -> dict[str, str]:
    """The tokens of the mode on screen."""
    mode: theme.Mode = "dark" if st.context.theme.type == "dark" else "light"
    return theme.tokens(mode, load_pack(settings().domain).company.colors.get("primary", ""))


def styled(chart: Any, of: dict[str, str] | None = None) -> Any:
    """The chart with grid, axes and words in the tokens `of` a mode (default: the one on screen)."""
    of = of or colors()
    return (
        chart.configure(background="transparent", font=theme.FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=of["muted"], titleColor=of["muted"], gridColor=of["line"], domainColor=of["line"],
            tickColor=of["line"], labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelLimit=260,
        )
        .configure_legend(labelColor=of["text"], titleColor=of["muted"], labelFontSize=12, orient="top")
        .configure_text(color=of["text"], fontSize=12)
    )  # fmt: skip


def draw(chart: Any, key: str) -> None:
    """Put a chart on the page: our own colours, the page's width."""
    st.altair_chart(styled(chart), theme=None, width="stretch", key=key)
