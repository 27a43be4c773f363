"""`make backup` and `make restore`: words in, one line out."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from backend.backups.making import make_backup
from backend.backups.manifest import BackupFailed
from backend.backups.restoring import Restored, restore_backup
from backend.backups.settings import ROOT, Folders
from backend.embedded import EmbeddedFailed
from backend.migrating import newest_revision
from backend.serving import WRONG_WORDS, CannotStart, checked_settings, failed
from backend.settings import Settings

STOPPED = 130


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 done, 1 it could not be done, 2 the words or the settings are wrong, 130 stopped."""
    wanted = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _stopped)  # as orderly as Ctrl-C: nothing half-made stays
    try:
        settings, folders = checked_settings(), Folders()
        if wanted.command == "make":
            _make(settings, folders, wanted)
        else:
            _restore(settings, folders, wanted)
    except CannotStart as error:
        return failed(str(error), error.exit_code)
    except (BackupFailed, EmbeddedFailed) as error:
        return failed(str(error))
    except KeyboardInterrupt:
        return failed("stopped; nothing was changed", STOPPED)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.backups", description="Backups of database and runs.")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="write one; the product may run")
    make.add_argument("--to", type=Path, default=ROOT / "backups", help="the folder (backups)")
    make.add_argument("--secrets", action="store_true", help="with the signing key, .env and .streamlit/secrets.toml")
    restore = commands.add_parser("restore", help="put one back; the product must not run")
    restore.add_argument("file", help="the backup")
    restore.add_argument("--replace", action="store_true", help="also over what is there")
    restore.add_argument("--secrets", action="store_true", help="its secrets too, where there are none (see --replace)")
    return parser


def _make(settings: Settings, folders: Folders, wanted: argparse.Namespace) -> None:
    made = make_backup(settings, folders, wanted.to, secrets=wanted.secrets)
    size = made.stat().st_size / 1e6
    without = "" if wanted.secrets else "; without secrets (SECRETS=yes)"
    sys.stdout.write(f"backup: {made} ({size:.1f} MB; it holds what customers wrote: keep it safe{without})\n")


def _restore(settings: Settings, folders: Folders, wanted: argparse.Namespace) -> None:
    if not wanted.file:
        raise CannotStart("which backup? make restore FROM=backups/acs-backup-….tar.gz", WRONG_WORDS)
    if not Path(wanted.file).is_file():
        raise CannotStart(f"there is no file {wanted.file}", WRONG_WORDS)
    done = restore_backup(Path(wanted.file), settings, folders, replace=wanted.replace, secrets=wanted.secrets)
    sys.stdout.write(f"restored: {_told(done)}\n")


def _told(done: Restored) -> str:
    manifest = done.manifest
    parts = [f"the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC"]
    if manifest.has_database:
        newest = newest_revision()
        forward = f", migrated to {newest}" if newest != manifest.revision else ""
        parts.append(f"the database (revision {manifest.revision}{forward})")
    parts.append(f"{done.runs} runs")
    parts += [f"secrets: {', '.join(done.secrets)}"] if done.secrets else []
    parts += [f"kept as they are: {', '.join(done.kept)}"] if done.kept else []
    return "; ".join(parts)


def _stopped(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
