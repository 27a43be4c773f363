"""What a page must know before anybody signs in."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from backend.demo.people import ADMIN, AGENT, CUSTOMER, PASSWORD, DemoPerson
from backend.deps import ServicesDep
from backend.documented import errors
from backend.messages.schemas import MessageIn
from backend.services import Services
from backend.users.models import UserRole
from shared.domains.pack import Texts
from shared.llm.catalog import model_notes
from shared.llm.settings import OFFLINE_MODEL

router = APIRouter(tags=["config"])
SHOWN_TEXTS = (
    "greeting",
    "ai_disclosure",
    "handoff",
    "error",
    "closing",
    "csat_request",
    "confirm_button",
    "cancel_button",
)
"""The pack's texts that a page shows itself."""


class CompanyOut(BaseModel):
    name: str
    description: Texts
    colors: dict[str, str] = Field(examples=[{"primary": "#0467FC"}])


class LabelledOut(BaseModel):
    id: str
    label: Texts


class ToolLabelOut(BaseModel):
    """How a tool is called in front of a customer."""

    name: str
    label: Texts


class DemoLoginOut(BaseModel):
    email: str
    password: str
    role: UserRole
    name: str


class DemoOut(BaseModel):
    """`logins` is empty unless demo data is on; they are public."""

    enabled: bool
    logins: list[DemoLoginOut]


class ModelOut(BaseModel):
    """Which model answers; `notes` is what a person should know about it."""

    name: str
    offline: bool
    notes: list[str]


class LimitsOut(BaseModel):
    """0: no limit."""

    message_characters: int
    messages_per_minute: int
    requests_per_minute: int


class ConfigOut(BaseModel):
    """Texts are by language: `{"es": …, "pt": …, "en": …}`."""

    domain: str
    company: CompanyOut
    categories: list[LabelledOut]
    intents: list[LabelledOut]
    tools: list[ToolLabelOut]
    texts: dict[str, Texts]
    languages: list[str]
    default_language: str
    channels: list[str]
    timezone: str
    demo: DemoOut
    model: ModelOut
    limits: LimitsOut


@router.get("/config", summary="The company, its categories and languages, the model", responses=errors())
async def read_config(services: ServicesDep, response: Response) -> ConfigOut:
    """Public, the same for everybody, and good for a minute."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return config_of(services)


def config_of(services: Services) -> ConfigOut:
    """What the pack and the settings say."""
    pack = services.pack
    return ConfigOut(
        domain=pack.id,
        company=CompanyOut(
            name=pack.company.name, description=pack.company.description, colors=dict(pack.company.colors)
        ),
        categories=[LabelledOut(id=name, label=label) for name, label in pack.contexts.items()],
        intents=[LabelledOut(id=intent.id, label=intent.label) for intent in pack.intents],
        tools=[ToolLabelOut(name=tool.name, label=tool.label) for tool in pack.tools],
        texts={name: pack.texts[name] for name in SHOWN_TEXTS if name in pack.texts},
        languages=list(pack.languages),
        default_language=pack.languages[0],
        channels=list(pack.channels),
        timezone=services.settings.timezone,
        demo=_demo(services),
        model=_model(services),
        limits=_limits(services),
    )


def demo_logins() -> list[DemoLoginOut]:
    """Who can be signed in as: a customer, an agent of the company, an admin."""
    return [_login(person) for person in (CUSTOMER, AGENT, ADMIN)]


def _login(person: DemoPerson) -> DemoLoginOut:
    return DemoLoginOut(email=person.email, password=PASSWORD, role=person.role, name=person.name)


def _demo(services: Services) -> DemoOut:
    if not services.settings.with_demo_data:
        return DemoOut(enabled=False, logins=[])
    return DemoOut(enabled=True, logins=demo_logins())


def _model(services: Services) -> ModelOut:
    llm = services.llm.settings
    if llm.offline:
        note = "rule-based stand-in: it shows the mechanics, not what a real model would say"
        return ModelOut(name=OFFLINE_MODEL, offline=True, notes=[note])
    notes = model_notes(llm.openai_model, llm.openai_fallback_model)
    return ModelOut(name=llm.openai_model, offline=False, notes=list(notes))


def _limits(services: Services) -> LimitsOut:
    longest = next(
        rule.max_length for rule in MessageIn.model_fields["content"].metadata if hasattr(rule, "max_length")
    )
    return LimitsOut(
        message_characters=longest,
        messages_per_minute=services.settings.messages_per_minute,
        requests_per_minute=services.settings.requests_per_minute,
    )
