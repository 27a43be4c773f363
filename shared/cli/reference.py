"""The command line in full, as Markdown: `docs/cli.md` is made from the commands themselves (`make docs`)."""

from __future__ import annotations

import re
from pathlib import Path

import typer
from typer.main import get_command

from shared.cli.app import app

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
HEADER = "# `acs`, command by command\n\nMade by `make docs` from the commands themselves.\n"
WIDTH = 100


def reference() -> str:
    """The help of every command."""
    group = get_command(app)
    context = typer.Context(group, info_name="acs", terminal_width=WIDTH, max_content_width=WIDTH)
    parts = [HEADER, _block("acs", group.get_help(context))]
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        command = group.get_command(context, name)  # type: ignore[attr-defined]
        inner = typer.Context(command, info_name=name, parent=context, terminal_width=WIDTH, max_content_width=WIDTH)
        parts.append(_block(f"acs {name}", command.get_help(inner)))
    return "\n".join(parts)


def _block(title: str, text: str) -> str:
    plain = "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines())
    return f"## {title}\n\n```\n{plain}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
