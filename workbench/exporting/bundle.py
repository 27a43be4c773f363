"""The exports of a run as one zip: written in pieces, with a manifest of what is in it and what it was made with."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.conversations.writing import replacing
from shared.improvement.number_format import Language
from shared.runs.folder import RunError, RunFolder, utc_now
from shared.runs.simulating import SIMULATION
from workbench.exporting.files import EXPORTS, Stamp, stamp, stamps
from workbench.i18n.catalogue import say

ZIP = "export.zip"
MANIFEST = "manifest.json"
README = "README.txt"
_CHUNK = 1 << 20
_LEVEL = 3
"""Text shrinks to about a tenth at any level; higher ones take several times as long."""


class Packed(BaseModel):
    """A file of the zip. `modified_ns` is that of the file in the run."""

    model_config = ConfigDict(frozen=True)

    name: str
    bytes: int
    sha256: str
    modified_ns: int


class Manifest(BaseModel):
    """`manifest.json`: what the zip holds, and the run's `run.json` but for its inputs' paths."""

    model_config = ConfigDict(frozen=True)

    run: str
    title: str
    language: str
    made_at: str
    files: list[Packed]
    made_with: dict[str, Any]

    @property
    def stamps(self) -> dict[str, Stamp]:
        return {file.name: Stamp(file.bytes, file.modified_ns) for file in self.files}


def pack(folder: RunFolder, title: str, language: Language) -> Manifest:
    """Write `export.zip` anew, at once. A file that is taken away meanwhile is left out. Raises `OSError`."""
    packed: list[Packed] = []
    with replacing(folder / ZIP) as target, zipfile.ZipFile(
        target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL
    ) as bundle:  # fmt: skip
        for export in EXPORTS:
            one = _add(bundle, folder / export.name)
            if one is not None:
                packed.append(one)
        manifest = Manifest(
            run=folder.path.name, title=title, language=language, made_at=utc_now(), files=packed,
            made_with=_made_with(folder),
        )  # fmt: skip
        bundle.writestr(MANIFEST, json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")
        bundle.writestr(README, readme(manifest, language))
    return manifest


def _add(bundle: zipfile.ZipFile, path: Path) -> Packed | None:
    made = stamp(path)
    if made is None:
        return None
    digest, size = hashlib.sha256(), 0
    try:
        source: IO[bytes] = path.open("rb")
    except FileNotFoundError:
        return None
    with source, bundle.open(zipfile.ZipInfo.from_file(path, path.name), "w", force_zip64=True) as target:
        while piece := source.read(_CHUNK):
            digest.update(piece)
            target.write(piece)
            size += len(piece)
    return Packed(name=path.name, bytes=size, sha256=digest.hexdigest(), modified_ns=made.modified_ns)


def _made_with(folder: RunFolder) -> dict[str, Any]:
    """Settings, model, versions and stages. Where the input lay is nobody's business who gets the zip."""
    try:
        info = folder.info().model_dump(mode="json")
        if (folder / SIMULATION).is_file():  # other parameters may have been chosen since
            info["settings"] |= folder.read_json(SIMULATION).get("settings", {})
    except RunError:
        return {}
    return {name: value for name, value in info.items() if name != "inputs"}


def readme(manifest: Manifest, language: Language) -> str:
    """What each file is, for whoever opens the zip."""
    files = [f"{file.name}\n    {say(f'export.file.{file.name}', language)}" for file in manifest.files]
    lead = say("export.readme", language, title=manifest.title, run=manifest.run, when=manifest.made_at)
    return "\n\n".join([lead, *files, f"{MANIFEST}\n    {say('export.file.manifest', language)}"]) + "\n"


def manifest_of(folder: RunFolder) -> Manifest | None:
    """That of the zip that is there; None without one, or where it is damaged."""
    try:
        with zipfile.ZipFile(folder / ZIP) as bundle:
            return Manifest.model_validate_json(bundle.read(MANIFEST))
    except (OSError, KeyError, zipfile.BadZipFile, ValidationError):
        return None


def is_fresh(manifest: Manifest | None, now: Mapping[str, Stamp], language: Language) -> bool:
    """Whether the zip holds the exports as they are now, its README in `language`."""
    return manifest is not None and manifest.stamps == dict(now) and manifest.language == language


def fresh(folder: RunFolder, language: Language) -> Manifest | None:
    """The manifest of a zip that is up to date."""
    found = manifest_of(folder)
    return found if is_fresh(found, stamps(folder), language) else None
