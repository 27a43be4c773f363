"""The API's description: tags, the events of the stream as schemas, and the file `docs/openapi.json` (`make docs`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from backend.chatbot.schemas import ConfirmationOut
from backend.handoff.schemas import HandoffOut
from backend.messages.schemas import MessageOut
from backend.operations.schemas import ToolCallOut
from backend.tickets.schemas import TicketOut

FILE = Path(__file__).parents[1] / "docs" / "openapi.json"
SUMMARY = "Users, tickets, messages and the chatbot of a company's customer service."
DESCRIPTION = """\
Sign up or log in, send the access token as `Authorization: Bearer …`, open a ticket, say something: the answer is an
event stream. Errors are `{"error": {"code", "message", "details"?, "request_id"}}`; lists are
`{"items", "next_cursor"}`.
Every answer carries `X-Request-Id`; under `/api/` also `RateLimit-Limit`, `-Remaining` and `-Reset`.
A tour with `curl` and Python: `docs/api.md`.
"""
TAGS = {
    "config": "What a page must know before anybody signs in.",
    "auth": "Signing up, in and out; passwords.",
    "users": "One's own account.",
    "tickets": "A customer's cases.",
    "messages": "What is said on a ticket, and its live events.",
    "chatbot": "The bot's replies: stopping, trying again, the button for what cannot be undone.",
    "records": "The customer's records, and what the bot's tools did with them.",
    "handoff": "From the bot to a person and back.",
    "admin": "For the company's agents and admins.",
    "export": "Conversations as JSON Lines, for `acs analyze`.",
    "releases": "What answers: prompts, tools and model as immutable bundles, and the label `production`.",
    "health": "For orchestrators and load balancers.",
}


class MessageEvent(BaseModel):
    """`message`: somebody said something."""

    message: MessageOut


class OfReply(BaseModel):
    """An event of one of the bot's replies. `attempt` counts up when a reply is begun anew, as after a crash: what
    came of the attempt before is void."""

    reply_id: UUID | None
    attempt: int | None = None


class DeltaEvent(OfReply):
    """`delta`: a piece of the bot's answer. The text so far is what came before `offset` (in characters), and this. Not
    stored, so without an id."""

    offset: int
    text: str


class ToolStartedEvent(OfReply):
    """`tool_started`: the bot calls a tool; `label` is what to show, in the customer's language."""

    call_id: str
    tool: str
    label: str
    arguments: dict[str, Any]


class ToolFinishedEvent(OfReply):
    """`tool_finished`: what the tool did. `reply_id` is `null` for an action that the customer's button started."""

    call_id: str
    tool_call: ToolCallOut


class ConfirmEvent(OfReply):
    """`confirm`: an irreversible action waits for the customer's button or, by its `status`, the button was pressed."""

    confirmation: ConfirmationOut


class HandoffEvent(BaseModel):
    """`handoff`: the ticket waits for a person, one has taken it (`agent_name`, `taken_at`), or their time with it has
    ended (`ended_at`, `ended_as`)."""

    handoff: HandoffOut


class DoneEvent(OfReply):
    """`done`: the answer is stored; `message` is `null` where the bot has nothing to say, for example while a person
    has the ticket. Ends the stream of a `POST`."""

    message: MessageOut | None
    stopped: bool = Field(description="The customer stopped the answer; the message is what was said until then.")
    release_id: str | None = None
    model: str | None = None
    notes: list[str] = []


class ErrorEvent(OfReply):
    """`error`: there is no answer; `message` is for the customer, in their language. Ends the stream of a `POST`."""

    code: str
    message: str
    retryable: bool


class TicketEvent(BaseModel):
    """`ticket`: its state has changed. Only on the ticket's own stream."""

    ticket: TicketOut


EVENTS: dict[str, type[BaseModel]] = {
    "message": MessageEvent, "delta": DeltaEvent, "tool_started": ToolStartedEvent,
    "tool_finished": ToolFinishedEvent, "confirm": ConfirmEvent, "handoff": HandoffEvent, "done": DoneEvent,
    "error": ErrorEvent, "ticket": TicketEvent,
}  # fmt: skip
"""The data of each event of a stream by the event's name."""


def describe(app: FastAPI) -> None:
    """Have `app` describe itself in full; made once, when somebody asks."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def as_file(app: FastAPI) -> str:
    """The description as it is kept in the repository: keys in one order, for readable differences."""
    return json.dumps(app.openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _described(app: FastAPI) -> dict[str, Any]:
    used = {tag for route in _operations(get_openapi(title="", version="", routes=app.routes)) for tag in route["tags"]}
    tags = [{"name": name, "description": text} for name, text in TAGS.items() if name in used]
    document = get_openapi(
        title=app.title, version=app.version, summary=SUMMARY, description=DESCRIPTION, routes=app.routes, tags=tags
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in _event_schemas().items():
        schemas.setdefault(name, schema)
    for operation in _operations(document):
        for status, answer in operation["responses"].items():
            _describe_content(answer, failed=status >= "400")
    return document


def _describe_content(answer: dict[str, Any], *, failed: bool) -> None:
    """Errors are JSON, whatever else a route answers with; streams are events."""
    content = answer.get("content", {})
    if failed and content:
        answer["content"] = {"application/json": next(iter(content.values()))}
    elif "text/event-stream" in content:
        content["text/event-stream"] = {"schema": {"$ref": "#/components/schemas/StreamedEvent"}}


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"tags": []} | operation for path in document["paths"].values() for operation in path.values()]


def _event_schemas() -> dict[str, Any]:
    """Each event's data, and `StreamedEvent`: an event as it comes over the wire."""
    template = "#/components/schemas/{model}"
    wanted: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = [
        (model, "serialization") for model in EVENTS.values()
    ]
    _, found = models_json_schema(wanted, ref_template=template)
    kinds = [
        {
            "type": "object",
            "title": name,
            "required": ["event", "data"],
            "properties": {
                "event": {"const": name},
                "id": {"type": "string", "description": "Number of the event; send the last one as `Last-Event-ID`."},
                "data": {
                    "type": "string",
                    "contentMediaType": "application/json",
                    "contentSchema": {"$ref": template.format(model=model.__name__)},
                },
            },
        }
        for name, model in EVENTS.items()
    ]
    streamed = {"title": "StreamedEvent", "description": "Server-sent events, one of these at a time.", "oneOf": kinds}
    return {**found.get("$defs", {}), "StreamedEvent": streamed}


if __name__ == "__main__":
    from backend.main import create_app
    from backend.settings import Settings

    FILE.write_text(as_file(create_app(Settings.model_construct())), encoding="utf-8")
