"""The workbench without a browser: a workspace of its own, a signed-in admin, and pages run by Streamlit's AppTest."""

from __future__ import annotations

import functools
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from shared.cli.app import run as acs
from workbench import client, model, sessions, settings, workspace
from workbench.desk import page_file
from workbench.jobs import jobs as process_jobs
from workbench.sessions import Session
from workbench.state import State
from workbench.workspace import About, Origin, RunEntry, Workspace

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "shared" / "samples" / "kavak.jsonl"
APP = ROOT / "workbench" / "app.py"
PATIENCE_SEC = 60


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """AppTest makes a runtime for each run of a page, and each reads about every installed package anew: a quarter of
    the time. The packages stay what they are."""
    scan = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = functools.cache(scan)
    yield
    manifest_scanner.scan_component_manifests = scan


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[settings.Settings]:
    """Settings of a deployment of its own: nobody answers at its backend's address."""
    places = {"DATA_FOLDER": tmp_path / "data", "RUNS_FOLDER": tmp_path / "runs", "BACKEND_URL": "http://127.0.0.1:9"}
    for name, value in places.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("WORKBENCH_FILES_ONLY", "true")
    caches = (
        settings.settings,
        client.backend,
        sessions.sessions,
        workspace.workspace,
        process_jobs.jobs,
        model.llm_settings,
    )
    for cached in caches:
        cached.cache_clear()
    yield settings.settings()
    process_jobs.jobs().close()
    client.backend().close()
    for cached in caches:
        cached.cache_clear()


@pytest.fixture
def runs(deployment: settings.Settings) -> Workspace:
    return workspace.workspace()


@pytest.fixture
def signed_in(deployment: settings.Settings) -> State:
    """The tab of an admin whose account was just checked."""
    session = Session("access", "refresh", time.time() + 900, "Ana Admin", "ana@example.com")
    cookie = sessions.sessions().new(session)
    return State(cookie=cookie, name=session.name, email=session.email, checked_at=time.monotonic())


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the sample through the whole cycle (one conversation a context), made by `acs`: to be copied."""
    out = tmp_path_factory.mktemp("workbench") / "finished"
    assert acs(["improve", str(SAMPLE), "--out", str(out), "--approve", "--conversations-per-context", "1"]) == 0
    return out


@pytest.fixture
def finished_run(finished: Path, runs: Workspace) -> RunEntry:
    """That run, in the workspace."""
    entry = runs.create(
        About(title="Muestra", origin=Origin.SAMPLE, created_by="ana@example.com", sources=[str(SAMPLE)])
    )
    shutil.copytree(finished, entry.folder.path, dirs_exist_ok=True)
    return entry


@pytest.fixture
def open_page(signed_in: State) -> Callable[..., AppTest]:
    """`open_page("metrics", entry)`: the page as the admin sees it, run once."""

    def opened(name: str, entry: RunEntry | None = None, language: str = "es", tab: State | None = None) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=PATIENCE_SEC)
        state = tab or signed_in
        state.language, state.run = language, entry.id if entry else ""  # type: ignore[assignment]
        app.session_state["acs"] = state
        app.session_state["acs.started"] = True
        if entry:
            app.query_params["run"] = entry.id
        app.run()
        app.switch_page(page_file(name))
        app.run()
        assert not app.exception, app.exception
        return app

    return opened
