"""What a run is taken along as: files that are what they say, and a zip that holds them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from shared.cli.app import run as acs
from shared.conversations.reading import read_conversations
from shared.conversations.schema import Conversation
from shared.conversations.writing import to_record
from workbench.compare.reading import report_language
from workbench.exporting import files
from workbench.exporting.bundle import MANIFEST, README, ZIP, fresh, manifest_of, pack
from workbench.exporting.files import EXPORTS
from workbench.exporting.packing import packing
from workbench.exporting.section import size
from workbench.workspace import RunEntry

NAMES = [
    "llm_rewrite_response.json", "candidate_tools_ranked.csv", "baseline_conversations.jsonl",
    "proposed_conversations.jsonl", "baseline_meta.csv", "proposed_meta.csv", "report.html",
]  # fmt: skip
FORMULAS = ("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1")


def html_of(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_page_offers_the_seven_files_by_their_names(
    open_page: Callable[..., AppTest], finished_run: RunEntry
) -> None:
    shown = html_of(open_page("export", finished_run))
    assert [export.name for export in EXPORTS] == NAMES
    assert re.findall(rf'href="/runs/{finished_run.id}/([^"]+)" download', shown) == NAMES


def test_a_file_is_told_with_its_size_and_its_rows(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    with (finished_run.folder / "baseline_meta.csv").open(newline="", encoding="utf-8") as file:
        rows = len(list(csv.DictReader(file)))
    shown = html_of(open_page("export", finished_run))
    assert f"{size((finished_run.folder / 'baseline_meta.csv').stat().st_size, 'es')} · {rows} filas" in shown


def test_what_is_not_there_says_which_step_makes_it(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    (finished_run.folder / "proposed_meta.csv").unlink()
    app = open_page("export", finished_run)
    assert "Se hace en el paso Regenerar." in html_of(app)
    app.button(key="go-proposed_meta.csv").click().run()
    assert not app.exception
    assert "Regenerar" in [title.value for title in app.title]


def test_the_zip_is_made_aside_and_then_offered(open_page: Callable[..., AppTest], finished_run: RunEntry) -> None:
    app = open_page("export", finished_run)
    app.button(key="zip-make").click().run()
    packing().wait(finished_run, 30)
    app.run()
    assert f'href="/runs/{finished_run.id}/export.zip"' in html_of(app)


def test_the_zip_holds_the_files_as_they_are_with_their_hashes(finished_run: RunEntry) -> None:
    pack(finished_run.folder, finished_run.title, "pt")
    with zipfile.ZipFile(finished_run.folder / ZIP) as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist() == [*NAMES, MANIFEST, README]
        manifest = json.loads(bundle.read(MANIFEST))
        for told in manifest["files"]:
            content = bundle.read(told["name"])
            assert content == (finished_run.folder / told["name"]).read_bytes()
            assert (told["bytes"], told["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        readme = bundle.read(README).decode()
    info = finished_run.folder.info()
    assert manifest["made_with"]["settings"] == info.settings.model_dump(mode="json")
    assert manifest["made_with"]["versions"] == info.versions
    assert "inputs" not in manifest["made_with"]
    assert readme.startswith("Muestra\nExecução")
    assert all(name in readme for name in NAMES)


@pytest.mark.parametrize("change", ["written anew", "taken away", "another language"])
def test_a_zip_of_other_files_is_not_offered(finished_run: RunEntry, change: str) -> None:
    folder = finished_run.folder
    pack(folder, finished_run.title, "es")
    assert fresh(folder, "es") is not None
    if change == "written anew":
        os.utime(folder / "report.html", ns=(1, 1))
    elif change == "taken away":
        (folder / "report.html").unlink()
    assert fresh(folder, "en" if change == "another language" else "es") is None


def test_a_damaged_zip_is_as_good_as_none(finished_run: RunEntry) -> None:
    (finished_run.folder / ZIP).write_bytes(b"PK\x03\x04 and no more")
    assert manifest_of(finished_run.folder) is None


def test_the_report_is_written_in_another_language_and_nothing_else(
    open_page: Callable[..., AppTest], finished_run: RunEntry
) -> None:
    before = (finished_run.folder / "comparison.json").read_bytes(), finished_run.folder.info()
    app = open_page("export", finished_run)
    app.button_group(key=f"report-language-{finished_run.id}-es").set_value("pt").run()
    assert not app.exception
    assert '<html lang="pt">' in (finished_run.folder / "report.html").read_text(encoding="utf-8")
    assert before == ((finished_run.folder / "comparison.json").read_bytes(), finished_run.folder.info())


def test_lines_are_counted_with_and_without_a_last_line_break(tmp_path: Path) -> None:
    for content, count in ((b"", 0), (b"{}\n{}\n", 2), (b"{}\n{}", 2)):
        (tmp_path / "lines").write_bytes(content)
        assert files.count_lines(tmp_path / "lines") == count


def test_a_row_with_a_line_break_in_a_cell_is_one_row(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text('id,text\n1,"one\ntwo"\n2,three\n', encoding="utf-8")
    assert files.count_csv(tmp_path / "rows.csv") == 2


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Through the whole cycle with formulas wherever a customer or a file can put a text."""
    folder = tmp_path_factory.mktemp("hostile")
    source = folder / "hostile.jsonl"
    lines = []
    for number in range(24):
        formula = FORMULAS[number % len(FORMULAS)]
        context = "buying" if number % 2 else formula
        meta = {"context": context, "tono": formula, "canal": formula, "idioma": "es", "resolved": number % 3 == 0}
        said = [{"role": "user", "content": f"{formula} ¿ya cayó mi pago?"}, {"role": "assistant", "content": formula}]
        outcomes = {
            "csat_estimated_1_5": 3.0,
            "summary": formula,
            "intent_detected": [formula],
            "tools_needed": [formula],
        }
        record = {"conversation_id": f"{formula}{number}", "meta": meta, "transcript": said, "outcomes": outcomes}
        lines.append(json.dumps(record))
    source.write_text("\n".join(lines), encoding="utf-8")
    run = ["improve", str(source), "--out", str(folder / "run"), "--approve", "--conversations-per-context", "1"]
    assert acs(run) == 0
    return folder / "run"


@pytest.mark.parametrize(
    "name", ["baseline_meta.csv", "proposed_meta.csv", "candidate_tools_ranked.csv", "intents.csv"]
)
def test_no_cell_of_a_csv_is_a_formula(hostile_run: Path, name: str) -> None:
    with (hostile_run / name).open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert cells
    numbers = re.compile(r"[+-]?\d+([.,]\d+)?")
    risky = [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r")) and not numbers.fullmatch(c)]
    assert risky == []


def test_the_hostile_texts_did_get_into_the_csv(hostile_run: Path) -> None:
    with (hostile_run / "baseline_meta.csv").open(newline="", encoding="utf-8") as file:
        cells = {cell for row in csv.reader(file) for cell in row}
    assert "'=cmd|'/c calc'!A1" in cells


@pytest.mark.parametrize("name", ["baseline_conversations.jsonl", "proposed_conversations.jsonl"])
def test_exported_conversations_read_back_equal(hostile_run: Path, name: str) -> None:
    written = [json.loads(line) for line in (hostile_run / name).read_text(encoding="utf-8").splitlines()]
    read = list(read_conversations([str(hostile_run / name)]))
    assert [json.loads(json.dumps(to_record(one))) for one in read if isinstance(one, Conversation)] == written
    assert len(read) > 0


def test_a_report_without_a_language_of_ours_is_told_as_none(finished_run: RunEntry) -> None:
    assert report_language(finished_run.folder) == "es"
    (finished_run.folder / "report.html").write_text("<p>mine</p>", encoding="utf-8")
    assert report_language(finished_run.folder) is None
