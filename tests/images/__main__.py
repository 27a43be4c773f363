"""Pictures of every page of portal and workbench (`make images`): into docs/images/, in front of a real backend with
demo data and the offline model. `python -m tests.images workbench/compare` takes only those."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from portal.building import ensure_built
from shared.llm.client import create_model
from shared.llm.settings import LLMSettings
from tests.backend.faults.own_postgres import OwnPostgres
from tests.backend.platform.processes import ROOT
from tests.backend.serving import RunningServer, SlowTransport, test_settings
from tests.e2e.conftest import CHROMIUM_FLAGS
from tests.images.cast import Cast, assembled
from tests.images.scenes import scenes
from tests.images.sheets import make_sheets, write_list
from tests.images.studio import Studio
from tests.images.workbench import take, workbench_with_runs
from tests.portal.browsing import PATIENCE_MS, Visitors
from tests.portal.running import PortalProcess

FOLDER = ROOT / "docs" / "images"
MOST_BYTES = 7_000_000


def main(only: list[str]) -> int:
    """Take them all, or those whose names begin with one of `only`; 1 when they weigh too much."""
    of_workbench = [name.removeprefix("workbench/") for name in only if name.startswith("workbench")]
    of_portal = [name for name in only if not name.startswith("workbench")]
    if of_portal or not only:
        _take_portal(of_portal)
    if of_workbench or not only:
        _take_workbench([name for name in of_workbench if name != "workbench"])
    weight = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file())
    print(f"{weight / 1e6:.1f} MB in {FOLDER.relative_to(ROOT)}")
    return int(weight > MOST_BYTES)


def _take_portal(only: list[str]) -> None:
    pace = SlowTransport(0.0)
    with _portal(pace) as (portal, cast), _chromium() as browser:
        expect.set_options(timeout=PATIENCE_MS)
        visitors, pictures = Visitors(browser, portal.url), []
        studio = Studio(visitors, FOLDER)
        for picture in scenes(cast, pace):
            pictures.append(picture)
            if not only or picture.name.startswith(tuple(only)):
                print(picture.name, flush=True)
                studio.take(picture, cast.cookies.get(picture.who, ""))
        make_sheets(browser, FOLDER)
        write_list(pictures, FOLDER)
        visitors.close()


def _take_workbench(only: list[str]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, OwnPostgres() as postgres:
        settings = test_settings(postgres.url, Path(folder), demo_data=True)
        model = create_model(LLMSettings(_env_file=None))
        with (
            RunningServer(settings, model) as backend,
            workbench_with_runs(postgres.engine, backend.url) as (running, cookie),
            _chromium() as browser,
        ):
            expect.set_options(timeout=PATIENCE_MS)
            take(browser, running, cookie, FOLDER / "workbench", only)


@contextmanager
def _portal(pace: SlowTransport) -> Iterator[tuple[PortalProcess, Cast]]:
    """The whole service, with people and cases in it."""
    ensure_built()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, OwnPostgres() as postgres:
        settings = test_settings(postgres.url, Path(folder), demo_data=True)
        model = create_model(LLMSettings(_env_file=None), transport=pace)
        with RunningServer(settings, model) as backend, PortalProcess(Path(folder), backend.url) as portal:
            yield portal, assembled(postgres.engine, backend.url, portal)
            pace.pause_sec = 0.0


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("make images: no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
