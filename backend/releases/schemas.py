"""Releases on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.releases.bundles import Wanted
from backend.releases.models import LabelName, MoveKind
from backend.wire import Clean, ShortText
from shared.improvement.placeholders import MAX_SYSTEM_PROMPT_CHARS, MAX_TEMPLATE_CHARS

ReleaseId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$"), Field(examples=["3f2a9c01d4be"])]
ToolName = Annotated[str, StringConstraints(min_length=1, max_length=100), Clean]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), Clean]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Clean]
SystemPrompt = Annotated[str, StringConstraints(min_length=1, max_length=MAX_SYSTEM_PROMPT_CHARS), Clean]
UserTemplate = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEMPLATE_CHARS), Clean]
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


class ReleaseIn(BaseModel):
    """A new release, or a whole `approved_prompts.json`: then it must be for this deployment's domain and model, and
    come out as the release that was approved. Without `tools` the agent has all of the domain's."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "system_prompt": "Eres el asistente de la empresa. Di siempre cuál es el siguiente paso.",
                "user_template": "Contexto: {contexto}\nTono: {tono}\nIdioma: {idioma}\nCanal: {canal}",
                "note": "says the next step",
            }
        },
    )

    system_prompt: SystemPrompt
    user_template: UserTemplate
    tools: list[ToolName] | None = Field(default=None, max_length=50)
    effort: Effort | None = None
    note: Note = ""

    domain: Name | None = Field(default=None, description="From `approved_prompts.json`: must be this deployment's.")
    model: Name | None = Field(default=None, description="From `approved_prompts.json`: must be this deployment's.")
    source: Name | None = None
    approved_at: Name | None = None
    approved_by: Name | None = None
    baseline: dict[str, Any] | None = None
    baseline_release_id: ReleaseId | None = None
    proposed_release_id: ReleaseId | None = Field(
        default=None, description="From `approved_prompts.json`: what the id of the new release must be."
    )

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.system_prompt, self.user_template, self.tools, self.effort)

    @property
    def told(self) -> str:
        """The note; without one, who approved it and when."""
        if self.note or self.approved_by is None:
            return self.note
        return f"approved by {self.approved_by}" + (f", {self.approved_at}" if self.approved_at else "")


class ReleaseOut(BaseModel):
    """A release. `replies` is how many answers to customers it has given; `promotable` whether a label may be moved to
    it here (same domain and model, tools that exist)."""

    id: ReleaseId
    domain: str
    system_prompt: str
    user_template: str
    tools: list[str]
    model: str
    effort: str | None
    note: str
    created_by: UUID | None
    created_by_name: str | None
    created_at: datetime
    labels: list[LabelName]
    replies: int
    promotable: bool


class LabelOut(BaseModel):
    """Where a label points. `answering_release_id` differs from `release_id` where this deployment has another model
    (or fewer tools) than the release was made for: that is the release which its replies name."""

    label: LabelName
    release_id: ReleaseId
    answering_release_id: ReleaseId
    moved_at: datetime
    moved_by: UUID | None
    moved_by_name: str | None
    reason: str


class CreatedReleaseOut(ReleaseOut):
    """The release, and the label `production`: what answers customers, which creating a release does not change."""

    live: LabelOut


class LabelsOut(BaseModel):
    items: list[LabelOut]


class MoveOut(BaseModel):
    """One move of a label. `moved_by` is `null` where the system did it; its name also where the account is gone."""

    id: int
    label: LabelName
    kind: MoveKind
    from_release: ReleaseId | None
    to_release: ReleaseId
    moved_by: UUID | None
    moved_by_name: str | None
    reason: str
    at: datetime


class PromotionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    release_id: ReleaseId
    reason: ShortText = Field(examples=["better in the comparison of 23 November: +8 points resolved"])


class RollbackIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: ShortText = Field(examples=["more handoffs since noon"])
