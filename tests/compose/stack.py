"""One project of docker compose on free ports, with a file of settings of its own: up, asked, and down again."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
STAND_INS = Path(__file__).parent / "stand_ins"
PROFILES = ("scale", "cluster")
UP_SEC, LOOK_SEC = 300.0, 0.5
_OF_THE_MACHINE = ("PATH", "HOME", "USER", "TMPDIR", "XDG_RUNTIME_DIR", "SSL_CERT_FILE")


class NoEngine(Exception):
    """There is nothing to run containers with; the message says what is missing."""


class Failed(Exception):
    """A command failed, or something did not become what it should; `about` are the services to look at."""

    def __init__(self, message: str, about: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.about = tuple(about)


class Container(NamedTuple):
    """`state` is "healthy", or why it is not yet."""

    id: str
    service: str
    state: str


@dataclass
class Stack:
    """The project `name`. `ports` are this machine's; its settings lie in `folder`, and no other `.env` is read."""

    name: str
    folder: Path
    ports: Mapping[str, int] = field(
        default_factory=lambda: free_ports("PORT", "PORTAL_PORT", "WORKBENCH_PORT", "PROXY_PORT")
    )

    def __post_init__(self) -> None:
        values = {
            "POSTGRES_PASSWORD": secrets.token_urlsafe(24) + "@:/",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "PORTAL_URL": self.url("PORTAL_PORT"),
            "PROXY_URL": self.url("PROXY_PORT"),
            "INSIDE_SUBNET": f"10.231.{os.getpid() % 250}.0/24",
            "OFFLINE_MODEL_LATENCY_MS": 300,
            "REQUESTS_PER_MINUTE": 60,
            **self.ports,
        }
        lines = "".join(f"{name}={value}\n" for name, value in values.items())
        self._settings.write_text(lines, encoding="utf-8")

    @property
    def _settings(self) -> Path:
        return self.folder / f"{self.name}.env"

    def url(self, port: str) -> str:
        """Where the service that is published at the port of this name is reached."""
        return f"http://127.0.0.1:{self.ports[port]}"

    def compose(self, *words: str, profiles: Sequence[str] = (), within_sec: float = 1_800) -> str:
        """What `docker compose WORDS` prints. Raises `Failed` with the end of what it says."""
        options = [
            "--project-name",
            self.name,
            "--env-file",
            str(self._settings),
            "--file",
            str(ROOT / "docker-compose.yml"),
        ]
        for profile in profiles:
            options += ["--profile", profile]
        return ran([*compose_command(), *options, *words], within_sec)

    def up(self, *services: str, profiles: Sequence[str] = ()) -> float:
        """Start the services (none named: all) and wait until every one is healthy; seconds that it took."""
        began = time.monotonic()
        self.compose("up", "--detach", *services, profiles=profiles)
        while waiting := [one for one in self.containers() if one.state != "healthy"]:
            passed = time.monotonic() - began
            if passed > UP_SEC or any(one.state == "unhealthy" for one in waiting):
                said = ", ".join(f"{one.service} is {one.state}" for one in waiting)
                raise Failed(f"after {passed:.0f} s {said}", [one.service for one in waiting])
            time.sleep(LOOK_SEC)
        return time.monotonic() - began

    def containers(self, service: str | None = None) -> list[Container]:
        """Those of the project, or of one of its services; also those that have ended."""
        label = f"label=com.docker.compose.project={self.name}"
        ids = ran(["docker", "ps", "--all", "--quiet", "--no-trunc", "--filter", label]).split()
        found = [_container(one) for one in json.loads(ran(["docker", "inspect", *ids]))] if ids else []
        return [one for one in found if service in (None, one.service)]

    def inside(self, service: str, *command: str, within_sec: float = 600) -> str:
        """What a command prints that is run in a container of the service."""
        return self.compose("exec", "-T", service, *command, within_sec=within_sec)

    def logs(self, service: str, lines: int = 25) -> str:
        """The last lines of a service."""
        return self.compose("logs", "--no-color", "--tail", str(lines), service, profiles=PROFILES)

    def down(self) -> None:
        """Take everything away, with its volumes."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "20", profiles=PROFILES)


def _container(inspected: Mapping[str, Any]) -> Container:
    state = inspected["State"]
    health = state.get("Health", {}).get("Status", "without a health check")
    said = health if state["Status"] == "running" else f"{state['Status']} with exit code {state['ExitCode']}"
    return Container(inspected["Id"], inspected["Config"]["Labels"]["com.docker.compose.service"], said)


def free_ports(*names: str) -> dict[str, int]:
    """A port for each name that nobody listens on now."""
    sockets = [socket.socket() for _ in names]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return {name: one.getsockname()[1] for name, one in zip(names, sockets, strict=True)}
    finally:
        for one in sockets:
            one.close()


@cache
def compose_command() -> tuple[str, ...]:
    """`docker compose`, or the older `docker-compose`. Raises `NoEngine`."""
    if shutil.which("docker") is None:
        raise NoEngine("no container engine is installed: there is no `docker`")
    if _works("docker", "compose", "version"):
        command: tuple[str, ...] = ("docker", "compose")
    elif shutil.which("docker-compose"):
        command = ("docker-compose",)
    else:
        raise NoEngine("neither `docker compose` nor `docker-compose` is installed")
    if not _works("docker", "info"):
        raise NoEngine("the container engine does not answer: is it running, and may this user ask it? (`docker info`)")
    return command


def machine_environment() -> dict[str, str]:
    """For the engine's commands: nothing of ours, for a shell's OPENAI_API_KEY would be passed on and cost money.

    The older compose builds with the `docker` of its own package: another one may be without its builder.
    """
    kept = {name: value for name, value in os.environ.items() if name in _OF_THE_MACHINE or name.startswith("DOCKER_")}
    older = shutil.which("docker-compose")
    path = os.pathsep.join([*([str(Path(older).parent)] if older else []), kept.get("PATH", "")])
    return {"DOCKER_BUILDKIT": "1", "COMPOSE_DOCKER_CLI_BUILD": "1", **kept, "PATH": path}


def ran(command: Sequence[str], within_sec: float = 60) -> str:
    """What it prints. Raises `Failed`."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=within_sec,
            env=machine_environment(), cwd=ROOT,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Failed(f"`{' '.join(command[-4:])}` took longer than {within_sec:.0f} s") from error
    if done.returncode != 0:
        raise Failed(f"`{' '.join(command)}` failed:\n{(done.stdout + done.stderr).strip()[-4_000:]}")
    return done.stdout


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False, env=machine_environment()).returncode == 0


def fetch(image: str) -> str:
    """Have a public image; "there", "pulled", or "built" where it cannot be pulled and there is a stand-in for it."""
    if _works("docker", "image", "inspect", image):
        return "there"
    if _works("docker", "pull", "--quiet", image):
        return "pulled"
    stand_in = STAND_INS / f"{image.partition(':')[0]}.Dockerfile"
    if not stand_in.exists():
        raise Failed(f"{image} cannot be pulled")
    ran(["docker", "build", "--quiet", "--tag", image, "--file", str(stand_in), str(STAND_INS)], 600)
    return "built"
