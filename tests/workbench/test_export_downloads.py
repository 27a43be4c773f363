"""Downloads, over HTTP against the process that serves them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.workbench.running import WorkbenchProcess
from workbench.workspace import About, Origin, RunEntry, Workspace

NOBODY = "http://127.0.0.1:9"


def run_of(workbench: WorkbenchProcess, finished: Path, origin: Origin) -> RunEntry:
    entry = Workspace(workbench.runs).create(About(title=origin.value, origin=origin))
    for name in ("report.html", "metrics.json", "baseline_meta.csv", "run.json"):
        shutil.copy(finished / name, entry.folder / name)
    return entry


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchProcess]:
    """For admins only; its backend is away."""
    with WorkbenchProcess(tmp_path_factory.mktemp("admins"), NOBODY) as process:
        yield process


@pytest.fixture(scope="module")
def open_workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchProcess]:
    """Files may be worked on without an account."""
    with WorkbenchProcess(tmp_path_factory.mktemp("files"), NOBODY, WORKBENCH_FILES_ONLY="true") as process:
        yield process


@pytest.fixture(scope="module")
def cookies(workbench: WorkbenchProcess) -> dict[str, str]:
    return {"acs_workbench": workbench.signed_in("access")}


@pytest.fixture(scope="module")
def live(workbench: WorkbenchProcess, finished: Path) -> RunEntry:
    return run_of(workbench, finished, Origin.LIVE)


def ask(workbench: WorkbenchProcess, path: str, method: str = "GET", **more: object) -> httpx2.Response:
    with httpx2.Client(base_url=workbench.url, cookies=more.pop("cookies", None)) as client:  # type: ignore[arg-type]
        return client.request(method, path, **more)  # type: ignore[arg-type]


def test_an_admin_gets_the_file_as_it_is(workbench: WorkbenchProcess, cookies: dict[str, str], live: RunEntry) -> None:
    answer = ask(workbench, f"/runs/{live.id}/baseline_meta.csv", cookies=cookies)
    assert answer.status_code == 200
    assert answer.content == (live.folder / "baseline_meta.csv").read_bytes()
    assert answer.headers["content-disposition"] == 'attachment; filename="baseline_meta.csv"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("given", [{}, {"acs_workbench": "made-up"}, {"acs_workbench": ""}])
def test_nobody_else_gets_anything(workbench: WorkbenchProcess, live: RunEntry, given: dict[str, str]) -> None:
    assert ask(workbench, f"/runs/{live.id}/report.html", cookies=given).status_code == 401


@pytest.mark.parametrize("path", ["/", "/font/figtree.woff2", "/runs/none/none", "/_stcore/health"])
def test_no_page_of_another_site_can_frame_it(workbench: WorkbenchProcess, path: str) -> None:
    answer = ask(workbench, path)
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_head_tells_the_size_only(workbench: WorkbenchProcess, cookies: dict[str, str], live: RunEntry) -> None:
    answer = ask(workbench, f"/runs/{live.id}/report.html", "HEAD", cookies=cookies)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) == (live.folder / "report.html").stat().st_size


def test_a_download_that_broke_off_goes_on(
    workbench: WorkbenchProcess, cookies: dict[str, str], live: RunEntry
) -> None:
    whole = (live.folder / "report.html").read_bytes()
    part = ask(workbench, f"/runs/{live.id}/report.html", cookies=cookies, headers={"Range": "bytes=100-"})
    assert (part.status_code, part.content) == (206, whole[100:])
    beyond = {"Range": f"bytes={len(whole) + 1}-"}
    assert ask(workbench, f"/runs/{live.id}/report.html", cookies=cookies, headers=beyond).status_code == 416


@pytest.mark.parametrize(
    "path",
    [
        "/runs/{run}/run.json", "/runs/{run}/job.json", "/runs/{run}/workbench.json", "/runs/{run}/report.md",
        "/runs/{run}/%2e%2e%2f{run}%2freport.html", "/runs/../workbench/sessions.sqlite", "/runs/%2e%2e/report.html",
        "/runs/.deleted/report.html", "/runs/nobody-knows/report.html", "/runs/{run}/..%2fmetrics.json",
    ],
)  # fmt: skip
def test_nothing_but_exports_is_given_out(
    workbench: WorkbenchProcess, cookies: dict[str, str], live: RunEntry, path: str
) -> None:
    answer = ask(workbench, path.format(run=live.id), cookies=cookies)
    assert "content-disposition" not in answer.headers
    assert b"sources" not in answer.content
    assert b"SQLite" not in answer.content


def test_a_file_that_is_taken_away_meanwhile_comes_whole(
    workbench: WorkbenchProcess, cookies: dict[str, str], finished: Path
) -> None:
    entry = run_of(workbench, finished, Origin.UPLOAD)
    large = b"x" * 30_000_000
    (entry.folder / "report.html").write_bytes(large)
    with (
        httpx2.Client(base_url=workbench.url, cookies=cookies) as client,
        client.stream("GET", f"/runs/{entry.id}/report.html") as answer,
    ):
        pieces = answer.iter_bytes()
        first = next(pieces)
        Workspace(workbench.runs).delete(entry)
        assert len(first) + sum(map(len, pieces)) == len(large)
    assert ask(workbench, f"/runs/{entry.id}/report.html", cookies=cookies).status_code == 404


def test_files_only_gives_out_files_but_no_customers(open_workbench: WorkbenchProcess, finished: Path) -> None:
    upload = run_of(open_workbench, finished, Origin.UPLOAD)
    customers = run_of(open_workbench, finished, Origin.LIVE)
    assert ask(open_workbench, f"/runs/{upload.id}/report.html").status_code == 200
    assert ask(open_workbench, f"/runs/{customers.id}/report.html").status_code == 404
