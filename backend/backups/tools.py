"""PostgreSQL's own programs: pg_dump of the server's version or a newer one, and pg_restore to read what it wrote."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
from psycopg.pq import Conninfo

from backend.backups.manifest import BackupFailed
from backend.embedded import program_folders

_MOST_WORDS = 500


def dump(url: str, target: Path) -> None:
    """Write the whole database into `target`, as of one moment, in pg_dump's custom format. Raises `BackupFailed`."""
    major = server_version(url)
    program = _program("pg_dump", major)
    words = [str(program), "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    done = subprocess.run(words, env=_environment(url), capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode != 0:
        raise BackupFailed(f"the database cannot be read: {' '.join(done.stderr.split())[:_MOST_WORDS]}")


def reading(dumped: Path, schema: str, table: str) -> subprocess.Popen[bytes]:
    """pg_restore, writing the script of one table's rows to its stdout. It connects to nothing."""
    options = ["--data-only", f"--schema={schema}", f"--table={table}", "--file=-"]
    words = [str(_newest("pg_restore")), *options, str(dumped)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 - our own words


def contents(dumped: Path) -> list[str]:
    """The lines of a dump's table of contents. Raises `BackupFailed`."""
    return [line for line in _told(dumped, "--list").splitlines() if line and not line.startswith(";")]


def sequences(dumped: Path) -> str:
    """The script that sets every sequence, for its numbers."""
    numbers = [line.partition(";")[0] for line in contents(dumped) if " SEQUENCE SET " in line]
    if not numbers:
        return ""
    listed = dumped.with_name("sequences.list")
    listed.write_text("".join(f"{number};\n" for number in numbers))
    return _told(dumped, f"--use-list={listed}", "--file=-")


def _told(dumped: Path, *options: str) -> str:
    """What pg_restore says of a dump. Raises `BackupFailed`."""
    words = [str(_newest("pg_restore")), *options, str(dumped)]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603 - ours
    if done.returncode != 0:
        raise BackupFailed(f"its database cannot be read: {' '.join(done.stderr.split())[:_MOST_WORDS]}")
    return done.stdout


def server_version(url: str) -> int:
    """A server's major version."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        return connection.info.server_version // 10_000


def _program(name: str, major: int) -> Path:
    """The one of the same version, else the oldest newer one: an older pg_dump refuses a newer server."""
    fitting = sorted((version, path) for version, path in _programs(name) if version >= major)
    if not fitting:
        raise BackupFailed(
            f"the server is PostgreSQL {major} and no {name} of that version is installed here; on Debian: "
            f"sudo apt install postgresql-client-{major}"
        )
    return fitting[0][1]


def _newest(name: str) -> Path:
    return max(_programs(name))[1]


@cache
def _programs(name: str) -> tuple[tuple[int, Path], ...]:
    """Every program of that name: those of the embedded server, and the system's."""
    return tuple((version, path) for path in _places(name) if (version := _version(path)) is not None)


def _places(name: str) -> Iterator[Path]:
    yield from (folder / name for folder in program_folders().values())
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    yield from Path("/usr/lib/postgresql").glob(f"*/bin/{name}")


def _version(program: Path) -> int | None:
    if not program.is_file():
        return None
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else None


def _environment(url: str) -> dict[str, str]:
    """The address as libpq's variables: words on a command line can be read by everybody on the machine."""
    given = {option.envvar.decode(): option.val.decode() for option in Conninfo.parse(url.encode())
             if option.envvar and option.val is not None}  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | given
