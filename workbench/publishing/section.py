"""Publishing: what is live, what this run would put in its place, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from shared.runs.folder import RunError
from workbench.desk import Desk
from workbench.errors import ApiError, SignedOut, WorkbenchError
from workbench.i18n import formats
from workbench.publishing import outcomes, releases
from workbench.publishing.change import Change, change_of
from workbench.publishing.releases import Move, Situation

TOLD = "acs.published"
"""What came of the last move: the kind of alert and its text key."""
_KINDS = {"better": "good", "worse": "bad"}
_KNOWN = {
    "other_domain": "publish.error.domain",
    "other_model": "publish.error.model",
    "forbidden": "error.not_admin",
    "tools_missing": "publish.error.tools",
    "not_as_approved": "publish.error.changed",
    "conflict": "publish.error.conflict",
    "not_found": "publish.error.conflict",
}


def show(here: Desk) -> None:
    """The section; where it cannot be used it says why."""
    st.header(here.say("publish.title"))
    _told(here)
    if not here.state.cookie:
        st.info(here.say("publish.sign_in"), icon=":material/lock:")
        return
    try:
        now = releases.situation(here.access)
    except SignedOut:
        here.state.forget(ended=True)
        st.rerun()
    except WorkbenchError as error:
        st.warning(here.say(_words(error)), icon=":material/cloud_off:")
        return
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="card-live", height="stretch"):
        _live(here, now)
    with right, st.container(key="card-publish", height="stretch"):
        _change(here, now)
    _moves(here, now)
    outcomes.show(here, now)


def _told(here: Desk) -> None:
    kind, key = st.session_state.pop(TOLD, ("", ""))
    if kind == "good":
        st.success(here.say(key), icon=":material/check_circle:")
    elif kind:
        st.error(here.say(key), icon=":material/error:")


def _live(here: Desk, now: Situation) -> None:
    st.markdown(f"**{here.say('publish.live')}**")
    since = formats.moment(now.live.moved_at, here.language, st.context.timezone)
    who = now.live.moved_by_name or here.say("publish.system")
    st.html(
        f'<div class="figure"><b>{escape(now.live.release_id)}</b>'
        f"<span>{escape(here.say('publish.since', when=since, who=who))}</span></div>"
    )
    if now.live.answering_release_id not in ("", now.live.release_id):
        st.warning(here.say("publish.answering", id=now.live.answering_release_id), icon=":material/swap_horiz:")
    if now.live.moved_by_name:
        st.html(f'<p class="muted">{escape(here.say("publish.because", reason=now.live.reason))}</p>')
    if not now.can_go_back:
        st.caption(here.say("publish.first"))
        return
    with st.popover(here.say("publish.back"), icon=":material/undo:", key="roll-back"):
        st.write(here.say("publish.back.why"))
        st.text_input(here.say("publish.reason"), key="roll-back-reason", max_chars=releases.MAX_REASON)
        st.button(
            here.say("publish.back.yes"),
            type="primary",
            key="roll-back-yes",
            on_click=_roll_back,
            args=(here, now.live.release_id),
        )


def _change(here: Desk, now: Situation) -> None:
    st.markdown(f"**{here.say('publish.change')}**")
    try:
        change = change_of(here.folder, now.live.answering_release_id or now.live.release_id)
    except RunError:
        st.error(here.say("publish.damaged"), icon=":material/error:")
        return
    if change is None:
        st.write(here.say("publish.nothing"))
        return
    st.html(_described(here, change))
    if change.approved.proposed_release_id == now.live.release_id:
        st.success(here.say("publish.is_live"), icon=":material/check_circle:")
    elif change.approved.domain != now.domain:
        st.error(here.say("publish.error.domain"), icon=":material/block:")
    else:
        _ask(here, change)


def _described(here: Desk, change: Change) -> str:
    """The release and the verdict, in words before numbers."""
    approved = change.approved
    kind, verdict = _KINDS.get(change.verdict or "", "warn"), change.verdict or "unknown"
    when = formats.moment(approved.approved_at, here.language, st.context.timezone)
    words = change.said(here.language) or here.say(change.unknown, baseline=approved.baseline_release_id)
    return (
        f'<div class="figure"><b>{escape(approved.proposed_release_id)}</b>'
        f"<span>{escape(here.say('publish.approved', who=approved.approved_by, when=when))}</span></div>"
        f'<p><span class="pill {kind}">{escape(here.say(f"publish.verdict.{verdict}"))}</span></p>'
        f"<p>{escape(words)}</p>"
    )


def _ask(here: Desk, change: Change) -> None:
    """Better: one confirmation with the reason written already. Else the person has to write why."""
    key = f"publish-reason-{here.run.id}-{change.approved.proposed_release_id}"
    with st.popover(here.say("publish.do"), icon=":material/rocket_launch:", key="publish", type="primary"):
        if change.proven:
            st.write(here.say("publish.do.why"))
        else:
            st.warning(here.say("publish.unproven"), icon=":material/warning:")
        st.text_area(
            here.say("publish.reason"), change.said(here.language)[: releases.MAX_REASON] if change.proven else "",
            key=key, max_chars=releases.MAX_REASON, height=100,
        )  # fmt: skip
        sure = change.proven or st.checkbox(here.say("publish.sure"), key="publish-sure")
        st.button(
            here.say("publish.yes"), type="primary", key="publish-yes", disabled=not sure,
            on_click=_publish, args=(here, change, key),
        )  # fmt: skip


def _publish(here: Desk, change: Change, key: str) -> None:
    reason = (st.session_state.get(key) or "").strip()
    _move(here, reason, "publish.done", lambda: releases.publish(here.access, change.record, reason))


def _roll_back(here: Desk, seen: str) -> None:
    reason = (st.session_state.get("roll-back-reason") or "").strip()
    _move(here, reason, "publish.back.done", lambda: releases.roll_back(here.access, reason, seen))


def _move(here: Desk, reason: str, done: str, what: Callable[[], None]) -> None:
    """Move the label before the page is drawn, and remember what came of it."""
    if not reason:
        st.session_state[TOLD] = ("bad", "publish.error.reason")
        return
    try:
        what()
    except SignedOut:
        here.state.forget(ended=True)
    except WorkbenchError as error:
        st.session_state[TOLD] = ("bad", _words(error))
    else:
        st.session_state[TOLD] = ("good", done)


def _words(error: WorkbenchError) -> str:
    if isinstance(error, ApiError):
        return _KNOWN.get(error.code, "error.unknown")
    return f"error.{error.code}"


def _moves(here: Desk, now: Situation) -> None:
    with st.expander(here.say("publish.moves"), icon=":material/history:"):
        st.html("".join(_moved(here, move) for move in now.moves))


def _moved(here: Desk, move: Move) -> str:
    when = formats.moment(move.at, here.language, st.context.timezone)
    who = move.moved_by_name or here.say("publish.system")
    path = f"{move.from_release} → {move.to_release}" if move.from_release else move.to_release
    reason = move.reason if move.kind != "initial" else ""
    return (
        f'<div class="move"><b>{escape(here.say(f"publish.move.{move.kind}"))}</b> <code>{escape(path)}</code>'
        f'<span class="muted">{escape(when)} · {escape(who)}</span><p>{escape(reason)}</p></div>'
    )
