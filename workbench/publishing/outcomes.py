"""How customers fared with each release: before and after, in the live tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import streamlit as st

from workbench.desk import Desk
from workbench.errors import WorkbenchError
from workbench.i18n import formats
from workbench.publishing.releases import Situation

SHOWN = 6
"""The releases of the last moves; older ones are history."""
SHOWN_DAYS = 90
"""Of tickets opened since then: figures over all of history would take seconds."""
COLUMNS = ("release", "tickets", "resolved", "handed_off", "csat")


def show(here: Desk, now: Situation) -> None:
    """A table, the release that is live on top."""
    try:
        found = here.access.ask("GET", "admin/stats", query={"since": _since()}).get("by_release", [])
    except WorkbenchError:  # what is above was answered a moment ago: this is an extra
        return
    rows = of_moves(found, now)
    st.header(here.say("publish.outcomes"))
    if not rows:
        st.caption(here.say("publish.outcomes.none"))
        return
    st.caption(here.say("publish.outcomes.lead"))
    st.html(table(here, rows, now.live.answering_release_id or now.live.release_id))


def _since() -> str:
    return (datetime.now(UTC) - timedelta(days=SHOWN_DAYS)).isoformat()


def of_moves(found: Sequence[Mapping[str, Any]], now: Situation) -> list[Mapping[str, Any]]:
    """The figures of the releases that the label pointed to, the latest first."""
    order = list(
        dict.fromkeys([now.live.release_id, now.live.answering_release_id, *(move.to_release for move in now.moves)])
    )
    by_release = {row["name"]: row for row in found}
    return [by_release[name] for name in order if name in by_release][:SHOWN]


def table(here: Desk, rows: Sequence[Mapping[str, Any]], live: str) -> str:
    """HTML; every figure with its interval and its n."""
    heads = "".join(f'<th scope="col">{escape(here.say(f"publish.column.{name}"))}</th>' for name in COLUMNS)
    return (
        f'<div class="table-scroll" tabindex="0"><table class="facts-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(_row(here, row, live) for row in rows)}</tbody></table></div>"
    )


def _row(here: Desk, row: Mapping[str, Any], live: str) -> str:
    release, outcomes = str(row["name"]), row["outcomes"]
    pill = f' <span class="pill good">{escape(here.say("publish.now"))}</span>' if release == live else ""
    cells = (
        escape(formats.number(row["tickets"], here.language)),
        figure(here, outcomes["resolution_rate_with_assumed"]["share"]),
        figure(here, outcomes["handed_off"]["share"]),
        figure(here, row["csat"], rate=False),
    )
    return (
        f'<tr><th scope="row"><code>{escape(release)}</code>{pill}</th>'
        f"{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    )


def figure(here: Desk, estimate: Mapping[str, Any], *, rate: bool = True) -> str:
    """A value with its interval and n; unknown is a dash, with why."""
    n = formats.number(estimate["n"], here.language)
    if estimate["value"] is None:
        return f"{formats.UNKNOWN}<small>{escape(here.say('publish.unknown'))}</small>"
    value, low, high = (_number(here, estimate[name], rate=rate) for name in ("value", "low", "high"))
    return f"<b>{escape(value)}</b><small>{escape(here.say('publish.interval', low=low, high=high, n=n))}</small>"


def _number(here: Desk, value: float | None, *, rate: bool) -> str:
    if value is None:
        return formats.UNKNOWN
    return formats.percent(value, here.language) if rate else formats.number(value, here.language, 2)
