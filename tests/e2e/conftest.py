"""A finished small run for every end-to-end test, and a real Chromium where one is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from shared.cli.app import run

SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "kavak.jsonl"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one scenario a context, from `acs improve` with the offline model."""
    out = tmp_path_factory.mktemp("e2e") / "run"
    assert run(["improve", str(SAMPLE), "--out", str(out), "--approve", "--conversations-per-context", "1"]) == 0
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, open for one module: Playwright keeps an event loop running in the process while it is.

    Without one the test is skipped, unless `ACS_REQUIRE_BROWSER` says that it must run.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("ACS_REQUIRE_BROWSER"):
            pytest.fail("there is no Chromium and ACS_REQUIRE_BROWSER is set")
        pytest.skip("no Chromium is installed: browser tests are skipped")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
