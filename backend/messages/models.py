"""What was said, and the bot's replies as work that survives a process."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Computed, ForeignKey, Index, Numeric, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, choice
from backend.tickets.models import Ticket
from backend.users.models import User


class Author(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"


class Message(Base):
    """One message. `seq` orders a ticket's messages and is the number of its `message` or `done` event; `items` are
    the function calls behind a bot's answer, as the agent wants them back; `author_name` is what an agent was called
    when they wrote."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("ticket_id", "seq"),
        UniqueConstraint("ticket_id", "idempotency_key"),
        Index("ix_messages_search", "search", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(BigInteger)
    author: Mapped[Author] = mapped_column(choice(Author, "author"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    author_name: Mapped[str | None]
    content: Mapped[str]
    idempotency_key: Mapped[str | None]
    reply_id: Mapped[UUID | None] = mapped_column(index=True)
    items: Mapped[list[Any]] = mapped_column(default=list)
    stopped: Mapped[bool] = mapped_column(default=False)
    helpful: Mapped[bool | None]
    rating_reason: Mapped[str | None]
    rated_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    search: Mapped[Any] = mapped_column(TSVECTOR, Computed("search_vector(content)", persisted=True), deferred=True)


class ReplyStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Reply(Base):
    """The bot's answer to one customer message. A running one belongs to `owner` until `lease_until`; `attempt` is the
    fence: what an older attempt wants to store is refused. A ticket runs one at a time (a partial unique index)."""

    __tablename__ = "replies"
    __table_args__ = (
        Index("uq_replies_running", "ticket_id", unique=True, postgresql_where=text("status = 'running'")),
        Index("ix_replies_unfinished", "created_at", postgresql_where=text("status in ('pending', 'running')")),
        Index("ix_replies_ticket_id_created_at", "ticket_id", "created_at"),
        Index("ix_replies_release_id", "release_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"), unique=True)
    status: Mapped[ReplyStatus] = mapped_column(choice(ReplyStatus, "status"), default=ReplyStatus.PENDING)
    attempt: Mapped[int] = mapped_column(default=0)
    recoveries: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    stop_requested: Mapped[bool] = mapped_column(default=False)
    partial: Mapped[str] = mapped_column(default="")
    answer_id: Mapped[UUID | None]
    error_code: Mapped[str | None]
    release_id: Mapped[str | None]
    model: Mapped[str | None]
    calls: Mapped[int] = mapped_column(default=0)
    input_tokens: Mapped[int] = mapped_column(default=0)
    cached_tokens: Mapped[int] = mapped_column(default=0)
    output_tokens: Mapped[int] = mapped_column(default=0)
    cost_usd: Mapped[Decimal] = mapped_column(Numeric(12, 8), default=Decimal(0))
    notes: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    first_token_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
