"""Tickets, people and the desk, as the company's people see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.handoff.models import HandoffBy
from backend.handoff.summary import Mood
from backend.messages.schemas import Content
from backend.outcomes.models import OutcomeKind, OutcomeSource
from backend.tickets.models import ActorKind
from backend.tickets.schemas import LastMessage, TicketFields, TicketOut
from backend.users.models import UserRole
from backend.wire import ShortText
from shared.agent.events import ToolOutcome


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CustomerOut(BaseModel):
    """Whose ticket it is. `language` is that of the account; the ticket has its own."""

    id: UUID
    name: str
    email: str
    language: str


class HandoffNote(_Read):
    """A handoff as the agents see it, with the summary of the case."""

    id: UUID
    by: HandoffBy
    reason: str = Field(examples=["customer_request"])
    summary: str
    agent_id: UUID | None
    requested_at: datetime
    taken_at: datetime | None
    first_reply_at: datetime | None
    ended_at: datetime | None
    ended_as: str | None


class TriedOut(BaseModel):
    """What the bot did, and how it ended. `label` is what customers call the tool, in the reader's language."""

    tool: str
    label: str = Field(examples=["Tu pago"])
    outcome: ToolOutcome


class AdminTicketOut(TicketFields):
    """A ticket with what the desk needs to choose the next one.

    `handoff` is the open one; `waiting_sec` how long its customer has waited for a person (until it was taken), `null`
    without one; the counts are of messages. `unanswered`: the customer has had the last word (also where nobody but
    they has said anything). `mood` is that of their last three messages; `tried` are the bot's last tool calls, in
    order, each kind once, without what the customer has undone.
    """

    customer: CustomerOut
    agent_name: str | None
    handoff: HandoffNote | None
    waiting_sec: float | None
    bot_messages: int
    agent_messages: int
    last_message: LastMessage | None
    last_customer_message_at: datetime | None
    unanswered: bool
    mood: Mood
    tried: Sequence[TriedOut]


class OutcomeOut(_Read):
    """One settlement of a ticket's outcome."""

    kind: OutcomeKind
    source: OutcomeSource
    settled_at: datetime


class AdminTicketDetail(AdminTicketOut):
    """A ticket with its history. The last of `outcomes` is its outcome now."""

    outcomes: Sequence[OutcomeOut]
    handoffs: Sequence[HandoffNote]


class TicketMetrics(BaseModel):
    """One ticket in figures; the bot's times and the agents' are apart; `null` is unknown.

    `first_answer_sec`: from the customer's first message (or the ticket's opening) to the first word of bot or agent.
    `time_to_first_token_ms`: median of the bot's replies, from the customer's message on. `bot_sec`: what the customer
    has waited for the bot's finished replies, all together. `agent_wait_sec`: from asking for a person until one took
    the ticket; `agent_sec`: from then until it was given back or resolved (or until now).
    """

    ticket_id: UUID
    first_answer_sec: float | None
    time_to_first_token_ms: float | None
    time_to_first_token_n: int
    replies: int
    failed_replies: int
    stopped_replies: int
    bot_sec: float | None
    agent_wait_sec: float | None
    agent_sec: float | None
    handoffs: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_usd: float
    tool_calls: Mapping[str, int] = Field(description="By outcome.", examples=[{"ok": 3, "not_found": 1}])
    messages: Mapping[str, int] = Field(description="By author.", examples=[{"customer": 4, "bot": 3, "agent": 1}])


class AuditEntry(_Read):
    """One thing that happened. `details` depends on `kind`: `move` {from, to, reason}, `handoff_requested` {by,
    reason}, `handoff_taken`, `handoff_ended` {as}, `outcome` {kind, source}, `write` and `undo` {tool, arguments},
    `confirmation` {tool, status}, `csat` {score, comment}, `rating` {helpful, reason}."""

    at: datetime
    kind: str = Field(examples=["move"])
    actor: ActorKind
    actor_id: UUID | None
    actor_name: str | None
    details: Mapping[str, Any]


class Audit(BaseModel):
    """In order, the oldest first."""

    items: Sequence[AuditEntry]


class AgentMessageIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    content: Content = Field(examples=["Hola, soy Ana. Ya revisé tu pago: sale hoy a las 17:00."])


class GiveBackIn(BaseModel):
    """`note` stands in the audit."""

    model_config = ConfigDict(extra="forbid")

    note: ShortText | None = Field(default=None, examples=["Pago confirmado; que el bot agende la entrega."])


class TakenTicket(BaseModel):
    """The ticket, in the agent's hands."""

    ticket: TicketOut
    handoff: HandoffNote


class TicketCounts(BaseModel):
    """A customer's tickets by status."""

    total: int = 0
    open: int = 0
    in_progress: int = 0
    waiting_agent: int = 0
    resolved: int = 0
    closed: int = 0

    @classmethod
    def of(cls, by_status: Mapping[str, int]) -> TicketCounts:
        return cls.model_validate({"total": sum(by_status.values()), **by_status})


class AdminUserOut(BaseModel):
    id: UUID
    email: str
    name: str
    role: UserRole
    language: str
    created_at: datetime
    tickets: TicketCounts


class RoleIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: UserRole
