"""What a run would publish, and what its comparison says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.improvement.approval import ApprovedPrompts
from shared.improvement.number_format import Language
from shared.runs.approvals import APPROVED, read_approved
from shared.runs.comparing import COMPARISON
from shared.runs.folder import RunError, RunFolder

BETTER = "better"


@dataclass(frozen=True, slots=True)
class Change:
    """`verdict` is better, worse or inconclusive, and None where these very prompts were not compared with what is
    live; `words` say it by language. `outdated`: they were compared with a release that is not live (any more)."""

    approved: ApprovedPrompts
    verdict: str | None
    words: dict[str, str]
    outdated: bool = False

    @property
    def proven(self) -> bool:
        return self.verdict == BETTER

    @property
    def record(self) -> dict[str, Any]:
        """`approved_prompts.json`, as the backend takes it."""
        return self.approved.model_dump(mode="json")

    @property
    def unknown(self) -> str:
        """The key of the words for a change without a verdict; its value is the `baseline`."""
        return "publish.outdated" if self.outdated else "publish.not_compared"

    def said(self, language: Language) -> str:
        return self.words.get(language, "")


def change_of(folder: RunFolder, live: str | None = None) -> Change | None:
    """None where nothing was approved yet. `live` is the id of the release that answers customers, where it is known.
    Raises `RunError` for a damaged approval."""
    if not (folder / APPROVED).is_file():
        return None
    approved = read_approved(folder)
    try:
        comparison = folder.read_json(COMPARISON)
    except RunError:
        return Change(approved, None, {})
    compared = {"baseline": approved.baseline_release_id, "proposed": approved.proposed_release_id}
    if comparison.get("releases") != compared:
        return Change(approved, None, {})
    if live is not None and live not in compared.values():
        return Change(approved, None, {}, outdated=True)
    return Change(approved, comparison.get("verdict"), comparison.get("verdict_words") or {})
