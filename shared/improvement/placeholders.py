"""The user template's placeholders: exactly `{contexto}`, `{tono}`, `{idioma}` and `{canal}`."""

from __future__ import annotations

import re
from typing import NamedTuple

from shared.agent.template import PLACEHOLDERS

MIN_SYSTEM_PROMPT_CHARS = 40
MAX_SYSTEM_PROMPT_CHARS = 20_000
MAX_TEMPLATE_CHARS = 4_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Nobody writes these on purpose, and in a terminal or a log they can hide what a prompt says."""
_BRACED = re.compile(r"\{([^{}]*)\}")


class Problem(NamedTuple):
    """`code`: missing, unknown, brace, control, long or length. `names`: the placeholders or the character that it is
    about. `message`: the same in words."""

    code: str
    message: str
    names: str = ""


def template_problems(template: str) -> list[str]:
    """What is wrong with a user template, in words; empty if nothing is."""
    return [problem.message for problem in wrong_in_template(template)]


def system_prompt_problems(prompt: str) -> list[str]:
    """What is wrong with a system prompt, in words; empty if nothing is."""
    return [problem.message for problem in wrong_in_system_prompt(prompt)]


def wrong_in_template(template: str) -> list[Problem]:
    """What is wrong with a user template."""
    names = _BRACED.findall(template)
    missing = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS if name not in names)
    unknown = ", ".join(sorted({f"{{{name}}}" for name in names if name not in PLACEHOLDERS}))
    problems = []
    if missing:
        problems.append(Problem("missing", f"the user template lacks {missing}", missing))
    if unknown:
        allowed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        words = f"the user template has unknown placeholders {unknown}; it may hold {allowed}"
        problems.append(Problem("unknown", words, unknown))
    if set(_BRACED.sub("", template)) & {"{", "}"}:
        problems.append(Problem("brace", "the user template has a brace that opens or closes nothing"))
    problems += _control_problems("user template", template)
    if len(template) > MAX_TEMPLATE_CHARS:
        words = f"the user template has {len(template):,} characters, more than {MAX_TEMPLATE_CHARS:,}"
        problems.append(Problem("long", words))
    return problems


def wrong_in_system_prompt(prompt: str) -> list[Problem]:
    """What is wrong with a system prompt."""
    length = len(prompt.strip())
    problems = _control_problems("system prompt", prompt)
    if not MIN_SYSTEM_PROMPT_CHARS <= length <= MAX_SYSTEM_PROMPT_CHARS:
        bounds = f"{MIN_SYSTEM_PROMPT_CHARS} to {MAX_SYSTEM_PROMPT_CHARS:,}"
        problems.append(Problem("length", f"the system prompt has {length:,} characters; it needs {bounds}"))
    return problems


def _control_problems(what: str, text: str) -> list[Problem]:
    found = _CONTROL.search(text)
    if found is None:
        return []
    character = f"U+{ord(found[0]):04X}"
    return [Problem("control", f"the {what} holds the control character {character}", character)]
