"""A domain pack: what a business is, as data. The engine knows no company; a pack is all that changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader; the one in C reads a pack ten times faster."""
PACKS_FOLDER = Path(__file__).parent
Language = Literal["es", "pt", "en"]
Texts = Mapping[str, str]
"""A text in each language of the pack: `{"es": …, "pt": …, "en": …}`."""


class PackError(Exception):
    """A domain pack that does not exist or does not hold together."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Company(_Strict):
    name: str
    description: Texts
    colors: Mapping[str, str] = Field(default_factory=dict)


class Intent(_Strict):
    """What a customer may want, the tool that would serve it and what building that costs (1 to 3)."""

    id: str
    tool: str
    effort: int = Field(ge=1, le=3)
    label: Texts
    description: str = ""
    api_sketch: str = ""


class ToolSpec(_Strict):
    """A tool as the model and the customer see it. `kind` names the implementation in `shared/agent/tools/`;
    `record` the kind of record that it works on; `texts` what it answers, by outcome and language."""

    name: str
    kind: str
    intent: str
    record: str
    description: str
    label: Texts
    texts: Mapping[str, Texts] = Field(default_factory=dict)
    settings: Mapping[str, Any] = Field(default_factory=dict)


class Prompts(_Strict):
    """The prompts in production: what an improvement is measured against."""

    system: str
    user_template: str


class World(_Strict):
    """A starting situation of a simulated customer with an intent: their records, and what must hold in the end."""

    id: str
    intent: str
    records: tuple[Mapping[str, Any], ...] = ()
    goal: Texts
    knows: Texts = Field(default_factory=dict)
    success: Mapping[str, Any] = Field(default_factory=dict)


class FieldNames(_Strict):
    """Names that customers give a field of a record (`item`: the models of cars). Case, accents, hyphens and the space
    before a number do not matter. `names` are recognised anywhere; `ambiguous` ones, everyday words too, only beside a
    year, after a general name or after a word of `introduced_by` ("my"); `general` ones (the make) only where the
    customer says no other."""

    names: tuple[str, ...] = Field(min_length=1)
    ambiguous: tuple[str, ...] = ()
    introduced_by: tuple[str, ...] = ()
    general: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _each_is_there_once(self) -> FieldNames:
        every = [*self.names, *self.ambiguous, *self.general]
        if not all(re.search(r"\w", name) for name in every):
            raise ValueError("a name without a letter or digit")
        twice = [
            name for name, times in Counter(re.sub(r"[\s-]", "", n.casefold()) for n in every).items() if times > 1
        ]
        if twice:
            raise ValueError(f"the name {twice[0]!r} is there twice")
        return self


class Detection(_Strict):
    """Settings of the intent detector: decision thresholds (0 to 1) in place of those that training chose."""

    thresholds: Mapping[str, Annotated[float, Field(gt=0, lt=1)]] = Field(default_factory=dict)


class Pack(_Strict):
    """Everything the engine needs to know about a business."""

    id: str
    company: Company
    languages: tuple[Language, ...]
    channels: tuple[str, ...]
    contexts: Mapping[str, Texts]
    context_aliases: Mapping[str, str] = Field(default_factory=dict)
    intents: tuple[Intent, ...]
    tools: tuple[ToolSpec, ...]
    prompts: Prompts
    facts: tuple[str, ...] = ()
    texts: Mapping[str, Texts] = Field(default_factory=dict)
    worlds: tuple[World, ...] = ()
    names: Mapping[str, FieldNames] = Field(default_factory=dict)
    """By the field of the worlds' record data that they are names of."""
    detection: Detection = Field(default_factory=Detection)
    folder: Path | None = None
    """Where the YAML file lies, for a pack that is not a shipped one; set by the loader."""

    @model_validator(mode="after")
    def _references_hold(self) -> Pack:
        intents = {intent.id for intent in self.intents}
        tools, worlds = (
            [(f"tool {t.name}", t.intent) for t in self.tools],
            [(f"world {w.id}", w.intent) for w in self.worlds],
        )
        thresholds = [("a detection threshold", name) for name in self.detection.thresholds]
        for owner, named in tools + worlds + thresholds:
            if named not in intents:
                raise ValueError(f"{owner} names the intent {named!r}, which the pack does not have")
        for alias, context in self.context_aliases.items():
            if context not in self.contexts:
                raise ValueError(f"the alias {alias!r} names the context {context!r}, which the pack does not have")
        return self

    @model_validator(mode="after")
    def _names_are_unique(self) -> Pack:
        for what, names in {
            "intent": [i.id for i in self.intents],
            "tool": [t.name for t in self.tools],
            "world": [w.id for w in self.worlds],
        }.items():
            twice = [name for name, times in Counter(names).items() if times > 1]
            if twice:
                raise ValueError(f"the {what} {twice[0]!r} is there twice")
        return self

    @model_validator(mode="after")
    def _named_fields_exist(self) -> Pack:
        fields = {field for world in self.worlds for record in world.records for field in record.get("data", {})}
        for field in self.names:
            if field not in fields:
                raise ValueError(f"names are given for the field {field!r}, which no record of a world has")
        return self

    @model_validator(mode="after")
    def _texts_are_complete(self) -> Pack:
        for owner, texts in self._all_texts():
            missing = [language for language in self.languages if not texts.get(language)]
            if missing:
                raise ValueError(f"{owner} has no text in {', '.join(missing)}")
        return self

    def _all_texts(self) -> Iterator[tuple[str, Texts]]:
        yield "the company's description", self.company.description
        yield from ((f"the context {name}", texts) for name, texts in self.contexts.items())
        yield from ((f"the intent {intent.id}", intent.label) for intent in self.intents)
        yield from ((f"the text {name}", texts) for name, texts in self.texts.items())
        for tool in self.tools:
            yield f"the label of {tool.name}", tool.label
            yield from ((f"the text {name} of {tool.name}", texts) for name, texts in tool.texts.items())
        for world in self.worlds:
            yield f"the goal of {world.id}", world.goal
            if world.knows:
                yield f"what {world.id} knows", world.knows

    def intent(self, intent_id: str) -> Intent:
        """The intent with this id. Raises `KeyError`."""
        return next(i for i in self.intents if i.id == intent_id)

    @property
    def messages_folder(self) -> Path:
        """Where the language material lies: `*.tsv` files of language, labels, message."""
        return self.own_folder / "messages"

    @property
    def own_folder(self) -> Path:
        """The folder of the pack's name beside its YAML file."""
        return (self.folder or PACKS_FOLDER) / self.id


def available_packs(folder: Path = PACKS_FOLDER) -> tuple[str, ...]:
    """The names of the packs at hand."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


@lru_cache(maxsize=16)
def load_pack(name: str = "kavak") -> Pack:
    """Read and check the pack `name` (or the YAML file of that path).

    Raises `PackError` with a message that says what is wrong and where.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else PACKS_FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise PackError(f"there is no domain pack {name!r}; at hand: {', '.join(available_packs())}")
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
        pack = Pack.model_validate(content)
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise PackError(f"the domain pack {path.name} does not hold together: {error}") from error
    return pack if path.parent == PACKS_FOLDER else pack.model_copy(update={"folder": path.parent.resolve()})
