"""The four ways in, each a card."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import streamlit as st

from shared.conversations.rejections import InputError
from workbench.data import beginning, live_choice, places
from workbench.data.receiving import receive
from workbench.desk import Desk
from workbench.settings import settings
from workbench.widgets import of_widget
from workbench.workspace import Origin, workspace

GO_ON = "data.go_on"
"""In the session: the run whose figures are shown as soon as they are there."""
_UPLOADS = "data.uploads"
"""In the session: how many uploads there were; a new key empties the uploader, and the memory."""


def show(here: Desk) -> None:
    """Two rows of two cards; on a narrow screen one below the other."""
    left, right = st.columns(2, gap="medium")
    with left:
        _sample(here)
        _server(here)
    with right:
        _upload(here)
        live_choice.show(here, _card(here, "live", ":material/forum:"))


def _card(here: Desk, name: str, icon: str) -> AbstractContextManager[Any]:
    card = st.container(key=f"card-{name}")
    with card:
        st.header(f"{icon} {here.say(f'data.{name}.title')}", anchor=False)
        st.caption(here.say(f"data.{name}.lead"))
    return card


def _sample(here: Desk) -> None:
    with _card(here, "sample", ":material/play_circle:"):
        st.button(here.say("data.sample.go"), type="primary", width="stretch", key="data-sample",
                  on_click=_begin_sample, args=[here])  # fmt: skip


def _begin_sample(here: Desk) -> None:
    if here.state.run:  # the second half of a double click
        return
    wanted = beginning.about(here, Origin.SAMPLE, sources=[str(beginning.SAMPLE)])
    entry = beginning.begin(here, wanted)
    beginning.analyze(here, entry)
    st.session_state[GO_ON] = entry.id


def _upload(here: Desk) -> None:
    with _card(here, "upload", ":material/upload_file:"):
        key = f"data-upload-{st.session_state.setdefault(_UPLOADS, 0)}"
        limit = settings().workbench_upload_mb
        st.file_uploader(
            here.say("data.upload.label"), accept_multiple_files=True, key=key, max_upload_size=limit,
            help=here.say("data.upload.help", limit=limit), on_change=_begin_upload, args=(here, key),
        )  # fmt: skip
        example(here, "upload")


def example(here: Desk, key: str) -> None:
    """A small file of the right shape."""
    lines = b"".join(beginning.SAMPLE.read_bytes().splitlines(keepends=True)[:3])
    st.download_button(
        here.say("data.example"), lines, "example.jsonl", "application/jsonl", type="tertiary",
        icon=":material/download:", on_click="ignore", key=f"data-example-{key}",
    )  # fmt: skip


@of_widget
def _begin_upload(here: Desk, key: str) -> None:
    files = st.session_state[key]
    if not files:
        return
    name = files[0].name if len(files) == 1 else here.say("data.upload.several", n=len(files))
    try:
        entry = receive(workspace(), beginning.about(here, Origin.UPLOAD, name[:80]), files)
    except OSError as error:
        st.toast(here.say("data.upload.failed", error=error.strerror or error), icon=":material/error:")
        return
    here.open(entry)
    st.session_state[_UPLOADS] += 1
    del st.session_state[key]


def _server(here: Desk) -> None:
    with _card(here, "server", ":material/folder_open:"):
        key = "data-server"
        st.selectbox(
            here.say("data.server.label"), places.listed(), index=None, key=key, accept_new_options=True,
            placeholder=here.say("data.server.placeholder"),
        )  # fmt: skip
        roots = ", ".join(places.shown(root) for root in places.roots())
        st.caption(here.say("data.server.allowed", folders=roots))
        st.button(here.say("data.server.go"), width="stretch", key="data-server-go", on_click=_begin_server,
                  args=(here, key), disabled=not st.session_state.get(key))  # fmt: skip


@of_widget
def _begin_server(here: Desk, key: str) -> None:
    named = str(st.session_state[key])
    try:
        sources = places.sources_at(named)
    except places.NotAllowed:
        st.toast(here.say("data.server.not_allowed"), icon=":material/block:")
    except InputError:
        st.toast(here.say("data.server.nothing"), icon=":material/search_off:")
    else:
        beginning.begin(here, beginning.about(here, Origin.FOLDER, named.rstrip("/").split("/")[-1], sources))
