"""What the conversations do not say, and what that means for the figures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from workbench.data.missing import Missing
from workbench.desk import Desk
from workbench.i18n import formats


def show_missing(here: Desk, missing: Sequence[Missing]) -> None:
    """A row for each thing that some conversations lack; good news where there is none."""
    st.markdown(f"**{here.say('data.missing.title')}**")
    if not missing:
        st.caption(here.say("data.missing.nothing"))
        return
    st.html(f'<div class="lacking">{"".join(_row(here, one) for one in missing)}</div>')


def _row(here: Desk, one: Missing) -> str:
    share, name = formats.percent(one.share, here.language), here.say(f"data.missing.{one.name}")
    meaning = here.say(f"data.missing.{one.name}.means")
    return (
        f'<div><b>{escape(name)}</b><span class="bar"><i style="width:{one.share:.1%}"></i></span>'
        f"<span>{escape(share)}</span><small>{escape(meaning)}</small></div>"
    )
