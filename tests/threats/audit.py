"""`make audit`: whether a library of `requirements.lock` has a known hole. Asks the package index, by the network.

pip-audit runs as a tool of its own (`uv tool run`): nothing of it is in the environment that is looked at. Exit codes:
0 no known hole, 1 there is one, 2 it could not be told.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

LOCK = Path(__file__).parents[2] / "requirements.lock"
TOOL = "pip-audit==2.10.1"
HOLES, UNKNOWN = 1, 2


class Verdict(NamedTuple):
    """What to say, and the exit code."""

    words: str
    code: int


def main() -> int:
    """Look, and say what there is."""
    command = [
        str(Path(sys.executable).with_name("uv")), "tool", "run", "--from", TOOL, "pip-audit", "--disable-pip",
        "--require-hashes", "--progress-spinner", "off", "--format", "json", "--requirement", str(LOCK),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    verdict = judged(done.stdout, done.stderr)
    print(f"audit: {verdict.words}")
    return verdict.code


def judged(stdout: str, stderr: str) -> Verdict:
    """The verdict of what pip-audit printed. What it could not look up is never called clean."""
    try:
        dependencies: Sequence[Mapping[str, Any]] = json.loads(stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        reason = (stderr.strip().splitlines() or ["it said nothing"])[-1]
        return Verdict(f"NOT AUDITED: the data on vulnerabilities cannot be reached ({reason[:300]})", UNKNOWN)
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in dependencies
        for hole in one.get("vulns", ())
    ]
    skipped = [one["name"] for one in dependencies if "skip_reason" in one]
    if holes:
        return Verdict("\n  ".join([f"{len(holes)} known holes", *holes]), HOLES)
    if skipped:
        which = f"{len(skipped)} of {len(dependencies)} libraries"
        return Verdict(f"NOT AUDITED: the index has no data on {which} ({', '.join(skipped[:5])} …)", UNKNOWN)
    return Verdict(f"no known hole in {len(dependencies)} libraries", 0)


if __name__ == "__main__":
    sys.exit(main())
