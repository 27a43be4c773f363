"""Where compiled detectors lie: beside a shipped pack, or in the user's cache."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from shared.analysis.linear_model import LinearModel
from shared.analysis.material import material_hash
from shared.domains.pack import Pack

log = logging.getLogger(__name__)

DETECTOR_VERSION = "1"


def compiled_path(pack: Pack) -> Path:
    """Where the compiled detector of a pack lies, if it has one."""
    return pack.own_folder / "detector.npz"


def load_or_train(pack: Pack) -> LinearModel:
    """The compiled detector where it fits the material; else one from the cache, else a new one."""
    source = material_hash(pack)
    cache = user_cache_path("adaptive-customer-service") / f"detector-{DETECTOR_VERSION}-{pack.id}-{source[:16]}.npz"
    for path in (compiled_path(pack), cache):
        try:
            model = LinearModel.load(path)
        except (OSError, KeyError, ValueError):
            continue
        if model.source_hash == source:
            return model
    log.warning("the language material of the pack %s has changed: training its detector (about a minute)", pack.id)
    from shared.analysis.training import train  # scikit-learn: only who trains pays for the import

    model = train(pack)
    _keep(model, cache)
    return model


def _keep(model: LinearModel, path: Path) -> None:
    """Store in the cache if that is possible; without a writable cache the next process trains again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        os.close(handle)
        model.save(Path(name))
        Path(name).replace(path)
    except OSError as error:
        log.warning("the trained detector could not be kept in %s: %s", path.parent, error)
