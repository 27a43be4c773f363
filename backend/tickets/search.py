"""Finding tickets by words."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Query
from pydantic import StringConstraints
from sqlalchemy import ColumnElement, exists, func, or_

from backend.messages.models import Message
from backend.tickets.models import Ticket
from backend.wire import Clean

_NUMBER = re.compile(r"#?\s*([0-9]{1,18})")
SearchWords = Annotated[
    str | None,
    StringConstraints(strip_whitespace=True, max_length=200),
    Clean,
    Query(
        description="Words of the title, the description or the messages, in any form and without accents; or the "
        "ticket's number.",
        examples=["inspecciones", "#1001"],
    ),
]


def matching(words: str) -> ColumnElement[bool]:
    """Tickets whose title and description, or one of whose messages, match `words`, or whose number they are."""
    query = func.search_query(words)
    said = exists().where(Message.ticket_id == Ticket.id, Message.search.bool_op("@@")(query))
    found = or_(Ticket.search.bool_op("@@")(query), said)
    number = _NUMBER.fullmatch(words.strip())
    return or_(found, Ticket.number == int(number[1])) if number else found
