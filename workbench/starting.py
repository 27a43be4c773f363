"""Starting the workbench: what can be wrong is found first and said in a sentence; then it serves until a signal."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from workbench.logs import keep_words_out_of_logs
from workbench.settings import ROOT, Environment, Settings, settings

WRONG_WORDS, FAILED = 2, 1


class CannotListen(Exception):
    """The address is somebody else's; the message says which and what to do."""


def main(arguments: Sequence[str] = ()) -> int:
    """Serve until SIGINT or SIGTERM; the exit code: 0 stopped, 1 it could not start, 2 the settings are wrong."""
    parser = argparse.ArgumentParser(prog="python -m workbench", description="The workbench; see .env.example.")
    parser.add_argument("--reload", action="store_true", help="run anew when the code changes, for development")
    wanted = parser.parse_args(arguments)
    try:
        chosen = settings()
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False))
        return _said("; ".join(wrong), WRONG_WORDS)
    try:
        check_address(chosen)
        _serve(chosen, reload=wanted.reload)
    except CannotListen as error:
        return _said(str(error), FAILED)
    except KeyboardInterrupt:
        return 0
    return 0


def options(chosen: Settings, *, reload: bool) -> dict[str, Any]:
    """Streamlit's configuration, by dotted name."""
    from shared.domains.pack import load_pack
    from workbench.theme import streamlit_options

    return streamlit_options(load_pack(chosen.domain).company.colors.get("primary", "")) | {
        "server.address": chosen.workbench_host,
        "server.port": chosen.workbench_port,
        "server.headless": True,
        "server.runOnSave": reload,
        "server.fileWatcherType": "auto" if reload else "none",
        "server.maxUploadSize": chosen.workbench_upload_mb,
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showSidebarNavigation": False,
        "client.showErrorDetails": "full" if chosen.environment is Environment.DEVELOPMENT else "none",
        "logger.level": "warning",
        "logger.hideWelcomeMessage": True,
    }


def check_address(chosen: Settings) -> None:
    """Raises `CannotListen`."""
    family = socket.AF_INET6 if ":" in chosen.workbench_host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((chosen.workbench_host, chosen.workbench_port))
        except OSError as error:
            place = f"{chosen.workbench_host} port {chosen.workbench_port}"
            advice = "set WORKBENCH_PORT to another one or stop what runs there"
            raise CannotListen(f"cannot listen on {place}: {error.strerror}; {advice}") from error


def _serve(chosen: Settings, *, reload: bool) -> None:
    os.chdir(ROOT)  # where `.streamlit/` is looked for
    keep_words_out_of_logs()
    configured = options(chosen, reload=reload)
    from workbench.serving import application

    print(f"workbench  http://{chosen.workbench_host}:{chosen.workbench_port}", flush=True)  # noqa: T201
    application().run(config=configured)


def _said(sentence: str, code: int) -> int:
    print(f"acs: {sentence}", file=sys.stderr)  # noqa: T201
    return code
