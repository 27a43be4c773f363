"""The analyst: a proposal in five parts from the figures, the ranking, the prompts and the tools.

It never quotes the example conversations: what customers wrote decides nothing here but through the figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.llm.offline.parts.analyst_prompt import Rewritten, completed_template, rewritten
from shared.llm.offline.parts.analyst_texts import TEXTS, Texts
from shared.llm.offline.parts.figures import Figures, Ranked, ranked
from shared.llm.offline.parts.language import Language, in_language, language_of
from shared.llm.offline.parts.requests import section
from shared.llm.offline.parts.tool_choice import fitting_tools

_TOOLS_PROPOSED = 3
_DESCRIPTION_CHARS = 72
_METRICS = ("score", "resolution", "csat", "turns", "handoff")
_RISKS = ("length", "cost", "unknown", "simulated")


def play(request: Mapping[str, Any]) -> dict[str, Any]:
    """A proposal in the fields of the schema `proposal`."""
    prompts = _mapping(section(request, "prompts"))
    system, template = str(prompts.get("system") or ""), str(prompts.get("user_template") or "")
    figures, ranking = Figures.of(section(request, "figures")), ranked(section(request, "ranking"))
    language = language_of(system) or "es"
    texts = in_language(TEXTS, language)
    better = rewritten(system, figures)
    return {
        "prompt_changes": {
            "system_prompt": better.system_prompt,
            "user_template": completed_template(template),
            "rationale": _rationale(figures, better, texts, language),
        },
        "code_changes": _code_changes(_tools(request), ranking, texts),
        "tools": _proposed_tools(ranking, texts, language),
        "evaluation_plan": {
            "metrics": [texts[f"metric.{name}"] for name in _METRICS],
            "offline_protocol": texts["offline"],
            "online_protocol": texts["online"].format(n=figures.needed_per_arm),
            "success_criteria": texts["success"],
        },
        "risks": [texts[f"risk.{name}"] for name in _RISKS],
    }


def _rationale(figures: Figures, better: Rewritten, texts: Texts, language: Language) -> str:
    known = (
        ("resolution", figures.resolution.percent(language), figures.resolution),
        ("csat", figures.csat.plain(language), figures.csat),
        ("turns", figures.turns.plain(language), figures.turns),
    )
    quoted = [
        texts[name].format(value=value, n=figure.n)
        if figure.value is not None
        else texts["unknown"].format(what=texts[f"what.{name}"])
        for name, value, figure in known
    ]
    languages = ", ".join(sorted(figures.languages))
    why = texts["low.unknown" if figures.resolution.value is None else "low"]
    added = "; ".join(texts[topic].format(languages=languages, resolution=why) for topic in better.added)
    changes = texts["changes"].format(n=len(better.added), added=added) if better.added else texts["no_changes"]
    return texts["rationale"].format(total=figures.total, figures="; ".join(quoted), changes=changes)


def _tools(request: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    tools = section(request, "tools")
    return [tool for tool in tools if isinstance(tool, Mapping)] if isinstance(tools, list) else []


def _code_changes(tools: Sequence[Mapping[str, Any]], ranking: Sequence[Ranked], texts: Texts) -> list[dict[str, str]]:
    more_scenarios = {
        "title": texts["code2.title"],
        "patch": '--- a/run.json\n+++ b/run.json\n@@ settings @@\n-  "conversations_per_context": 3,\n'
        '+  "conversations_per_context": 8,\n',
        "impact": texts["code2.impact"],
        "risk": texts["code2.risk"],
    }
    tool = _wired(tools, ranking)
    if tool is None:
        return [more_scenarios]
    name, described = str(tool.get("name")), " ".join(str(tool.get("description") or "").split())[:_DESCRIPTION_CHARS]
    clearer = {
        "title": texts["code1.title"].format(tool=name),
        "patch": f"--- a/domain.yaml\n+++ b/domain.yaml\n@@ tools: {name} @@\n   description: >-\n     {described}…\n"
        f"+    {texts['code1.line']}\n",
        "impact": texts["code1.impact"],
        "risk": texts["code1.risk"],
    }
    return [clearer, more_scenarios]


def _wired(tools: Sequence[Mapping[str, Any]], ranking: Sequence[Ranked]) -> Mapping[str, Any] | None:
    """The agent's tool that fits the first intent of the ranking; else its first tool."""
    wanted = f"{ranking[0].intent.replace('_', ' ')} {ranking[0].tool}" if ranking else ""
    fitting = fitting_tools(tools, [wanted])
    return next((tool for tool in tools if fitting and tool.get("name") == fitting[0]), tools[0] if tools else None)


def _proposed_tools(ranking: Sequence[Ranked], texts: Texts, language: Language) -> list[dict[str, Any]]:
    if not ranking:
        return [_tool(texts["tool.name"], texts["tool.general"], "case", 2)]
    return [_tool(row.tool, _why(row, texts, language), row.intent, row.effort) for row in ranking[:_TOOLS_PROPOSED]]


def _why(row: Ranked, texts: Texts, language: Language) -> str:
    unknown = row.unresolved.value is None
    unresolved = texts["tool.unknown"] if unknown else row.unresolved.percent(language)
    return texts["tool.why"].format(n=row.conversations, unresolved=unresolved)


def _tool(name: str, why: str, subject: str, effort: int) -> dict[str, Any]:
    path = re.sub(r"\W+", "-", subject.lower()).strip("-_") or "case"
    sketch = f"GET /{path}?customer={{id}} -> [{{reference, state, expected_on, amount, place, next_step}}]"
    return {"name": name, "why": why, "api_sketch": sketch, "effort": effort}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
