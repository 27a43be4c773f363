"""What the agent is faced with: the dialogue, the prompt's manners, the language, and what was tried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shared.llm.offline.parts.arguments import Known
from shared.llm.offline.parts.directives import Manners, manners_of
from shared.llm.offline.parts.effects import OWN_LANGUAGE
from shared.llm.offline.parts.language import Language, spoken
from shared.llm.offline.parts.noise import Noise
from shared.llm.offline.parts.requests import Dialogue, Result, dialogue_of, read_texts, sample_of
from shared.llm.offline.parts.signals import informs, signals, thanks, wants_person
from shared.llm.offline.parts.text import plain, words
from shared.llm.offline.parts.tool_choice import HANDOFF

_BYE = re.compile(
    r"\b(?:adios|hasta luego|bye|goodbye|tchau|ate logo|nos vemos|es todo|eso es todo|so isso|era isso|that's all"
    r"|that is all)\b"
)
_SHORT = 9
_BLOCKED_AFTER = 2
SETTLED = ("ok", "needs_confirmation")
"""Outcomes of tools that help the customer."""


@dataclass(frozen=True)
class Situation:
    """One request as the agent sees it. Not slotted: what is derived is kept."""

    dialogue: Dialogue
    manners: Manners
    noise: Noise
    tools: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> Situation:
        """The situation in a Responses API request."""
        dialogue = dialogue_of(request)
        tools = request.get("tools") or ()
        return cls(
            dialogue,
            manners_of(str(request.get("instructions") or ""), dialogue.developer),
            Noise.of(sample_of(request), "agent", read_texts(request)),
            [tool for tool in tools if isinstance(tool, Mapping) and tool.get("type", "function") == "function"],
        )

    @cached_property
    def language(self) -> Language:
        """The language to answer in: the customer's, or the prompt's where the agent slips."""
        theirs = spoken(self.dialogue.customer_texts, self.manners.prompt_language)
        own = self.noise.chance("own language", OWN_LANGUAGE.at(self.manners.own_language))
        return theirs if own else self.manners.only_language or self.manners.prompt_language

    @property
    def message(self) -> str:
        """The customer's last message."""
        texts = self.dialogue.customer_texts
        return texts[-1] if texts else ""

    @property
    def last_answer(self) -> str:
        """The agent's last message."""
        texts = self.dialogue.agent_texts
        return texts[-1] if texts else ""

    @cached_property
    def known(self) -> Known:
        """What a tool's arguments can be filled from."""
        return Known(self.dialogue.customer_texts, self.last_answer, self.dialogue.results)

    def tool(self, name: str) -> Mapping[str, Any] | None:
        """The tool of this name among those at hand."""
        return next((tool for tool in self.tools if tool.get("name") == name), None)

    @property
    def can_hand_off(self) -> bool:
        return self.tool(HANDOFF) is not None

    @property
    def asks_for_person(self) -> bool:
        return wants_person(self.message)

    @property
    def closes(self) -> bool:
        """Whether the customer only thanks or takes leave."""
        said = plain(self.message)
        ends = thanks(self.message) or bool(_BYE.search(said))
        return ends and "?" not in said and len(words(said)) <= _SHORT and bool(self.dialogue.agent_texts)

    @property
    def blocked(self) -> bool:
        """Whether the agent failed the customer in two turns: put them off, or its tools found nothing."""
        told = {turn for turn, text in enumerate(self.dialogue.agent_texts, start=1) if _unhelpful(text)}
        helped = {result.turn for result in self.dialogue.results if result.outcome in (*SETTLED, "conflict")}
        failed = {result.turn for result in self.dialogue.results} - helped
        return len(told | failed) >= _BLOCKED_AFTER

    def in_vain(self, tool: str, arguments: Mapping[str, Any]) -> bool:
        """Whether this very call was made for the customer's message before and did not help."""
        earlier = self.called(tool, arguments)
        last_turn = len(self.dialogue.customer_texts) - 1
        return earlier is not None and earlier.outcome not in SETTLED and earlier.turn >= last_turn

    def called(self, tool: str, arguments: Mapping[str, Any]) -> Result | None:
        """The earlier result of this very call."""
        results = reversed(self.dialogue.results)
        return next((r for r in results if r.tool == tool and r.arguments == arguments), None)


def _unhelpful(text: str) -> bool:
    found = signals(text)
    return found.vague or not (found.figures or found.done or informs(text, text))
