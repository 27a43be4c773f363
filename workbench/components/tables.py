"""The opened tables of conversations of the runs that were looked at last, shared by all browsers."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from shared.analysis.table import ConversationTable, TableError
from shared.analysis.table_rows import TABLE
from shared.runs.folder import RunFolder

KEPT = 4
"""Tables in memory; 100,000 conversations take about 40 MB."""


def table_of(folder: RunFolder) -> ConversationTable:
    """All conversations of the run. Raises `TableError` where it kept none."""
    try:
        stat = (folder / TABLE).stat()
    except OSError as error:
        raise TableError(f"{folder.path} has no {TABLE}") from error
    return _opened(str(folder.path), stat.st_mtime_ns, stat.st_size)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _opened(folder: str, mtime: int, size: int) -> ConversationTable:
    return ConversationTable.open(Path(folder))
