"""`make reset`: start over. Says what would go, asks, offers a backup, refuses while anything runs."""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from backend.backups.commands import main as backups
from backend.backups.settings import Folders
from backend.embedded import runs as server_runs
from backend.serving import WRONG_WORDS, CannotStart, checked_settings, failed
from backend.settings import Settings
from shared.launching.lock import NAME as LOCK
from shared.launching.lock import Running, only_one
from shared.launching.settings import WrongSettings, read_settings

OURS = ("postgres", "postgres.new", "secret_key", "portal", "workbench")
"""What the product puts into the data folder: nothing else in it is touched."""
_KNOCK_SEC = 0.5


def main(arguments: Sequence[str], ask: Callable[[str], str] = input) -> int:
    """The exit code: 0 deleted or nothing there, 1 refused, failed or not wanted, 2 the settings are wrong."""
    parser = argparse.ArgumentParser(prog="python -m backend.resetting", description="Start over.")
    parser.add_argument("--runs", action="store_true", help="delete the runs too")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    wanted = parser.parse_args(arguments)
    try:
        settings, folders = checked_settings(), Folders()
        doomed = _doomed(folders, runs=wanted.runs)
        if not doomed:
            return _done("there is nothing to delete")
        with only_one(folders.data_folder):
            _check_nothing_runs(settings, folders)
            _tell(doomed, settings, folders, runs=wanted.runs)
            if not wanted.yes and not _agreed(ask):
                return failed("nothing was deleted")
            _delete([*doomed, folders.data_folder / LOCK])
    except CannotStart as error:
        return failed(str(error), error.exit_code)
    except WrongSettings as error:
        return failed(str(error), WRONG_WORDS)
    except Running as error:
        return failed(f"{error}; stop it first: nothing was deleted")
    except KeyboardInterrupt:
        return failed("stopped; what is left of it the next `make reset` deletes")
    except OSError as error:
        return failed(f"{error.filename} cannot be deleted: {error.strerror}")
    return _done("deleted; `make up` starts with new demo data")


def _doomed(folders: Folders, *, runs: bool) -> list[Path]:
    found = [folders.data_folder / name for name in OURS if (folders.data_folder / name).exists()]
    return found + ([folders.runs_folder] if runs and folders.runs_folder.is_dir() else [])


def _check_nothing_runs(settings: Settings, folders: Folders) -> None:
    """Also services that were started one by one."""
    if server_runs(folders.data_folder / "postgres"):
        raise Running(0)
    chosen = read_settings()
    for port in (settings.port, chosen.portal_port, chosen.workbench_port):
        with socket.socket() as knocking:
            knocking.settimeout(_KNOCK_SEC)
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                raise CannotStart(f"something listens on port {port}; stop the product first: nothing was deleted")


def _tell(doomed: Sequence[Path], settings: Settings, folders: Folders, *, runs: bool) -> None:
    lines = [
        "This deletes, for good:",
        *(f"  {path}  {_meaning(path, folders)}" for path in doomed),
    ]
    if settings.database_url is not None:
        lines.append("The database at DATABASE_URL stays as it is; drop it with its own tools.")
    if not runs and folders.runs_folder.is_dir():
        lines.append(f"The runs in {folders.runs_folder} stay (RUNS=yes deletes them too).")
    sys.stdout.write("\n".join(lines) + "\n")


def _meaning(path: Path, folders: Folders) -> str:
    if path == folders.runs_folder:
        return f"{sum(1 for _ in path.iterdir())} runs: everything that was analysed and simulated"
    meanings = {
        "postgres": "the database: accounts, cases, messages, releases",
        "secret_key": "the key that signs: everybody has to sign in again",
        "portal": "who is signed in at the portal",
        "workbench": "who is signed in at the workbench",
    }
    return meanings.get(path.name, "left over")


def _agreed(ask: Callable[[str], str]) -> bool:
    """Whether they mean it; who leaves in the middle of a question does not."""
    try:
        if ask("Make a backup first? [Y/n] ").strip().lower() in ("", "y", "yes") and backups(["make"]) != 0:
            return False
        return ask("Type yes to delete: ").strip().lower() == "yes"
    except (KeyboardInterrupt, EOFError):
        return False


def _delete(doomed: Sequence[Path]) -> None:
    for path in doomed:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _done(words: str) -> int:
    sys.stdout.write(f"{words}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
