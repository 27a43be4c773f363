"""What files people bring: broken lines, other shapes, texts that try to be something else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx2
import orjson
import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from tests.e2e.conftest import SAMPLE, acs
from tests.workbench import hostile, walking
from tests.workbench.browsing import Admins, Desk
from tests.workbench.running import WorkbenchProcess
from workbench.data.preview import Problem
from workbench.sessions import COOKIE
from workbench.workspace import RunEntry, Workspace

pytestmark = pytest.mark.browser

BROKEN = {
    "json": b'{"conversation_id": "half", "transcript": [{"role": "user", "con',
    "transcript": b'{"conversation_id": "none", "meta": {}}',
    "messages": b'{"conversation_id": "odd", "transcript": [7, null]}',
    "empty": b'{"conversation_id": "blank", "transcript": [{"role": "user", "content": " "}]}',
}
"""A broken line by the reason that is shown for it."""
OTHER_SHAPES = {
    "precios.csv": (b"name,price\nJetta,10\n", Problem.CSV_COLUMNS),
    "numeros.json": (b"[1, 2, 3]", Problem.NO_TRANSCRIPT),
    "foto.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), Problem.OTHER_FILE),
    "vacio.jsonl": (b"", Problem.EMPTY),
    "carta.txt": ("Hola, esto es una carta.\nSaludos.\n".encode("utf-16"), Problem.NOT_JSON),
}
PAGES = ("data", "metrics", "intents", "proposals", "approve", "regenerate", "compare", "export", "history")
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def test_of_a_tenth_of_broken_lines_every_one_is_told_and_the_rest_counts(
    admins: Admins, workbench: WorkbenchProcess, admin_cookie: str, tmp_path: Path
) -> None:
    good = SAMPLE.read_bytes().splitlines()
    broken = [list(BROKEN.values())[number % len(BROKEN)] for number in range(len(good) // 10)]
    lines = [line for at, one in enumerate(good) for line in ([one, broken[at // 10]] if at % 10 == 9 else [one])]
    file = tmp_path / "con errores.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    desk = admins.open("/", cookie=admin_cookie)
    entry = walking.upload(desk, workbench.runs, file)
    expect(desk.main().get_by_text(desk.counted("data.rejected_so_far", len(broken)))).to_be_visible()
    walking.analyse(desk)
    assert walking.read(entry, "metrics.json")["overall"]["total"] == len(good)
    desk.go("data")
    figures = desk.main().locator(".figures")
    expect(figures).to_contain_text(f"{desk.words('data.count.accepted')}\n{len(good)}", use_inner_text=True)
    expect(figures).to_contain_text(f"{desk.words('data.count.rejected')}\n{len(broken)}", use_inner_text=True)
    for code, count in Counter(list(BROKEN)[number % len(BROKEN)] for number in range(len(broken))).items():
        expect(desk.main().get_by_text(f"{desk.words(f'data.reason.{code}')} · {count}")).to_be_visible()
    rejected = (entry.folder / "rejected.jsonl").read_bytes()
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("link", name=desk.words("data.rejected.download")).click()
    assert waiting.value.path().read_bytes() == rejected
    assert len(rejected.splitlines()) == len(broken)


def test_files_of_another_shape_are_told_apart_and_leave_nothing_behind(
    admins: Admins, workbench: WorkbenchProcess, admin_cookie: str, tmp_path: Path
) -> None:
    before = {entry.id for entry in Workspace(workbench.runs).entries(with_live=True)}
    desk = admins.open("/", cookie=admin_cookie)
    for name, (content, problem) in OTHER_SHAPES.items():
        (tmp_path / name).write_bytes(content)
        entry = walking.upload(desk, workbench.runs, tmp_path / name)
        expect(desk.text(f"data.problem.{problem}")).to_be_visible()
        expect(desk.text("data.expected")).to_be_visible()
        expect(desk.button("data.analyze")).to_be_disabled()
        expect(desk.step("metrics")).to_be_visible()
        assert not (entry.folder / "job.json").exists(), name
        desk.button("data.discard").click()
        desk.button("data.discard.yes").click()
        expect(desk.button("data.sample.go")).to_be_visible()
        desk.settle()
        assert not entry.folder.path.exists(), name
    assert {entry.id for entry in Workspace(workbench.runs).entries(with_live=True)} == before


def test_utf_16_and_a_list_are_read_as_they_are_meant(
    admins: Admins, workbench: WorkbenchProcess, admin_cookie: str, tmp_path: Path
) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()[:4]
    (tmp_path / "a.jsonl").write_bytes("\n".join(lines[:2]).encode("utf-16"))
    (tmp_path / "b.json").write_text(json.dumps([json.loads(line) for line in lines[2:]]), encoding="utf-8")
    desk = admins.open("/", cookie=admin_cookie)
    entry = walking.upload(desk, workbench.runs, tmp_path / "a.jsonl", tmp_path / "b.json")
    expect(desk.main().get_by_text(desk.counted("data.read_all", 2))).to_have_count(2)
    walking.analyse(desk)
    kept = [orjson.loads(line) for line in (entry.folder / "baseline_conversations.jsonl").read_bytes().splitlines()]
    assert [one["transcript"] for one in kept] == [json.loads(line)["transcript"] for line in lines]


def test_a_double_click_starts_one_analysis(
    admins: Admins, workbench: WorkbenchProcess, admin_cookie: str, tmp_path: Path
) -> None:
    before = len(Workspace(workbench.runs).entries(with_live=True))
    desk = admins.open("/", cookie=admin_cookie)
    desk.button("data.sample.go").dblclick()
    desk.arrive("metrics", walking.JOB_PATIENCE_MS)
    assert len(Workspace(workbench.runs).entries(with_live=True)) == before + 1
    upload = admins.open("/", cookie=admin_cookie)
    entry = walking.upload(upload, workbench.runs, SAMPLE)
    upload.button("data.analyze").dblclick()
    upload.button("data.to_metrics").wait_for(timeout=walking.JOB_PATIENCE_MS)
    assert workbench.said().count(f"analyze {entry.id}") <= 1
    assert len(Workspace(workbench.runs).entries(with_live=True)) == before + 2


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of conversations, and a proposal, whose texts try to be something else."""
    folder = tmp_path_factory.mktemp("hostile")
    source, out = hostile.write(folder / "hostile.jsonl", hostile.conversations(SAMPLE)), str(folder / "run")
    acs(["improve", str(source), "--out", out])
    path = Path(out) / "llm_rewrite_response.json"
    path.write_text(json.dumps(hostile.proposal(json.loads(path.read_bytes()))), encoding="utf-8")
    for command in (["approve", out], ["simulate", out, "--conversations-per-context", "2"], ["compare", out]):
        acs(command)
    return Path(out)


@pytest.fixture
def watched(admins: Admins, workbench: WorkbenchProcess, admin_cookie: str) -> Iterator[Desk]:
    """An admin whose browser may ask nobody but the workbench, and may open no dialog."""
    desk = Desk(admins.context(cookie=admin_cookie).new_page())
    wrong: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    def asked(request: Request) -> None:
        if _outside(request.url, workbench.url):
            wrong.append(request.url)

    desk.page.on("dialog", dismissed)
    desk.page.on("request", asked)
    yield desk
    assert wrong == []


def _outside(url: str, own: str) -> bool:
    return not url.startswith((own, own.replace("http", "ws"), "data:", "blob:"))


def test_hostile_texts_stay_texts_on_every_page(watched: Desk, workbench: WorkbenchProcess, hostile_run: Path) -> None:
    entry = walking.stored(workbench.runs, hostile_run, title=hostile.EVERYTHING[:120])
    for name in PAGES:
        watched.visit(f"/{name}?run={entry.id}")
        _unfold(watched, name, entry)
        _nothing_came_of_it(watched.page, name)
        expect(watched.main(), name).to_contain_text("<script>window.harm = 1</script>", use_inner_text=True)


def _unfold(desk: Desk, name: str, entry: RunEntry) -> None:
    """Bring to the screen what a page holds back."""
    if name == "metrics":
        desk.press("metrics.read_worst")
        expect(desk.page.get_by_role("dialog").locator("ol.chat")).to_contain_text("window.harm")
        _nothing_came_of_it(desk.page, "reader")
        desk.page.keyboard.press("Escape")
    if name == "intents":
        conversation = orjson.loads((entry.folder / "baseline_conversations.jsonl").read_bytes().splitlines()[0])
        desk.field("intents.by_id").fill(conversation["conversation_id"])
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator("ol.chat")).to_contain_text("window.harm")
        desk.settle()
        _nothing_came_of_it(desk.page, "why")
        desk.choose("intents.view.ranking")
        desk.page.locator('[class*="st-key-intents-evidence"] summary').first.click()
        desk.settle()
    if name == "proposals":
        for part in ("code", "tools", "plan", "risks", "prompts"):
            desk.tab(f"proposals.tab.{part}").click()
    if name == "compare":
        desk.page.locator("ol.chat").first.wait_for()
    desk.settle()


def _nothing_came_of_it(page: Page, where: str) -> None:
    assert page.evaluate("window.harm") is None, where
    for made in (
        "#harm",
        "[onerror]",
        "[onload]",
        "iframe[src*='evil']",
        "img[src*='evil']",
        "a[href*='evil']",
        "a[href^='javascript']",
    ):
        assert page.locator(made).count() == 0, (where, made)


def test_no_cell_of_a_csv_is_a_formula(workbench: WorkbenchProcess, admin_cookie: str, hostile_run: Path) -> None:
    entry = walking.stored(workbench.runs, hostile_run)
    names = ("candidate_tools_ranked.csv", "baseline_meta.csv", "proposed_meta.csv", "intents.csv")
    with httpx2.Client(base_url=workbench.url, cookies={COOKIE: admin_cookie}, verify=False) as client:
        for name in names:
            text = client.get(f"/runs/{entry.id}/{name}").raise_for_status().text
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
            assert len(cells) > len(names), name
            assert [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == [], name
    kept = (entry.folder / "baseline_meta.csv").read_text(encoding="utf-8")
    assert "HYPERLINK" in kept
