"""The report of a run: what it says, and what it must never do."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS
from shared.improvement.models import Arm
from shared.improvement.number_format import LANGUAGES, Language
from shared.improvement.report import build_report, fenced, markdown_text
from shared.improvement.report_imported import ImportedView
from shared.improvement.report_repeat import repeat_commands
from shared.improvement.report_sources import ReportError
from shared.improvement.report_texts import TEXTS_FILE, Texts, catalogue
from tests.shared.improvement.played import played
from tests.shared.improvement.report_runs import HOSTILE, pair_of_arms, write_run


class _Page(HTMLParser):
    """The tags of a page with their attributes, and whether every tag is closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def worse(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    return build_report(write_run(tmp_path_factory.mktemp("run") / "harm"))


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))


def test_the_verdict_comes_first_with_its_interval(worse: tuple[str, str]) -> None:
    html, markdown = worse
    body = text_of(html)
    assert body.index("Peor") < body.index("es peor: el Score baja") < body.index("Las dos versiones")
    assert "intervalo de 95 %" in body
    assert markdown.startswith("# Peor")


def test_the_page_stands_alone(worse: tuple[str, str]) -> None:
    html, _ = worse
    page = _Page(html)
    assert not page.open
    assert not {"script", "link", "img", "iframe", "form"} & {tag for tag, _ in page.tags}
    targets = [value for _, attrs in page.tags for name, value in attrs.items() if name in ("href", "src")]
    assert targets
    assert all(str(target).startswith("#") for target in targets)
    assert "http://" not in html
    assert "https://" not in html
    assert "@import" not in html
    assert "url(" not in html


def test_every_link_of_the_contents_has_its_section(worse: tuple[str, str]) -> None:
    page = _Page(worse[0])
    ids = {attrs.get("id") for _, attrs in page.tags}
    assert {str(a["href"])[1:] for tag, a in page.tags if tag == "a"} <= {str(i) for i in ids}


def test_imported_text_is_text_everywhere(tmp_path: Path) -> None:
    html, markdown = build_report(write_run(tmp_path / HOSTILE.replace("/", ""), pair_of_arms(say=HOSTILE)))
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert") > 10
    assert "<script>" not in markdown
    assert "\\<script\\>" in markdown
    assert "**bold**" not in markdown


def test_the_offline_model_is_announced_and_a_real_one_is_not(tmp_path: Path) -> None:
    real = [c.model_copy(update={"model": "gpt-5-nano-2025-08-07"}) for c in pair_of_arms()]
    offline_html, offline_markdown = build_report(write_run(tmp_path / "offline"))
    real_html, real_markdown = build_report(write_run(tmp_path / "real", real))
    assert "no lo que haría un modelo real" in offline_html
    assert "no lo que haría un modelo real" in offline_markdown
    assert "no lo que haría un modelo real" not in real_html + real_markdown


def test_regressions_show_both_conversations(worse: tuple[str, str]) -> None:
    html, markdown = worse
    section = html[html.index('id="regressions"') : html.index('id="prompts"')]
    assert section.count("<details") == 8
    assert section.count('class="talk"') == 16
    assert "Y 4 más: s008, s009, s010, s011" in section
    assert "sin resolver" in markdown


def test_unknown_outcomes_are_dashes_and_said(tmp_path: Path) -> None:
    html, markdown = build_report(write_run(tmp_path / "run", outcomes_known=False))
    figures = text_of(
        html[html.index('<dl class="figures">') : html.index("</dl>", html.index('<dl class="figures">'))]
    )
    assert "Resolución — n 0" in figures
    assert "0 %" not in figures
    assert "sin ningún dato" in text_of(html)
    assert "| Resolución | — |  | 0 |" in markdown
    assert "Sin satisfacción, resolución" in markdown


def test_failures_of_infrastructure_are_counted_apart(tmp_path: Path) -> None:
    conversations = [*pair_of_arms(17, harmed=0), played(Arm.BASELINE, 17), played(Arm.PROPOSED, 17, failed=True)]
    html, _ = build_report(write_run(tmp_path / "run", conversations))
    assert "0 de la versión actual, 1 de la propuesta" in html


def test_an_unchanged_prompt_is_called_an_a_a_check(tmp_path: Path) -> None:
    html, _ = build_report(write_run(tmp_path / "run", pair_of_arms(harmed=0), source="unchanged", proposal=None))
    assert "prueba A/A" in html
    assert "Sin cambios." in html
    assert 'id="proposal"' not in html
    assert "acs approve RUN --unchanged" in html


def test_additions_and_removals_are_marked_by_more_than_colour(worse: tuple[str, str]) -> None:
    html, markdown = worse
    assert "<del>amabilidad</del><ins>el dato y el siguiente paso</ins>" in html
    style = html[: html.index("</style>")]
    assert "line-through" in style
    assert "text-decoration: underline" in style
    assert "+Eres el asistente de la empresa. Responde con el dato" in markdown


def test_the_command_repeats_the_run(worse: tuple[str, str]) -> None:
    html, _ = worse
    assert "acs improve &#39;mis conversaciones.jsonl&#39; --out RUN --domain kavak --approve" in html
    assert "--seed 7 \\" in html
    assert "--weights csat=0.5,resolution=0.5" in html
    assert "cd" * 32 in html


def test_weights_of_the_ranking_are_repeated_where_they_are_not_the_usual_ones() -> None:
    usual = {"ranking_weights": dict(DEFAULT_RANKING_WEIGHTS)}
    assert "--ranking-weights" not in repeat_commands({"settings": usual}, {})
    info = {"settings": {"ranking_weights": {"frequency": 0.5, "effort": 0.5}}}
    assert "--ranking-weights frequency=0.5,effort=0.5" in repeat_commands(info, {})


def test_the_bars_of_the_ranking_are_drawn_with_the_weights_that_it_was_made_with() -> None:
    row = {"rank": "1", "tool": "T", "intent": "i", "score": "0.8", "frequency_scaled": "0.6", "effort_scaled": "1"}
    view = ImportedView({}, [row], Texts("en"), lambda kind, name: name, {"frequency": 0.5, "effort": 0.5})
    assert [(part.name, part.width) for part in view.ranking_bars()[0].slices] == [
        ("frequency", 30.0),
        ("effort", 50.0),
    ]


def test_the_cost_is_summed_over_proposal_and_both_arms(worse: tuple[str, str]) -> None:
    _, markdown = worse
    # Proposal 1 call, 0.0012; 18 conversations an arm of 2 calls, 0.001 each.
    assert "| Total |  | 73 | 12,600 | 1,920 | 0.0372 |" in markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_whole(tmp_path: Path, language: Language) -> None:
    html, markdown = build_report(write_run(tmp_path / "run"), language)
    assert f'<html lang="{language}">' in html
    assert Texts(language)("limits.head") in html
    assert Texts(language)("limits.head") in markdown
    assert "{" not in text_of(html).replace("{id}", "").replace("{contexto}", "").replace("{tono}", "").replace(
        "{idioma}", ""
    ).replace("{canal}", "")


def test_portuguese_writes_a_decimal_comma(tmp_path: Path) -> None:
    _, markdown = build_report(write_run(tmp_path / "run"), "pt")
    assert "| Satisfação (CSAT, 1–5) | 4,50 | 2,83 | −1,67 |" in markdown


def test_the_catalogue_has_no_text_that_no_template_uses() -> None:
    sources = [*TEXTS_FILE.parent.rglob("*.j2"), *TEXTS_FILE.parent.parent.glob("report*.py")]
    used = "".join(path.read_text(encoding="utf-8") for path in sources)
    # Keys built at run time ("verdict." ~ …) are used through their prefix.
    unused = [k for k in catalogue() if f'"{k}"' not in used and not _has_prefix(k, used)]
    assert unused == []


def _has_prefix(key: str, used: str) -> bool:
    prefix = key[: key.rindex(".") + 1] if "." in key else key
    head = key.split(".")[-1]
    return f'"{prefix}"' in used or f'"{prefix}{{' in used or f"{{{key.split('.')[0]}" in used or f'~ ".{head}"' in used


def test_the_same_run_gives_the_same_report(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run")
    assert build_report(run) == build_report(run)


def test_a_run_that_was_not_compared_says_what_is_missing(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run")
    (run / "comparison.json").unlink()
    with pytest.raises(ReportError, match=r"has no comparison\.json"):
        build_report(run)


def test_a_damaged_artefact_is_one_clear_error(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run")
    (run / "metrics.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReportError, match="is damaged"):
        build_report(run)


def test_a_run_with_nothing_but_a_comparison_still_reports(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run")
    optional = ("metrics.json", "candidate_tools_ranked.csv", "llm_rewrite_response.json", "simulation.json")
    for name in (*optional, "approved_prompts.json", "rejected.jsonl"):
        (run / name).unlink()
    html, _ = build_report(run)
    assert "No hay cifras de las conversaciones importadas" in html


def test_a_fence_is_longer_than_any_in_the_text() -> None:
    assert fenced("a\n````\nb", "diff").startswith("`````diff\n")


def test_markdown_text_is_one_plain_line() -> None:
    assert markdown_text("# a\n| b *c* <i>") == "\\# a \\| b \\*c\\* \\<i\\>"
