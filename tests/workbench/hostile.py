"""Conversations whose every text tries to be something else: a script, markup, Markdown, an icon, a formula."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shared.conversations.reading import read_line
from shared.conversations.writing import to_record

SCRIPTS = (
    "<script>window.harm = 1</script>",
    "<img src=x onerror='window.harm = 2'>",
    "<svg/onload=window.harm=3>",
    '"><b id=harm>x</b>',
    "</textarea></title></style><script>window.harm = 4</script>",
    "[x](javascript:window.harm=5)",
    "![x](http://evil.example/x.png)",
    "<iframe src=http://evil.example></iframe>",
)
MARKDOWN = "# **negrita** `x` :material/bolt: :red[rojo] $E=mc^2$ http://evil.example/x ~~no~~ | a | b |"
FORMULA = '=HYPERLINK("http://evil.example","clic")'
EVERYTHING = " ".join((*SCRIPTS, MARKDOWN))


def conversations(sample: Path) -> list[dict[str, Any]]:
    """Those of the sample, so that every step has enough to work with, with hostile texts in them all: most in what is
    said, some in every name that there is."""
    made = []
    for number, line in enumerate(sample.read_bytes().splitlines()):
        one = to_record(read_line(line))
        one["transcript"][0]["content"] += f" {SCRIPTS[number % len(SCRIPTS)]} {MARKDOWN}"
        one["transcript"][-1]["content"] += f" {EVERYTHING}"
        one["outcomes"]["summary"] = EVERYTHING
        if number % 4 == 0:
            one["conversation_id"] = f"{FORMULA}{SCRIPTS[number // 4 % len(SCRIPTS)]}{number}"
            one["meta"]["tono"] = f"+{SCRIPTS[1]}{MARKDOWN}"
        if number % 5 == 0:
            one["meta"]["canal"] = f"@{SCRIPTS[0]}{MARKDOWN}"
        if number % 7 == 0:
            one["meta"]["context"] = f"-{SCRIPTS[3]}{MARKDOWN}"
            one["meta"]["idioma"] = f"={SCRIPTS[2]}"
        made.append(one)
    return made


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return path


def proposal(record: dict[str, Any]) -> dict[str, Any]:
    """`llm_rewrite_response.json` with hostile texts in all its parts; it stays one that can be approved."""

    def spoiled(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: spoiled(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [spoiled(inner, name) for inner in value]
        return f"{value} {EVERYTHING}" if isinstance(value, str) and name != "user_template" else value

    return {**record, "proposal": spoiled(record["proposal"])}
