"""Beginning a run: its folder, its title, and the job that analyses it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from shared.conversations.sources import PACKED_SUFFIXES
from shared.conversations.writing import write_json_atomic
from shared.runs.settings import RunSettings
from workbench.data.live import FILE, Wanted, permits
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobKind, JobRecord
from workbench.settings import ROOT, settings
from workbench.workspace import ABOUT, INPUTS, About, Origin, RunEntry, workspace

SAMPLE = ROOT / "shared" / "samples" / "kavak.jsonl"


def about(here: Desk, origin: Origin, name: str = "", sources: Sequence[str] = ()) -> About:
    """What a new run is about; its title is what it comes from and the day."""
    title = name or here.say(f"data.origin.{origin}")
    return About(
        title=f"{title}, {formats.day(formats.today(st.context.timezone), here.language)}",
        origin=origin,
        created_by=here.state.by,
        sources=list(sources),
    )


def begin(here: Desk, wanted: About) -> RunEntry:
    """A new run, on the screen."""
    entry = workspace().create(wanted)
    here.open(entry)
    return entry


def leave_out(entry: RunEntry, path: Path) -> None:
    """Take one source out of a run that is not analysed yet; an uploaded file is deleted. One that is out already
    stays out."""
    left_out = {source for source, at in zip(entry.about.sources, entry.inputs, strict=True) if at == str(path)}
    if any(not Path(source).is_absolute() for source in left_out):
        path.unlink(missing_ok=True)
    rest = [one for one in entry.about.sources if one not in left_out]
    write_json_atomic(entry.folder / ABOUT, entry.about.model_copy(update={"sources": rest}).model_dump(mode="json"))


def analyze(here: Desk, entry: RunEntry) -> None:
    """Start (or start again) the analysis. Raises `Busy` and `RunLocked`."""
    arguments = {"inputs": entry.inputs, "settings": _settings(here), "size": size_of(entry.inputs)}
    jobs().start(entry, JobKind.ANALYZE, here.state.by, arguments)


def import_live(here: Desk, wanted: Wanted, expected: int) -> None:
    """A run on live tickets, being imported and then analysed."""
    if here.state.run:  # the second half of a double click
        return
    entry = begin(here, about(here, Origin.LIVE, sources=[f"{INPUTS}/{FILE}"]))
    permits.give(entry.id, here.access)
    arguments = {"query": wanted.export_query(), "expected": expected, "settings": _settings(here)}
    jobs().start(entry, JobKind.IMPORT, here.state.by, arguments)


def import_again(here: Desk, job: JobRecord) -> None:
    """Ask for the same tickets once more, to be analysed with what is chosen now. Raises `Busy` and `RunLocked`."""
    permits.give(here.run.id, here.access)
    arguments = {**job.arguments, "settings": _settings(here)}
    jobs().start(here.run, JobKind.IMPORT, here.state.by, arguments)


def size_of(inputs: Sequence[str]) -> int | None:
    """Bytes to be read; None where a packed file does not tell how much is in it."""
    paths = [Path(one) for one in inputs]
    if any(path.suffix in PACKED_SUFFIXES for path in paths if path.suffix):
        return None
    return sum(path.stat().st_size for path in paths if path.is_file())


def _settings(here: Desk) -> dict[str, object]:
    """Those of the run, or those chosen in the sidebar for the next one; the business is the deployment's."""
    chosen: RunSettings = here.settings.model_copy(update={"domain": settings().domain})
    return chosen.model_dump(mode="json")
