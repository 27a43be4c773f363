"""A finished small run for every end-to-end test, a real Chromium where one is installed, and portal and
workbench in front of a real backend: one of each in a test process."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Engine, select

from backend.users.models import User
from portal.building import ensure_built
from shared.cli.app import run
from shared.llm.client import create_model
from shared.llm.settings import LLMSettings
from tests.backend.conftest import database_url, engine, postgres  # noqa: F401 - fixtures
from tests.backend.people import Person, made_person
from tests.backend.records import add_record
from tests.backend.serving import SECRET, RunningServer, SlowTransport, test_settings
from tests.portal.browsing import PATIENCE_MS, Visitors
from tests.portal.running import PortalProcess
from tests.workbench.browsing import Admins
from tests.workbench.running import WorkbenchProcess

SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "kavak.jsonl"
SAID_CHARACTERS = 2_000
# What Playwright itself turns off (the last such list counts), and pages of Chromium's own in every new window, which
# are a third of its work.
_OFF = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,OptimizationHints,NetworkTimeServiceQuerying,"
    "AvoidCorsURLLoaderRestartOnRedirect,AimEnabled,PreconnectToSearch"
)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    f"--disable-features={_OFF}",
]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the workbench said last stands below what failed in front of it."""
    report = yield
    at = getattr(item, "funcargs", {}).get("workbench")
    if report.failed and isinstance(at, WorkbenchProcess):
        report.sections.append(("the workbench", at.said()[-SAID_CHARACTERS:]))
    return report


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one scenario a context, from `acs improve` with the offline model."""
    out = tmp_path_factory.mktemp("e2e") / "run"
    words = ["improve", str(SAMPLE), "--out", str(out), "--approve", "--conversations-per-context", "1"]
    acs(words)
    return out


def acs(words: list[str]) -> None:
    """Run a command that must succeed, in a thread of its own: Playwright may keep an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run, words).result() == 0, words


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


@pytest.fixture(scope="session")
def pace() -> SlowTransport:
    """How fast the model writes: `pace.pause_sec` before each piece."""
    return SlowTransport(0.0)


@pytest.fixture(scope="package")
def service(
    database_url: str,  # noqa: F811
    pace: SlowTransport,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningServer]:
    """The backend behind the portal, with demo data."""
    settings = test_settings(database_url, tmp_path_factory.mktemp("service"), demo_data=True)
    with RunningServer(settings, create_model(LLMSettings(_env_file=None), transport=pace)) as running:
        yield running


@pytest.fixture(scope="package")
def portal(service: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    """The production build of the portal in front of `service`."""
    ensure_built()
    with PortalProcess(tmp_path_factory.mktemp("portal"), service.url) as running:
        yield running


@pytest.fixture
def visitors(browser: Browser, portal: PortalProcess, pace: SlowTransport) -> Iterator[Visitors]:
    """Browsers at the portal. The test fails when one of their consoles complains."""
    expect.set_options(timeout=PATIENCE_MS)
    made = Visitors(browser, portal.url)
    yield made
    pace.pause_sec = 0.0
    made.close()
    assert made.complaints == []


@pytest.fixture(scope="package")
def workbench(service: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchProcess]:
    """The workbench in front of `service`."""
    with WorkbenchProcess(tmp_path_factory.mktemp("workbench"), service.url) as running:
        yield running


@pytest.fixture
def admins(browser: Browser, workbench: WorkbenchProcess) -> Iterator[Admins]:
    """Browsers at the workbench. The test fails when one of their consoles complains."""
    expect.set_options(timeout=PATIENCE_MS)
    made = Admins(browser, workbench.url)
    yield made
    made.close()
    assert made.complaints == []


@pytest.fixture
def admin_cookie(engine: Engine, service: RunningServer, workbench: WorkbenchProcess) -> Iterator[str]:  # noqa: F811
    """The cookie of a browser in which an admin has signed in."""
    person = made_person(engine, service.url, SECRET, "admin", name="Ana Admin")
    yield workbench.signed_in(person.token, email=person.email)
    person.close()


class Customer(NamedTuple):
    """A person with their own way to the backend, and the cookie of a browser that they are signed in with."""

    person: Person
    cookie: str


@pytest.fixture
def customer(engine: Engine, service: RunningServer, portal: PortalProcess) -> Iterator[Callable[..., Customer]]:  # noqa: F811
    """Makes signed-in people: `customer()`, `customer("agent", name="Bea")`; each is owed something (see `owe`)."""
    made: list[Person] = []

    def make(role: str = "customer", **about: str) -> Customer:
        person = made_person(engine, service.url, SECRET, role, **about)
        made.append(person)
        owe(engine, person.id)
        # In a thread of its own: Playwright keeps an event loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            return Customer(person, thread.submit(asyncio.run, portal.signed_in(person.token)).result())

    yield make
    for one in made:
        one.close()


def owe(engine: Engine, customer: UUID) -> None:  # noqa: F811
    """The customer is owed money for a Jetta and has an offer for a Sentra."""
    due = (datetime.now(UTC).date() + timedelta(days=2)).isoformat()
    add_record(engine, customer, "payout", "scheduled", item="Jetta 2018", amount=241_300, date=due, account="8842")
    add_record(engine, customer, "offer", "active", item="Sentra 2017", amount=162_000, expires=due)


@pytest.fixture
def owed(engine: Engine) -> Callable[[str], None]:  # noqa: F811
    """`owe` to whom has this e-mail."""

    def to(email: str) -> None:
        with engine.connect() as connection:
            found = connection.scalar(select(User.id).where(User.email == email))
        assert found is not None
        owe(engine, found)

    return to
