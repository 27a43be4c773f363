"""A message and its event, stored by one statement: this is what every answer waits for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.events.kinds import EventKind, StreamEvent
from backend.events.log import CHANNEL, COMMITTED, ORIGIN
from backend.messages.models import Message
from backend.messages.schemas import MessageOut

_STORE = text(
    """
    with numbered as (
      update tickets set last_seq = last_seq + 1, updated_at = now(), last_message_at = now()
      where id = :ticket_id returning last_seq
    ), event as (
      insert into ticket_events (ticket_id, seq, kind, data, reply_id)
      select :ticket_id, last_seq, :kind, jsonb_set(cast(:data as jsonb), '{message,seq}', to_jsonb(last_seq)),
        cast(:reply_id as uuid)
      from numbered
    ), message as (
      insert into messages
        (id, ticket_id, seq, author, author_id, author_name, content, idempotency_key, reply_id, items, stopped,
         created_at)
      select :id, :ticket_id, last_seq, :author, cast(:author_id as uuid), :author_name, :content, :key,
        cast(:reply_id as uuid), cast(:items as jsonb), :stopped, cast(:created_at as timestamptz)
      from numbered
    )
    select last_seq,
      pg_notify(:channel, json_build_array(cast(:origin as text), cast(:ticket_id as uuid), last_seq)::text)
    from numbered
    """
)


async def store(session: AsyncSession, message: Message, kind: EventKind, about: Mapping[str, Any]) -> None:
    """Store a message, its number and its event; `about` is what the event tells beside the message."""
    data = {**about, "message": MessageOut.of(message).model_dump(mode="json")}
    parameters = {
        "ticket_id": message.ticket_id, "id": message.id, "kind": kind.value, "data": orjson.dumps(data).decode(),
        "author": message.author.value, "author_id": message.author_id, "author_name": message.author_name,
        "content": message.content, "key": message.idempotency_key, "reply_id": message.reply_id,
        "items": orjson.dumps(message.items).decode(), "stopped": message.stopped, "created_at": message.created_at,
        "channel": CHANNEL, "origin": session.info.get(ORIGIN, ""),
    }  # fmt: skip
    message.seq = data["message"]["seq"] = int((await session.execute(_STORE, parameters)).one().last_seq)
    event = StreamEvent(message.ticket_id, kind, data, message.seq, message.reply_id)
    session.info.setdefault(COMMITTED, []).append(event)
