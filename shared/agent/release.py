"""An immutable bundle of everything that decides how the agent answers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from shared.domains.pack import Pack


@dataclass(frozen=True, slots=True)
class AgentRelease:
    """System prompt, user template, tool list, model and effort; two equal bundles are one release."""

    domain: str
    system_prompt: str
    user_template: str
    tools: tuple[str, ...]
    model: str
    effort: str | None = None

    @property
    def release_id(self) -> str:
        """The first 12 hex digits of the bundle's SHA-256."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    @classmethod
    def current(cls, pack: Pack, model: str, effort: str | None = None) -> AgentRelease:
        """The release that a domain pack ships."""
        return cls(
            domain=pack.id,
            system_prompt=pack.prompts.system,
            user_template=pack.prompts.user_template,
            tools=tuple(tool.name for tool in pack.tools),
            model=model,
            effort=effort,
        )
