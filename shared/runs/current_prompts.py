"""The prompts that a run is compared with: "today's bot". The pack's, or those that answered customers when asked."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.domains.pack import Pack
from shared.improvement.approval import PromptPair
from shared.runs.folder import RunError, RunFolder
from shared.runs.proposals_kept import PROPOSAL

CURRENT = "current_prompts.json"
PACK = "pack"


class CurrentPrompts(BaseModel):
    """`current_prompts.json`. `source` is "pack", or the id of the release that answered customers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system_prompt: str
    user_template: str
    domain: str
    source: str

    @property
    def pair(self) -> PromptPair:
        return PromptPair(system_prompt=self.system_prompt, user_template=self.user_template)

    @property
    def of_pack(self) -> bool:
        return self.source == PACK


def read_current(folder: RunFolder, pack: Pack) -> CurrentPrompts:
    """What the run is compared with; the pack's prompts where it keeps none of this pack. Raises `RunError`."""
    of_pack = CurrentPrompts(**PromptPair.of_pack(pack).model_dump(), domain=pack.id, source=PACK)
    if not (folder / CURRENT).is_file():
        return of_pack
    try:
        kept = CurrentPrompts.model_validate(folder.read_json(CURRENT))
    except ValidationError as error:
        raise RunError(f"{folder / CURRENT} does not hold together: {error}") from error
    return kept if kept.domain == pack.id else of_pack


def current_for(folder: RunFolder, pack: Pack, given: CurrentPrompts | None) -> CurrentPrompts:
    """What a stage is to work with: `given`, but a run with a proposal keeps what that was made against."""
    if given is None or (folder / PROPOSAL).is_file():
        return read_current(folder, pack)
    if given.domain != pack.id:
        raise RunError(f"the current prompts are of the domain {given.domain}, the run is of {pack.id}")
    return given


def keep_current(folder: RunFolder, current: CurrentPrompts) -> None:
    """Raises `OSError`. The caller holds the run's lock."""
    folder.write_json(CURRENT, current.model_dump(mode="json"))
