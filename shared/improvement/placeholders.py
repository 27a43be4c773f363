"""The user template's placeholders: exactly `{contexto}`, `{tono}`, `{idioma}` and `{canal}`."""

from __future__ import annotations

import re

from shared.agent.template import PLACEHOLDERS

MIN_SYSTEM_PROMPT_CHARS = 40
MAX_SYSTEM_PROMPT_CHARS = 20_000
MAX_TEMPLATE_CHARS = 4_000
_BRACED = re.compile(r"\{([^{}]*)\}")


def template_problems(template: str) -> list[str]:
    """What is wrong with a user template, in words; empty if nothing is."""
    names = _BRACED.findall(template)
    missing = [f"{{{name}}}" for name in PLACEHOLDERS if name not in names]
    unknown = sorted({f"{{{name}}}" for name in names if name not in PLACEHOLDERS})
    problems = []
    if missing:
        problems.append(f"the user template lacks {', '.join(missing)}")
    if unknown:
        allowed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        problems.append(f"the user template has unknown placeholders {', '.join(unknown)}; it may hold {allowed}")
    if set(_BRACED.sub("", template)) & {"{", "}"}:
        problems.append("the user template has a brace that opens or closes nothing")
    if len(template) > MAX_TEMPLATE_CHARS:
        problems.append(f"the user template has {len(template):,} characters, more than {MAX_TEMPLATE_CHARS:,}")
    return problems


def system_prompt_problems(prompt: str) -> list[str]:
    """What is wrong with a system prompt, in words; empty if nothing is."""
    length = len(prompt.strip())
    if MIN_SYSTEM_PROMPT_CHARS <= length <= MAX_SYSTEM_PROMPT_CHARS:
        return []
    bounds = f"{MIN_SYSTEM_PROMPT_CHARS} to {MAX_SYSTEM_PROMPT_CHARS:,}"
    return [f"the system prompt has {length:,} characters; it needs {bounds}"]
