"""The portal as programs see it: addresses, headers, what the build holds, replicas, how it starts and stops."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import expect

from portal.building import FOLDER, STATIC
from tests.backend.faults.supervised import quiet_port
from tests.backend.people import PASSWORD
from tests.backend.platform.processes import ROOT
from tests.backend.serving import RunningServer
from tests.e2e.conftest import Customer
from tests.portal.browsing import Reader, Visitors, visit
from tests.portal.redis_server import redis_server
from tests.portal.running import PortalProcess

PAGES = ("/", "/login", "/signup", "/forgot", "/reset", "/dashboard", "/tickets", "/tickets/new", "/profile")
CASE = "/tickets/00000000-0000-0000-0000-000000000000"
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HOST = re.compile(r"https?://[^\s\"'/]+")


@pytest.fixture(scope="module")
def http(portal: PortalProcess) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=portal.url, verify=False, follow_redirects=False, timeout=30) as client:
        yield client


@pytest.mark.parametrize("path", [*PAGES, CASE])
def test_a_page_is_there_at_its_address_without_a_redirect(http: httpx2.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert http.head(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nowhere", "/tickets/a/b", "/assets/none.js", "/.env", "/%2e%2e/%2e%2e/settings.py", "/login.txt"]
)
def test_what_is_not_there_is_404(http: httpx2.Client, path: str) -> None:
    assert http.get(path).status_code == 404


@pytest.mark.parametrize("path", [*PAGES, CASE, "/nowhere"])
def test_the_policy_names_every_script_of_the_page_and_no_eval(http: httpx2.Client, path: str) -> None:
    answer = http.get(path)
    policy = answer.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert "unsafe-inline" not in directives["script-src"]
    assert (directives["object-src"], directives["frame-ancestors"], directives["base-uri"]) == (
        "'none'",
        "'none'",
        "'self'",
    )
    scripts = _INLINE.findall(answer.text)
    assert scripts
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in directives["script-src"]
    assert not re.search(r"<[a-z][^>]*\son\w+=", answer.text)


@pytest.mark.parametrize("path", ["/", "/login", "/nowhere", "/theme.css", "/favicon.svg", "/_health"])
def test_every_answer_has_the_headers_that_keep_browsers_safe(http: httpx2.Client, path: str) -> None:
    given = http.get(path).headers
    assert given["x-content-type-options"] == "nosniff"
    assert given["referrer-policy"] == "same-origin"
    assert given["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in given


def test_files_with_a_hash_in_their_name_are_kept_for_ever_and_pages_are_not(http: httpx2.Client) -> None:
    page = http.get("/")
    script = re.search(r'"(/assets/[^"]+\.js)"', page.text)
    assert script is not None
    assert "immutable" in http.get(script[1]).headers["cache-control"]
    assert page.headers["cache-control"] == "no-cache"


def test_pages_are_compressed_for_who_can_read_it(http: httpx2.Client) -> None:
    assert http.get("/", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in http.get("/", headers={"Accept-Encoding": "identity"}).headers


def test_the_build_has_no_library_that_we_do_not_use(portal: PortalProcess) -> None:
    built = [path for path in STATIC.rglob("*") if path.suffix in (".js", ".css", ".html")]
    assert built
    for library in ("radix", "sonner", "react-moment"):
        assert [path.name for path in built if library in path.read_text(encoding="utf-8").lower()] == [], library


def test_neither_lock_nor_build_name_a_place_of_this_machine(portal: PortalProcess) -> None:
    lock = (FOLDER / "reflex.lock" / "package-lock.json").read_text()
    hosts = {host for host in _HOST.findall(lock) if not host.startswith("https://") or "registry" in host}
    assert hosts == set()
    assert '"resolved"' not in lock
    for path in STATIC.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text, path
        assert not re.search(r"(?:ws|http)://localhost:\d+", text), path


@pytest.mark.browser
def test_replicas_share_sessions_and_the_state_of_tabs(
    visitors: Visitors, customer: Callable[..., Customer], service: RunningServer, tmp_path: Path
) -> None:
    """Somebody logs in at one and goes on at the other."""
    ana = customer(name="Ana Replicada")
    for folder in ("redis", "one", "other"):
        (tmp_path / folder).mkdir()
    with (
        redis_server(tmp_path / "redis") as redis,
        PortalProcess(tmp_path / "one", service.url, REDIS_URL=redis) as one,
    ):
        visitors.url = one.url
        reader = Reader(visitors.open("/login"))
        reader.field("auth.email").fill(ana.person.email)
        reader.field("auth.password").fill(PASSWORD)
        reader.button("auth.login.submit").click()
        reader.page.wait_for_url("**/dashboard")
        # The cookie is for the host, whatever the port.
        with PortalProcess(tmp_path / "other", service.url, REDIS_URL=redis) as other:
            visit(reader.page, f"{other.url}/profile")
            expect(reader.page.get_by_text("Ana Replicada").first).to_be_visible()
            reader.page.goto("about:blank")


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"PORTAL_PORT": "three"}, 2, "PORTAL_PORT"),
        ({"ENVIRONMENT": "staging"}, 2, "ENVIRONMENT"),
        ({"SESSION_DAYS": "0"}, 2, "SESSION_DAYS"),
    ],
)
def test_wrong_settings_are_one_line_and_exit_code_2(changes: dict[str, str], code: int, words: str) -> None:
    done = _started(changes)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_taken_port_is_one_line(portal: PortalProcess) -> None:
    done = _started({"PORTAL_PORT": str(portal.port), "PORTAL_URL": portal.url})
    assert done.returncode == 1
    assert "PORTAL_PORT" in done.stderr
    assert done.stderr.count("\n") == 1


def _started(changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "portal"], cwd=ROOT, env={**os.environ, "REFLEX_BACKEND_ONLY": "", **changes},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_told_without_a_word(
    service: RunningServer, portal: PortalProcess, tmp_path: Path, number: int
) -> None:
    with PortalProcess(tmp_path, service.url) as running:
        assert running.stop(number) == 0
        assert "Traceback" not in running.said()
        assert running.said().count("\n") == 1


def test_it_starts_without_a_backend_and_says_so_on_the_page(portal: PortalProcess, tmp_path: Path) -> None:
    with PortalProcess(tmp_path, f"http://127.0.0.1:{quiet_port()}") as running:
        answer = httpx2.get(f"{running.url}/login", verify=False)
        assert answer.status_code == 200
        assert "--brand:" in httpx2.get(f"{running.url}/theme.css", verify=False).text
