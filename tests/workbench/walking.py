"""The nine steps as an admin takes them: one function a step, for whoever is at a `Desk`."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from playwright.sync_api import expect

from shared.improvement.approval import PromptPair
from tests.workbench.browsing import Desk
from workbench.desk import RUN
from workbench.workspace import About, Origin, RunEntry, Workspace

JOB_PATIENCE_MS = int(timedelta(minutes=2).total_seconds() * 1_000)
QUICK = 1
"""Conversations a context of the quick preset."""


def stored(runs: Path, folder: Path, title: str = "Corrida terminada") -> RunEntry:
    """A copy of a finished run's folder among those of a workbench."""
    entry = Workspace(runs).create(About(title=title, origin=Origin.SAMPLE, created_by="ana@example.com"))
    shutil.copytree(folder, entry.folder.path, dirs_exist_ok=True)
    return entry


def opened(desk: Desk, runs: Path) -> RunEntry:
    """The run that the address names."""
    named = re.search(rf"[?&]{RUN}=([^&]+)", desk.page.url)
    assert named, desk.page.url
    return Workspace(runs).entry(named[1], with_live=True)


def read(entry: RunEntry, name: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((entry.folder / name).read_bytes())
    return found


def analyse_sample(desk: Desk, runs: Path) -> RunEntry:
    """From the first page to the metrics of the bundled sample."""
    desk.press("data.sample.go")
    desk.arrive("metrics", JOB_PATIENCE_MS)
    return opened(desk, runs)


def upload(desk: Desk, runs: Path, *files: Path) -> RunEntry:
    """Bring files in; the run is not analysed yet."""
    desk.page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(files)
    desk.page.wait_for_url(re.compile(rf"[?&]{RUN}="))
    desk.settle()
    return opened(desk, runs)


def analyse(desk: Desk) -> None:
    """Start the analysis of what was brought in and go to its metrics."""
    desk.press("data.analyze")
    desk.button("data.to_metrics").click(timeout=JOB_PATIENCE_MS)
    desk.arrive("metrics")


def propose(desk: Desk) -> None:
    """Ask for a proposal and wait until it is there."""
    desk.go("proposals")
    desk.button("proposals.start").click()
    desk.tab("proposals.tab.prompts").wait_for(timeout=JOB_PATIENCE_MS)
    desk.settle()


def approve(desk: Desk, entry: RunEntry, system: str) -> PromptPair:
    """Put `system` in place of the proposed instructions and approve; what is approved then."""
    desk.field("approve.system.label").fill(system)
    approve_button = desk.button("approve.approve")
    expect(approve_button).to_be_enabled()
    approve_button.click()
    desk.text("approve.in_force.edited").wait_for()
    desk.settle()
    return PromptPair.model_validate(
        {name: read(entry, "approved_prompts.json")[name] for name in PromptPair.model_fields}
    )


def regenerate(desk: Desk) -> None:
    """Play with what is chosen, to the end."""
    desk.button("regenerate.start").click()
    desk.button("regenerate.to_compare").wait_for(timeout=JOB_PATIENCE_MS)
    desk.settle()
