"""The production build of the pages: made once, and again when something that goes into it has changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from reflex_base.plugins import Plugin

from portal.theme import stylesheet

FOLDER = Path(__file__).parent
_WEB = FOLDER / ".web"
STATIC = _WEB / "build" / "client"
_STAMP = _WEB / "build" / "made-from"
_BUILD_SEC = 600
_SOURCES = ("**/*.py", "components/*.js", "assets/**/*", "reflex.lock/*.json")
_LEFT_OUT = (".web", ".states", "__pycache__", "external")
_TOLD_CHARACTERS = 4_000
_NO_NETWORK = re.compile(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|(?i:network (?:request|error))")
_OWN_ADDRESS = re.compile(r"`(ws|http)://localhost:\d+/")


class PortalBuild(Plugin):
    """What we change in Reflex's build."""

    def pre_compile(self, **context: object) -> None:
        """A theme to build with; pages get theirs, with the company's colours, from `serving`."""
        public = FOLDER / ".web" / "public"
        public.mkdir(parents=True, exist_ok=True)
        (public / "theme.css").write_text(stylesheet({}))

    def post_build(self, *, static_dir: Path, **context: object) -> None:
        """The built pages talk to where they came from, whatever its name and port: Reflex writes a fixed address."""
        for script in (static_dir / "assets").glob("reflex-env-*.js"):
            script.write_text(
                _OWN_ADDRESS.sub(
                    lambda found: f"`${{location.origin.replace(/^http/,'{found[1]}')}}/", script.read_text()
                )
            )
        (static_dir / "theme.css").unlink(missing_ok=True)


def ensure_built() -> None:
    """Build where no build is or the sources have changed. Raises `BuildFailed`."""
    if _is_built():  # looked at first: a container has the pages on a disk that cannot be written on
        return
    _WEB.mkdir(exist_ok=True)
    with (_WEB / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two that start at once, one builds
        if _is_built():
            return
        print("portal     building the pages (once, and after changes; about half a minute)", flush=True)  # noqa: T201
        _build()
        _STAMP.write_text(fingerprint())  # anew: the build may have completed the lock


def _is_built() -> bool:
    return (STATIC / "index.html").exists() and _STAMP.exists() and _STAMP.read_text() == fingerprint()


def _build() -> None:
    shutil.rmtree(_WEB / "public" / "external", ignore_errors=True)  # Reflex takes newer files for its own
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            cwd=FOLDER, env=tool_environment(), capture_output=True, text=True, check=False, timeout=_BUILD_SEC,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise BuildFailed(f"{error.filename} is not there; `make setup` brings Node along") from error
    except subprocess.TimeoutExpired as error:
        raise BuildFailed(f"it took longer than {_BUILD_SEC} s") from error
    if done.returncode != 0 or not (STATIC / "index.html").exists():
        raise BuildFailed(_told(done.stdout + done.stderr))


def _told(said: str) -> str:
    """The end of what the tools said; where they missed the network, a sentence with the line that says most of it."""
    missed = max((line.strip() for line in said.splitlines() if _NO_NETWORK.search(line)), key=len, default="")
    if missed:
        return f"npm did not reach its registry, and the first build needs the network: {missed}"
    return said[-_TOLD_CHARACTERS:]


class BuildFailed(Exception):
    """The pages could not be built; the message says why, in a sentence of ours or in the tools' last words."""


def fingerprint() -> str:
    """A hash of everything that goes into the pages."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(str(path.relative_to(FOLDER)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def serving_environment() -> dict[str, str]:
    """For Reflex: what lies beside this Python is found first, nothing is sent home. Needs no Node."""
    given = dict(os.environ)
    return given | {
        "PATH": str(Path(sys.executable).parent) + os.pathsep + given.get("PATH", ""),
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "PYTHONPATH": os.pathsep.join([str(FOLDER.parent), *filter(None, [given.get("PYTHONPATH")])]),
    }


def tool_environment() -> dict[str, str]:
    """For building: the environment's own Node and npm, and no look for a faster registry."""
    given = serving_environment()
    registry = subprocess.run(
        ["npm", "config", "get", "registry"], env=given, capture_output=True, text=True, check=False
    ).stdout.strip()
    return given | {
        "NPM_CONFIG_REGISTRY": given.get("NPM_CONFIG_REGISTRY") or registry,
        "npm_config_omit_lockfile_registry_resolved": "true",
        "npm_config_update_notifier": "false",
        "npm_config_fund": "false",
        "npm_config_audit": "false",
    }


def _sources() -> Iterator[Path]:
    found = {path for pattern in _SOURCES for path in FOLDER.glob(pattern) if path.is_file()}
    return iter(sorted(path for path in found if not set(_LEFT_OUT) & set(path.relative_to(FOLDER).parts)))
