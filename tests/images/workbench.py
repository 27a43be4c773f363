"""Pictures of the workbench, every page in both themes: a finished run of the sample, a waiting one, the inbox."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from shared.cli.app import run as acs
from shared.improvement.number_format import Language
from shared.runs.folder import RunFolder
from tests.backend.people import made_person
from tests.backend.serving import SECRET
from tests.images.studio import DEVICES, THEMES, Device, file_of, save
from tests.workbench.browsing import Admins, Desk
from tests.workbench.conftest import SAMPLE
from tests.workbench.running import WorkbenchProcess
from workbench.workspace import About, Origin, Workspace

PHONE_DEVICE, DESKTOP_DEVICE = DEVICES
TALLEST_PX = 2_600
_DRAWN_MS = 900
"""Charts draw themselves after the page stands still."""
_UNROLL = '[data-testid="stMain"], [data-testid="stAppViewContainer"] { overflow: visible !important; }'
_HEIGHT = "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
_LIST = """# Pictures of the workbench

Every page as `make images` sees it: a run of the bundled sample with the offline model, in front of a real backend with
demo data, in both themes.

"""


def nothing(desk: Desk) -> None:
    """The page as it opens."""


def open_first_case(desk: Desk) -> None:
    """The one that waits longest."""
    desk.page.locator('[class*="st-key-case-row-"]').first.get_by_role("button").click()
    desk.page.locator(".talk").first.wait_for()
    desk.settle()


@dataclass(frozen=True)
class Shot:
    """What to take: the page at `path` once `prepare` has done something on it."""

    name: str
    shows: str
    path: str
    prepare: Callable[[Desk], None] = nothing
    signed_in: bool = True
    language: Language = "es"
    themes: tuple[str, ...] = THEMES
    devices: tuple[Device, ...] = (DESKTOP_DEVICE,)


def shots() -> Iterator[Shot]:
    """In the order of the flow."""
    both = DEVICES
    yield Shot("sign-in", "Signing in", "/", signed_in=False, devices=both)
    yield Shot("data-new", "Data: four ways to bring conversations", "/data", devices=both)
    yield Shot("data", "Data: what is in a run", "/data?run=muestra")
    yield Shot("metrics", "Metrics", "/metrics?run=muestra", devices=both)
    yield Shot("intents", "Intents: what customers ask for", "/intents?run=muestra")
    yield Shot("proposals", "Proposals", "/proposals?run=muestra")
    yield Shot("approve", "Approve: the prompts beside their differences", "/approve?run=muestra")
    yield Shot("regenerate-before", "Regenerate: what it will cost and how long", "/regenerate?run=por-regenerar")
    yield Shot("regenerate", "Regenerate: played", "/regenerate?run=muestra")
    yield Shot("compare", "Compare: the verdict first", "/compare?run=muestra", devices=both)
    yield Shot("compare-pt", "Compare in Portuguese", "/compare?run=muestra", language="pt", themes=("light",))
    yield Shot("compare-en", "Compare in English", "/compare?run=muestra", language="en", themes=("light",))
    yield Shot("export", "Export and publish", "/export?run=muestra")
    yield Shot("history", "History", "/history?run=muestra")
    yield Shot("inbox", "Inbox: who waits for a person", "/inbox", devices=both)
    yield Shot("inbox-case", "Inbox: a case", "/inbox", prepare=open_first_case, devices=both)


def take(browser: Browser, workbench: WorkbenchProcess, cookie: str, folder: Path, only: list[str]) -> None:
    """All, or those whose names begin with one of `only`, and the list of them."""
    folder.mkdir(exist_ok=True)
    taken = list(shots())
    for shot in taken:
        if only and not shot.name.startswith(tuple(only)):
            continue
        print(f"workbench/{shot.name}", flush=True)
        for device in shot.devices:
            for theme in shot.themes:
                _shoot(browser, workbench, shot, device, theme, cookie if shot.signed_in else "", folder)
    files = {
        shot.name: [file_of(Path(), shot.name, d.name, t) for d in shot.devices for t in shot.themes] for shot in taken
    }
    rows = (
        f"## {shot.shows}\n\n"
        + " ".join(f'<img src="{file}" width="320" alt="{shot.shows}">' for file in files[shot.name])
        for shot in taken
    )
    (folder / "README.md").write_text(_LIST + "\n\n".join(rows) + "\n", encoding="utf-8")


def _shoot(
    browser: Browser, workbench: WorkbenchProcess, shot: Shot, device: Device, theme: str, cookie: str, folder: Path
) -> None:
    admins = Admins(browser, workbench.url)
    desk = admins.open(
        shot.path, shot.language, width=device.width, cookie=cookie, color_scheme=theme, reduced_motion="reduce",
        device_scale_factor=device.scale,
    )  # fmt: skip
    shot.prepare(desk)
    desk.settle()
    desk.page.add_style_tag(content=_UNROLL)
    desk.page.wait_for_timeout(_DRAWN_MS)
    height = min(max(device.height, int(desk.page.evaluate(_HEIGHT)) + 40), TALLEST_PX)
    desk.page.set_viewport_size({"width": device.width, "height": height})
    desk.page.wait_for_timeout(_DRAWN_MS)
    save(desk.page, file_of(folder, shot.name, device.name, theme), device, height)
    admins.close()


@contextmanager
def workbench_with_runs(engine: object, backend: str) -> Iterator[tuple[WorkbenchProcess, str]]:
    """The workbench with a finished run and one that waits to be simulated, and the cookie of an admin."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        _make_runs(Workspace(folder / "runs"))
        with WorkbenchProcess(folder, backend) as running:
            person = made_person(engine, backend, SECRET, "admin", name="Ana Admin", email="ana@example.com")  # type: ignore[arg-type]
            yield running, running.signed_in(person.token, email=person.email)
            person.close()


def _make_runs(space: Workspace) -> None:
    finished = space.path / "muestra"
    assert acs(["improve", str(SAMPLE), "--out", str(finished), "--approve"]) == 0
    waiting = space.path / "por-regenerar"
    shutil.copytree(finished, waiting)
    for name in (
        "simulation.json",
        "comparison.json",
        "journal.jsonl",
        "scenarios.jsonl",
        "proposed_conversations.jsonl",
    ):
        (waiting / name).unlink()
    for path, title in ((finished, "Conversaciones de noviembre"), (waiting, "Segunda propuesta")):
        about = About(
            title=title, origin=Origin.SAMPLE, created_by="ana@example.com", sources=[str(SAMPLE)],
            created_at=RunFolder(path).info().created_at,
        )  # fmt: skip
        (path / "workbench.json").write_text(about.model_dump_json(), encoding="utf-8")
