"""Starting the backend: what can be wrong is found first and said in a sentence; then uvicorn serves until a signal."""

from __future__ import annotations

import argparse
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import uvicorn
from pydantic import ValidationError
from pydantic_settings import SettingsError
from uvicorn.supervisors import ChangeReload

from backend.config_routes import demo_logins
from backend.database import libpq_url
from backend.embedded import database_url
from backend.logs import configure_logging
from backend.logs import without_secrets as shown
from backend.migrating import NewerDatabase, check_database
from backend.protocol import BoundedProtocol
from backend.settings import Settings
from shared.domains.pack import PackError, load_pack

WRONG_WORDS, FAILED = 2, 1
CONNECT_SEC = 5
BACKLOG = 2048
KEEP_ALIVE_SEC = 30
"""How long an idle connection stays: longer than our clients keep theirs, so that none is used as it closes."""
_CODE = Path(__file__).parents[1]


class CannotStart(Exception):
    """Why the backend does not start, in a sentence; `exit_code` 2 for wrong settings, 1 for what failed."""

    def __init__(self, message: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def main(arguments: Sequence[str] = ()) -> int:
    """Serve until SIGINT or SIGTERM; the exit code: 0 stopped, 1 it could not start, 2 the settings are wrong."""
    parser = argparse.ArgumentParser(prog="python -m backend", description="The backend. Settings: see .env.example.")
    parser.add_argument("--reload", action="store_true", help="start again when the code changes, for development")
    parser.add_argument("--quiet", action="store_true", help="do not say where it is; `make up` says it for all")
    wanted = parser.parse_args(arguments)
    try:
        settings = checked_settings()
        configure_logging(settings)
        with bound_socket(settings) as listening, reachable_database(settings):
            if wanted.reload:
                serve_with_reload(settings, listening)
            else:
                serve(settings, listening, quiet=wanted.quiet)
    except CannotStart as error:
        return failed(str(error), error.exit_code)
    except KeyboardInterrupt:
        return 130
    return 0


def failed(sentence: str, exit_code: int = FAILED) -> int:
    """Say on stderr why a command did not do it (logs are for those that run); its exit code."""
    sys.stderr.write(f"acs: {sentence}\n")
    return exit_code


def checked_settings() -> Settings:
    """The settings, with their domain pack and the model's settings looked at. Raises `CannotStart`."""
    try:
        settings = Settings()
        settings.llm  # noqa: B018 - read here, so that a mistake is said here
        load_pack(settings.domain)
    except ValidationError as error:
        raise CannotStart("; ".join(_sentences(error)), WRONG_WORDS) from error
    except (SettingsError, PackError) as error:
        raise CannotStart(str(error), WRONG_WORDS) from error
    return settings


@contextmanager
def bound_socket(settings: Settings) -> Iterator[socket.socket]:
    """The address, taken. Raises `CannotStart` when somebody else has it or it is not this machine's."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.host, settings.port))
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "; set PORT to another one or stop what runs there" if "in use" in reason else ""
            raise CannotStart(f"cannot listen on {settings.host} port {settings.port}: {reason}{hint}") from error
        yield listening


@contextmanager
def reachable_database(settings: Settings) -> Iterator[str]:
    """The address of the database, which answers; the embedded one runs for as long as the block. Raises
    `CannotStart`."""
    given = settings.database_url is not None
    with ExitStack() as stack:
        try:
            url = stack.enter_context(database_url(settings))
            psycopg.connect(libpq_url(url), connect_timeout=CONNECT_SEC).close()
            check_database(url)
        except NewerDatabase as error:
            raise CannotStart(str(error)) from error
        except Exception as error:
            which = f"database at {_place(settings)}" if given else f"embedded PostgreSQL in {settings.data_folder}"
            said = shown(" ".join(str(error).split())) or type(error).__name__
            raise CannotStart(f"the {which} cannot be reached: {said}") from error
        yield url


def serve(settings: Settings, listening: socket.socket, *, quiet: bool = False) -> None:
    """Serve on the socket until a signal. A second Ctrl-C does not wait for open answers."""
    config = uvicorn_config(settings)
    server = uvicorn.Server(config) if quiet else AnnouncingServer(config, settings)
    # uvicorn raises the signal that stopped it again once it is done; to us that is a good end.
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run([listening])
    except SystemExit as error:
        raise CannotStart("the application did not start; the log above says why") from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve_with_reload(settings: Settings, listening: socket.socket) -> None:
    """Serve in a child process that starts anew when the code changes. The embedded database runs here and stays."""
    config = uvicorn_config(settings, reload=True)
    ChangeReload(config, target=_reloaded, sockets=[listening]).run()


def _reloaded(sockets: list[socket.socket] | None = None) -> None:
    try:
        settings = checked_settings()
        configure_logging(settings)
        AnnouncingServer(uvicorn_config(settings), settings).run(sockets)
    except CannotStart as error:  # the next change of the code tries again
        print(f"acs: {error}", file=sys.stderr)  # noqa: T201


def uvicorn_config(settings: Settings, *, reload: bool = False) -> uvicorn.Config:
    """How uvicorn is to serve: our logs, no server header, `shutdown_sec` for answers that are being given."""
    return uvicorn.Config(
        "backend.main:app",
        http=BoundedProtocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=max(1, round(settings.shutdown_sec)),
        timeout_keep_alive=KEEP_ALIVE_SEC,
        backlog=BACKLOG,
        reload=reload,
        reload_dirs=[str(_CODE / "backend"), str(_CODE / "shared")] if reload else None,
        reload_includes=["*.py", "*.yaml"] if reload else None,
    )


class AnnouncingServer(uvicorn.Server):
    """Says where it is once it is ready."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self.settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            print(announcement(self.settings, f"http://{place}"), flush=True)  # noqa: T201


def announcement(settings: Settings, url: str) -> str:
    """Where everything is, and who can sign in."""
    lines = [f"backend    {url}   (API: {url}/docs)"]
    model = "offline-rules-1 (no OPENAI_API_KEY: rule-based)" if settings.llm.offline else settings.llm.openai_model
    lines.append(f"model      {model}")
    if settings.database_url is None:
        lines.append(f"database   embedded PostgreSQL in {settings.data_folder}")
    if settings.with_demo_data:
        lines += [f"log in     {one.email}  {one.password}  ({one.role})" for one in demo_logins()]
    return "\n".join([*lines, "Ctrl-C stops everything."])


def _sentences(error: ValidationError) -> list[str]:
    """What is wrong with which setting, without its value: it may be a secret."""
    return [
        f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" if e["loc"] else e["msg"].removeprefix("Value error, ")
        for e in error.errors(include_input=False, include_url=False)
    ]


def _place(settings: Settings) -> str:
    assert settings.database_url is not None
    parts = psycopg.conninfo.conninfo_to_dict(libpq_url(settings.database_url.get_secret_value()))
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"
