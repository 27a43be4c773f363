"""How to repeat a run: its command lines and what its result depends on."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS
from shared.improvement.comparison import Comparison
from shared.improvement.models import Arm

FIGURES_SETTINGS = ("seed", "target_csat", "max_turns", "target_latency", "weights")
RANKING = "ranking_weights"
SIMULATION_SETTINGS = ("conversations_per_context", "scenarios", "trials", "temperature")
_CONTINUED = " \\\n    "


def repeat_commands(info: Mapping[str, Any], approved: Mapping[str, Any]) -> str:
    """`acs improve …` with the run's settings; prompts that a person chose need a command for each step."""
    settings: Mapping[str, Any] = info.get("settings", {})
    inputs = shlex.join([str(entry.get("name", "")) for entry in info.get("inputs", [])])
    target = f"--out RUN --domain {shlex.quote(str(settings.get('domain', '')))}"
    ranked_anew = settings.get(RANKING) not in (None, DEFAULT_RANKING_WEIGHTS)
    figures = _options(settings, (*FIGURES_SETTINGS, RANKING) if ranked_anew else FIGURES_SETTINGS)
    simulation = _options(settings, SIMULATION_SETTINGS)
    if approved.get("source") not in ("edited", "unchanged"):
        return _CONTINUED.join([f"acs improve {inputs} {target} --approve", *figures, *simulation])
    choice = "--unchanged" if approved["source"] == "unchanged" else "--system FILE --template FILE"
    return "\n".join(
        [
            _CONTINUED.join([f"acs analyze {inputs} {target}", *figures]),
            f"acs approve RUN {choice}",
            _CONTINUED.join(["acs simulate RUN", *simulation]),
            "acs compare RUN",
        ]
    )


def _options(settings: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return [f"--{name.replace('_', '-')} {_value(settings[name])}" for name in names if settings.get(name) is not None]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ",".join(f"{part}={weight:g}" for part, weight in value.items())
    return f"{value:g}"


def provenance(info: Mapping[str, Any], comparison: Comparison) -> list[tuple[str, str]]:
    """What the result depends on: keys of the words `repeat.…`, and values."""
    releases = comparison.releases
    rows = [
        ("domain", str(info.get("domain", ""))),
        ("model", ", ".join(comparison.models)),
        ("asked", str(info.get("model", ""))),
        ("releases", " → ".join(releases[arm.value] for arm in Arm if arm.value in releases)),
        *(("inputs", f"{entry.get('name', '')} {entry.get('sha256', '')}") for entry in info.get("inputs", [])),
        ("pack", str(info.get("pack_sha256", ""))),
        ("versions", ", ".join(f"{name} {version}" for name, version in info.get("versions", {}).items())),
    ]
    return [(key, value) for key, value in rows if value.strip()]
