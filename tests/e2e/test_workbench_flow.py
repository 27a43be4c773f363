"""The nine steps as a new admin takes them, on the sample and on an upload; every figure is that of the files."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backend.demo.people import ADMIN
from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS
from shared.domains.pack import load_pack
from shared.runs.reranking import rank
from tests.backend.serving import RunningServer
from tests.e2e.conftest import SAMPLE, acs
from tests.workbench import walking
from tests.workbench.browsing import Admins, Desk
from tests.workbench.running import WorkbenchProcess
from workbench.exporting.bundle import ZIP
from workbench.exporting.files import EXPORTS
from workbench.i18n import formats
from workbench.workspace import RunEntry

pytestmark = pytest.mark.browser

PUBLIC = Path(__file__).parents[3] / "shared" / "data" / "public_conversations.jsonl"
SENTENCE = "Responda siempre en dos frases."


def test_a_new_admin_gets_from_the_sample_to_a_published_improvement(
    admins: Admins, workbench: WorkbenchProcess, service: RunningServer, finished_run: Path
) -> None:
    desk = admins.open("/")
    desk.press("sign_in.as_demo")
    entry = walking.analyse_sample(desk, workbench.runs)
    assert walking.read(entry, "metrics.json") == json.loads((finished_run / "metrics.json").read_bytes())
    _metrics_say_what_the_file_says(desk, entry)
    _a_label_is_corrected(desk, entry)
    _a_weight_reorders_the_tools(desk, entry)
    walking.propose(desk)
    _five_parts_are_read(desk, entry)
    _texts_are_edited_and_approved(desk, entry)
    _conversations_are_regenerated(desk, entry)
    _the_verdict_is_that_of_the_comparison(desk, entry)
    _seven_files_and_a_zip_are_taken_along(desk, entry)
    _the_change_is_published_and_taken_back(desk, entry)


def _metrics_say_what_the_file_says(desk: Desk, entry: RunEntry) -> None:
    overall = walking.read(entry, "metrics.json")["overall"]
    resolved, csat, language = overall["resolution_rate"], overall["avg_csat"], desk.language
    cards = desk.page.locator(".figure-cards .figure")
    low, high = (formats.percent(resolved[end], language, 1) for end in ("low", "high"))
    first = cards.filter(has_text=desk.words("metrics.resolution_rate")).first
    expect(first).to_contain_text(formats.percent(resolved["value"], language, 1))
    expect(first).to_contain_text(desk.words("metrics.between", low=low, high=high))
    expect(first).to_contain_text(desk.words("metrics.n.other", n=resolved["n"]))
    second = cards.filter(has_text=desk.words("metrics.avg_csat"))
    expect(second).to_contain_text(formats.number(csat["value"], language, 2))
    desk.press("metrics.read_worst")
    expect(desk.page.get_by_role("dialog").locator("ol.chat li").first).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)


def _a_label_is_corrected(desk: Desk, entry: RunEntry) -> None:
    """ "conv_0001" asks for an offer; a person says that it is about the warranty too."""
    before = walking.read(entry, "metrics.json")["by"]["intent"]["warranty_claim"]["total"]
    desk.go("intents")
    desk.field("intents.by_id").fill("conv_0001")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("mark").first).to_be_visible()
    desk.settle()
    wanted = load_pack(entry.folder.info().settings.domain).intent("warranty_claim").label[desk.language]
    desk.pick("intents.correct.label", wanted)
    desk.button("intents.correct.save").click()
    expect(desk.page.locator(".st-key-card-corrections")).to_contain_text("conv_0001")
    assert walking.read(entry, "metrics.json")["by"]["intent"]["warranty_claim"]["total"] == before + 1


def _a_weight_reorders_the_tools(desk: Desk, entry: RunEntry) -> None:
    """Answered while it is moved; nothing is written before it is kept."""
    desk.choose("intents.view.ranking")
    shown = desk.page.locator(".ranked strong")
    kept = [row.tool for row in rank(entry.folder, DEFAULT_RANKING_WEIGHTS)]
    expect(shown).to_have_text(kept)
    desk.slide("intents.part.frequency", "End")
    desk.slide("intents.part.unresolved", "Home")
    desk.slide("intents.part.csat_gap", "Home")
    moved = [
        row.tool
        for row in rank(entry.folder, {**DEFAULT_RANKING_WEIGHTS, "frequency": 1, "unresolved": 0, "csat_gap": 0})
    ]
    assert moved != kept
    expect(shown).to_have_text(moved)
    desk.press("intents.weights.reset")
    expect(shown).to_have_text(kept)


def _five_parts_are_read(desk: Desk, entry: RunEntry) -> None:
    proposal = walking.read(entry, "llm_rewrite_response.json")["proposal"]
    parts = {
        "prompts": proposal["prompt_changes"]["rationale"],
        "code": proposal["code_changes"][0]["title"],
        "tools": proposal["tools"][0]["name"],
        "plan": proposal["evaluation_plan"]["success_criteria"],
        "risks": proposal["risks"][0],
    }
    for part, said in parts.items():
        desk.tab(f"proposals.tab.{part}").click()
        expect(desk.page.get_by_role("tabpanel").get_by_text(said).first).to_be_visible()


def _texts_are_edited_and_approved(desk: Desk, entry: RunEntry) -> None:
    desk.go("approve")
    template, system = desk.field("approve.template.label"), desk.field("approve.system.label")
    right = template.input_value()
    template.fill(right.replace("{contexto}", ""))
    expect(desk.page.get_by_text(desk.words("approve.problem.missing", names="{contexto}"))).to_be_visible()
    expect(desk.button("approve.approve")).to_be_disabled()
    template.fill(right)
    wanted = f"{system.input_value()}\n{SENTENCE}"
    approved = walking.approve(desk, entry, wanted)
    assert approved.system_prompt == wanted
    assert approved.user_template == right
    assert walking.read(entry, "approved_prompts.json")["approved_by"] == ADMIN.email


def _conversations_are_regenerated(desk: Desk, entry: RunEntry) -> None:
    desk.go("regenerate")
    desk.choose("parameters.preset.quick")
    scenarios = entry.folder.info().settings.conversations_per_context * len(
        walking.read(entry, "metrics.json")["by"]["context"]
    )
    cost = desk.page.locator(".st-key-card-cost")
    expect(cost.locator("dd").first).to_have_text(str(2 * scenarios))
    expect(cost).to_contain_text(formats.usd(0.0, desk.language))
    walking.regenerate(desk)
    assert walking.read(entry, "simulation.json")["complete"]


def _the_verdict_is_that_of_the_comparison(desk: Desk, entry: RunEntry) -> None:
    desk.press("regenerate.to_compare")
    desk.arrive("compare")
    comparison = walking.read(entry, "comparison.json")
    verdict = desk.page.locator(".verdict")
    expect(verdict).to_contain_text(comparison["verdict_words"][desk.language])
    expect(verdict).to_contain_text(desk.words(f"compare.why.{comparison['reason']}"))
    score = comparison["metrics"]["score"]
    row = desk.page.get_by_role("row").filter(has_text="Score").first
    for value in (score["baseline"], score["proposed"]):
        expect(row).to_contain_text(formats.number(value, desk.language, 2))


def _seven_files_and_a_zip_are_taken_along(desk: Desk, entry: RunEntry) -> None:
    desk.go("export")
    for name in (export.name for export in EXPORTS):
        assert _downloaded(desk, "export.download", name) == (entry.folder / name).read_bytes(), name
    desk.button("export.zip.make").click()
    with zipfile.ZipFile(io.BytesIO(_downloaded(desk, "export.zip.download", ZIP, f"{entry.id}-{ZIP}"))) as bundle:
        for name in (export.name for export in EXPORTS):
            assert bundle.read(name) == (entry.folder / name).read_bytes(), name


def _downloaded(desk: Desk, key: str, name: str, saved_as: str = "") -> bytes:
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("link", name=f"{desk.words(key)}: {name}", exact=True).click()
    assert waiting.value.suggested_filename == (saved_as or name)
    return waiting.value.path().read_bytes()


def _the_change_is_published_and_taken_back(desk: Desk, entry: RunEntry) -> None:
    approved = walking.read(entry, "approved_prompts.json")
    live = desk.page.locator(".st-key-card-live")
    expect(live).to_contain_text(approved["baseline_release_id"])
    desk.button("publish.do").click()
    popover = desk.page.locator('[data-testid="stPopoverBody"]')
    popover.get_by_label(desk.words("publish.reason")).fill("Prueba de punta a punta")
    popover.get_by_text(desk.words("publish.sure")).click()
    publish = popover.get_by_role("button", name=desk.words("publish.yes"))
    expect(publish).to_be_enabled()
    publish.click()
    expect(desk.text("publish.done")).to_be_visible()
    expect(live).to_contain_text(approved["proposed_release_id"])
    desk.button("publish.back").click()
    popover.get_by_label(desk.words("publish.reason")).fill("Era una prueba")
    popover.get_by_role("button", name=desk.words("publish.back.yes")).click()
    expect(desk.text("publish.back.done")).to_be_visible()
    expect(live).to_contain_text(approved["baseline_release_id"])


@pytest.mark.parametrize("source", [SAMPLE, PUBLIC], ids=["an upload", "public conversations"])
def test_uploaded_conversations_get_to_a_verdict(
    admins: Admins, workbench: WorkbenchProcess, admin_cookie: str, source: Path, tmp_path: Path
) -> None:
    if not source.is_file():
        pytest.skip(f"{source} is not here")
    packed, other = tmp_path / "conversaciones.jsonl.gz", tmp_path / "acs"
    records = [json.loads(line) for line in source.read_bytes().splitlines()]
    fresh = [one | {"conversation_id": f"otra-{number}"} for number, one in enumerate(records)]  # nobody corrected any
    packed.write_bytes(gzip.compress("\n".join(map(json.dumps, fresh)).encode()))
    desk = admins.open("/", cookie=admin_cookie, language="en")
    entry = walking.upload(desk, workbench.runs, packed)
    walking.analyse(desk)
    acs(["analyze", str(packed), "--out", str(other)])
    assert walking.read(entry, "metrics.json") == json.loads((other / "metrics.json").read_bytes())
    assert (entry.folder / "candidate_tools_ranked.csv").read_bytes() == (
        other / "candidate_tools_ranked.csv"
    ).read_bytes()
    walking.propose(desk)
    desk.go("approve")
    walking.approve(desk, entry, f"{desk.field('approve.system.label').input_value()}\n{SENTENCE}")
    desk.go("regenerate")
    desk.choose("parameters.preset.quick")
    walking.regenerate(desk)
    _the_verdict_is_that_of_the_comparison(desk, entry)
