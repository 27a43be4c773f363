"""Starting the portal: what can be wrong is found first and said in a sentence; then uvicorn serves until a signal."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from pydantic import ValidationError
from uvicorn.supervisors import ChangeReload

from portal.building import FOLDER, BuildFailed, ensure_built, serving_environment
from portal.logs import keep_words_out_of_logs
from portal.settings import Settings, settings

WRONG_WORDS, FAILED = 2, 1
_SHUTDOWN_SEC = 5


class CannotListen(Exception):
    """The address is somebody else's; the message says which and what to do."""


def main(arguments: Sequence[str] = ()) -> int:
    """Serve until SIGINT or SIGTERM; the exit code: 0 stopped, 1 it could not start, 2 the settings are wrong."""
    parser = argparse.ArgumentParser(prog="python -m portal", description="The portal. Settings: see .env.example.")
    parser.add_argument("--reload", action="store_true", help="rebuild when the code changes, for development")
    parser.add_argument("--build", action="store_true", help="only build the pages")
    wanted = parser.parse_args(arguments)
    try:
        chosen = settings()
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False))
        return _said("; ".join(wrong), WRONG_WORDS)
    try:
        if wanted.reload:
            _serve_with_reload(chosen)
            return 0
        ensure_built()
        if not wanted.build:
            _serve(chosen)
    except BuildFailed as error:
        return _said(f"the pages could not be built:\n{error}", FAILED)
    except CannotListen as error:
        return _said(str(error), FAILED)
    except KeyboardInterrupt:
        return 130
    return 0


def _serve(chosen: Settings) -> None:
    with _listening(chosen) as listening:
        server = _prepared()
        # uvicorn raises the signal that stopped it again once it is done; to us that is a good end. Not sooner than
        # here: until it listens for them itself, a signal has to end the process.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        server.run([listening])


@contextmanager
def _listening(chosen: Settings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in chosen.portal_host else socket.AF_INET
    # asyncio sends small updates at once only on a socket that names its protocol.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((chosen.portal_host, chosen.portal_port))
        except OSError as error:
            place = f"{chosen.portal_host} port {chosen.portal_port}"
            advice = "set PORTAL_PORT to another one or stop what runs there"
            raise CannotListen(f"cannot listen on {place}: {error.strerror}; {advice}") from error
        yield listening


def _prepared() -> uvicorn.Server:
    """Everything but serving."""
    keep_words_out_of_logs()
    _prepare_reflex()
    return _Announcing(_config())


def _config(**more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        "portal.serving:application", factory=True, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SEC, proxy_headers=False, **more,
    )  # fmt: skip


class _Announcing(uvicorn.Server):
    """Says where it is once it is ready."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            print(f"portal     http://{host}:{port}", flush=True)  # noqa: T201


def _prepare_reflex() -> None:
    """As `reflex run --env prod --single-port` does it, without building again."""
    os.chdir(FOLDER)
    os.environ.update(serving_environment())
    os.environ["REFLEX_ENV_MODE"] = "prod"
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    os.environ["__REFLEX_MOUNT_FRONTEND_COMPILED_APP"] = "true"
    sys.path.insert(0, str(FOLDER))


def _serve_with_reload(chosen: Settings) -> None:
    """Serve as in production, in a child process: built and started anew when the code changes."""
    excluded = [FOLDER / name for name in (".web", ".states", "reflex.lock", "assets/external")]
    config = _config(
        reload=True, reload_dirs=[str(FOLDER)], reload_includes=["*.py", "*.js", "*.css", "*.svg"],
        reload_excludes=[str(path) for path in excluded if path.is_dir()],
    )  # fmt: skip
    with _listening(chosen) as listening:
        ChangeReload(config, target=_reloaded, sockets=[listening]).run()


def _reloaded(sockets: list[socket.socket] | None = None) -> None:
    try:
        ensure_built()
        _prepared().run(sockets or [])
    except BuildFailed as error:  # the next change of the code tries again
        _said(f"the pages could not be built:\n{error}", FAILED)


def _said(sentence: str, code: int) -> int:
    print(f"acs: {sentence}", file=sys.stderr)  # noqa: T201
    return code
