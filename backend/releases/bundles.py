"""Releases as JSON, made of what an admin sends, and as this deployment can run them. Nothing here touches a database.

The model is the deployment's decision, the prompts are the admin's. So a label goes on pointing to its release when
the deployment changes its model; who answers is that release on the new model, which is a release of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from backend.database import JsonData
from backend.errors import Conflict, Invalid
from shared.agent.release import AgentRelease
from shared.agent.tools import handoff
from shared.agent.toolset import made_tool
from shared.domains.pack import Pack, PackError
from shared.improvement.placeholders import system_prompt_problems, template_problems


class OtherDomain(Conflict):
    """Made for another business than this deployment's."""

    code = "other_domain"

    def __init__(self, domain: str, ours: str) -> None:
        super().__init__(
            f"it is for the domain {domain}; this deployment serves {ours}", details={"given": domain, "wanted": ours}
        )


class OtherModel(Conflict):
    """Made, and measured, on another model than the one that answers here."""

    code = "other_model"

    def __init__(self, model: str, ours: str) -> None:
        super().__init__(
            f"it is for the model {model}; this deployment answers with {ours}: approve it again, or create it again, "
            "for that one",
            details={"given": model, "wanted": ours},
        )


class ToolsMissing(Conflict):
    code = "tools_missing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a release is to be made of. `tools` of `None` are all of the pack's."""

    system_prompt: str
    user_template: str
    tools: Sequence[str] | None = None
    effort: str | None = None


def to_bundle(release: AgentRelease) -> JsonData:
    """As it is stored."""
    return asdict(release) | {"tools": list(release.tools)}


def from_bundle(bundle: JsonData) -> AgentRelease:
    """What `to_bundle` made."""
    return AgentRelease(**{**bundle, "tools": tuple(bundle["tools"])})


def made(wanted: Wanted, pack: Pack, model: str) -> AgentRelease:
    """The release, its tools in the pack's order. Raises `Invalid` for prompts that cannot be used and for tools that
    the pack does not have or that cannot be built."""
    problems = [*system_prompt_problems(wanted.system_prompt), *template_problems(wanted.user_template)]
    if problems:
        raise Invalid(f"these prompts cannot be used: {'; '.join(problems)}", details={"prompts": problems})
    return AgentRelease(
        domain=pack.id,
        system_prompt=wanted.system_prompt,
        user_template=wanted.user_template,
        tools=_tools(wanted.tools, pack),
        model=model,
        effort=wanted.effort,
    )


def refusal(release: AgentRelease, pack: Pack, model: str) -> Conflict | None:
    """The error of moving a label to `release` here; `None` if one may be moved.

    A release of another model is refused although it could run on this one: what was measured about it was measured
    on the other. Making it again (`POST admin/releases`) gives one that can be compared and promoted.
    """
    if release.domain != pack.id:
        return OtherDomain(release.domain, pack.id)
    if missing := sorted(set(release.tools) - _names(pack)):
        return ToolsMissing(f"the domain {pack.id} has no tool {', '.join(missing)}", details={"tools": missing})
    return OtherModel(release.model, model) if release.model != model else None


def fitted(release: AgentRelease, pack: Pack, model: str) -> AgentRelease:
    """`release` as this deployment can run it: on its model, with those of its tools that the pack (still) has."""
    known = _names(pack)
    return replace(release, model=model, tools=tuple(name for name in release.tools if name in known))


def _names(pack: Pack) -> frozenset[str]:
    return frozenset(tool.name for tool in pack.tools)


def _tools(wanted: Sequence[str] | None, pack: Pack) -> tuple[str, ...]:
    unknown = sorted(set(wanted or ()) - _names(pack) - {handoff.NAME})
    if unknown:
        raise Invalid(
            f"the domain {pack.id} has no tool {', '.join(unknown)}",
            details={"unknown": unknown, "tools": [tool.name for tool in pack.tools]},
        )
    chosen = [tool for tool in pack.tools if wanted is None or tool.name in wanted]
    try:
        for tool in chosen:
            made_tool(pack, tool)
    except PackError as error:
        raise Conflict(f"the domain {pack.id} does not hold together: {error}") from error
    return tuple(tool.name for tool in chosen)
