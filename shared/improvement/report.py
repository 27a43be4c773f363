"""The report of a run: one self-contained HTML page and the same in Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS
from shared.improvement.number_format import Language, number
from shared.improvement.report_diff import diff_texts, unified
from shared.improvement.report_imported import ImportedView
from shared.improvement.report_limits import limits
from shared.improvement.report_repeat import provenance, repeat_commands
from shared.improvement.report_sources import RunArtefacts, read_artefacts
from shared.improvement.report_texts import Texts
from shared.improvement.report_view import ReportView

TEMPLATES = Path(__file__).parent / "templates"
_MARKDOWN_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


def build_report(run: Path, language: Language = "es") -> tuple[str, str]:
    """(`report.html`, `report.md`) of the run folder `run`; a pure function of its artefacts and the language.

    Raises `ReportError` where an artefact that it needs is missing or damaged.
    """
    return render_report(read_artefacts(run), language)


def render_report(artefacts: RunArtefacts, language: Language = "es") -> tuple[str, str]:
    """(HTML, Markdown) of artefacts at hand."""
    texts = Texts(language)
    view = ReportView(artefacts, texts)
    weights = artefacts.info.get("settings", {}).get("ranking_weights") or DEFAULT_RANKING_WEIGHTS
    imported = ImportedView(artefacts.metrics, artefacts.ranking, texts, view.label, weights)
    values = {
        "t": texts,
        "language": language,
        "view": view,
        "run": artefacts,
        "comparison": artefacts.comparison,
        "imported": imported,
        "limits": limits(view, imported),
        "prompts": _prompts(artefacts.approved),
        "commands": repeat_commands(artefacts.info, artefacts.approved),
        "provenance": provenance(artefacts.info, artefacts.comparison),
        "num": partial(_number, language),
    }
    html = _environment().get_template("report/page.html.j2").render(values)
    markdown = _environment().get_template("report.md.j2").render(values)
    return html, markdown.strip() + "\n"


def _number(language: Language, value: float | None, decimals: int = 0) -> str:
    return number(value, language, decimals)


def _prompts(approved: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The two prompts with their difference; nothing where nothing was approved."""
    baseline = approved.get("baseline", {})
    return [
        {
            "name": name,
            "pieces": diff_texts(baseline[field], approved[field]),
            "unified": unified(baseline[field], approved[field]),
            "same": baseline[field] == approved[field],
        }
        for name, field in (("system", "system_prompt"), ("template", "user_template"))
        if field in baseline and field in approved
    ]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html.j2"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = markdown_text
    environment.filters["fenced"] = fenced
    environment.globals["style"] = Markup((TEMPLATES / "report" / "report.css").read_text(encoding="utf-8"))  # noqa: S704
    return environment


def markdown_text(text: object) -> str:
    """Text from outside on one line of Markdown, nothing in it read as markup."""
    return " ".join(str(text).split()).translate(_MARKDOWN_SPECIAL)


def fenced(text: str, kind: str) -> str:
    """A code block of Markdown whose fence is longer than any in the text."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}{kind}\n{text}\n{fence}"
