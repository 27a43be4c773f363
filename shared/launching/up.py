"""`make up`: checks, starts the three services, tells where they are, and stops them together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from shared.launching.checks import CannotStart, check_folder, check_ports
from shared.launching.lock import Running, only_one
from shared.launching.parts import Part, parts_of
from shared.launching.screen import Screen
from shared.launching.settings import ROOT, LaunchSettings, WrongSettings, read_settings
from shared.launching.supervising import DIRECT, PATIENCE_SEC, Asked, PartEnded, hearing, supervise

WRONG_WORDS, FAILED = 2, 1
_ASK_SEC = 5.0


def main() -> int:
    """Run the product until somebody stops it; the exit code: 0 stopped, 1 it failed, 2 the settings are wrong."""
    try:
        chosen = read_settings()
        check_folder(chosen.data_folder)
        with only_one(chosen.data_folder) as lock:
            parts = parts_of(chosen)
            check_ports(parts)
            with hearing() as asked:
                _run(chosen, parts, lock, asked)
    except WrongSettings as error:
        return _said(str(error), WRONG_WORDS)
    except CannotStart as error:
        return _said(str(error), error.exit_code)
    except Running as error:
        return _said(f"{error}; stop that with Ctrl-C, or give this one a DATA_FOLDER and ports of its own", FAILED)
    except PartEnded as error:
        return _said(str(error), FAILED)
    return 0


def _run(chosen: LaunchSettings, parts: Sequence[Part], lock: int, asked: Asked) -> None:
    began = time.monotonic()
    screen = Screen(sys.stdout, tuple(part.name for part in parts))

    def ready() -> None:
        screen.say(block(parts, public_config(parts[0]), time.monotonic() - began))

    patience = max(PATIENCE_SEC, chosen.shutdown_sec + 10)
    try:
        supervise(parts, environment(chosen, screen), screen, ready, asked, patience_sec=patience, kept_open=(lock,))
    finally:
        _stop_database(chosen)
        if screen.gone:
            _forget_output()


def environment(chosen: LaunchSettings, screen: Screen) -> Mapping[str, str]:
    """The services' environment: ours, with addresses that follow the ports."""
    text = screen.stream.isatty() and not chosen.log_format and chosen.environment == "development"
    logs = {"LOG_FORMAT": "text"} if text else {}
    return dict(os.environ) | chosen.addresses | {"PYTHONUNBUFFERED": "1"} | logs


def public_config(backend: Part) -> dict[str, Any]:
    """What the backend tells everybody: whether there are demo accounts, and which model answers."""
    try:
        with DIRECT.open(f"{backend.url}/api/v1/config", timeout=_ASK_SEC) as answer:
            told = json.load(answer)
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def block(parts: Sequence[Part], config: Mapping[str, Any], seconds: float) -> str:
    """Where everything is, who can sign in, and which model answers."""
    backend, portal, workbench = (part.url for part in parts)
    lines = [
        "",
        f"  Everything runs ({seconds:.0f} s). Ctrl-C stops it.",
        "",
        f"  portal     {portal}   for customers",
        f"  workbench  {workbench}   for admins",
        f"  API        {backend}/docs",
    ]
    logins = config.get("demo", {}).get("logins", [])
    lines += ["", *(f"  {one['role']:<9}  {one['email']:<22}  {one['password']}" for one in logins)] if logins else []
    model = config.get("model", {})
    if model.get("offline"):
        lines += ["", f"  model      {model['name']}: rule-based, to try everything out without a key.",
                  "             For a real one put OPENAI_API_KEY=sk-… into .env and start again."]  # fmt: skip
    elif model:
        lines += ["", f"  model      {model['name']}"]
    return "\n".join([*lines, ""])


def _stop_database(chosen: LaunchSettings) -> None:
    """A backend that was killed leaves its PostgreSQL behind."""
    if chosen.database_url is None and (chosen.data_folder / "postgres" / "postmaster.pid").exists():
        folder = str(chosen.data_folder / "postgres")
        words = [sys.executable, "-m", "backend.embedded", folder]
        subprocess.run(words, cwd=ROOT, check=False, start_new_session=True)  # noqa: S603 - our own words


def _forget_output() -> None:
    """Let what is still to be written to stdout go nowhere, so that leaving does not fail over it once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _said(sentence: str, code: int) -> int:
    sys.stderr.write(f"acs: {sentence}\n")
    return code
