"""All benchmarks, one after the other (`make bench`); each prints a table for docs/benchmarks.md."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = (
    (
        "Analysis: 100,000 conversations against a plain loop and parsing alone",
        "analysis_bench",
        ("--loop-share", "0.05"),
    ),
    ("Model gateway: time of a call outside the model", "gateway_bench", ()),
    ("Simulation: a 200 ms model and 16 threads against the ideal makespan", "simulation_bench", ()),
    ("Verdicts over seeds: false ones, and found effects against the promised power", "verdict_bench", ()),
    ("Backend: reads, log-in, first token, open streams", "backend_bench", ()),
    ("Backend: export of 100,000 conversations", "export_bench", ()),
    ("Portal: from Enter to the screen, frames by flush interval, reloads (needs Chromium)", "portal_bench", ()),
    ("Workbench: 100,000 conversations, from the upload to every click (needs Chromium)", "workbench_scale", ()),
    ("Portal: 100 sessions", "portal_sessions", ()),
    ("Detector on held-out messages", "detector_bench", ()),
)


def main() -> int:
    failed = 0
    for title, module, arguments in BENCHMARKS:
        print(f"\n## {title}\n", flush=True)
        failed += subprocess.call([sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]) != 0
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
