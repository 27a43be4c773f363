"""The detector of `kavak` on messages that no tuning has seen: `python -m tests.benchmarks.detector_bench`."""

from __future__ import annotations

from pathlib import Path

from shared.analysis.detection_quality import detection_quality
from shared.analysis.intents import IntentDetector
from shared.analysis.material import read_messages
from shared.domains.pack import load_pack

HELD_OUT = Path(__file__).parents[1] / "shared" / "analysis" / "heldout"


def main() -> None:
    detector = IntentDetector.for_pack(load_pack("kavak"))
    messages = [m for path in sorted(HELD_OUT.glob("*.tsv")) for m in read_messages(path, detector.intents)]
    print("| messages | n | macro-F1 | answered without intent | language right |")
    print("|---|---|---|---|---|")
    for name in ("all", "es", "pt", "en"):
        part = [m for m in messages if name in ("all", m.language)]
        q = detection_quality(detector, part)
        print(f"| {name} | {q.messages} | {q.macro_f1:.3f} | {q.false_alarm_rate:.1%} | {q.language_accuracy:.1%} |")
    print("\n| intent | F1 |\n|---|---|")
    for intent, f1 in detection_quality(detector, messages).f1.items():
        print(f"| {intent} | {f1:.3f} |")


if __name__ == "__main__":
    main()
