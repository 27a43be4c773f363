"""A CSV of messages -> conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.conversations.reading import read_conversations
from shared.conversations.rejections import InputError, Rejection
from shared.conversations.schema import Conversation, Role


def read(tmp_path: Path, text: str | bytes, name: str = "m.csv") -> tuple[list[Conversation], list[Rejection]]:
    """What is accepted and what is rejected of a CSV."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    items = list(read_conversations([path]))
    return [c for c in items if isinstance(c, Conversation)], [r for r in items if isinstance(r, Rejection)]


GOOD = """ticket_id,content,is_bot,created_at
7,"Hola, ¿mi pago?",false,2026-10-05T10:00:00
9,Oi,0,2026-10-05T11:00:00
7,"Sale
hoy",true,2026-10-05T10:01:30
"""


def test_rows_are_grouped_by_ticket(tmp_path: Path) -> None:
    (first, second), rejected = read(tmp_path, GOOD)
    assert rejected == []
    assert (first.conversation_id, first.meta.created_at, first.meta.duration_sec) == ("7", "2026-10-05T10:00:00", 90)
    assert [(t.role, t.content) for t in first.transcript] == [
        (Role.USER, "Hola, ¿mi pago?"),
        (Role.ASSISTANT, "Sale\nhoy"),
    ]
    assert (second.conversation_id, second.meta.duration_sec) == ("9", None)


@pytest.mark.parametrize(
    "data",
    ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.encode("cp1252"), GOOD.encode("utf-16")],
    ids=["bom", "crlf", "cp1252", "utf-16"],
)
def test_exports_of_spreadsheets_read_the_same(tmp_path: Path, data: str | bytes) -> None:
    accepted, rejected = read(tmp_path, data)
    assert rejected == []
    assert [turn.content.replace("\r", "") for c in accepted for turn in c.transcript] == [
        "Hola, ¿mi pago?",
        "Sale\nhoy",
        "Oi",
    ]


def test_semicolons_and_any_order_of_columns(tmp_path: Path) -> None:
    text = "created_at;is_bot;ticket_id;content\n05/10/2026 10:05;bot;A;dos\n05/10/2026 10:00;no;A;uno\n"
    (conversation,), rejected = read(tmp_path, text)
    assert rejected == []
    assert [turn.content for turn in conversation.transcript] == ["uno", "dos"]
    assert conversation.meta.duration_sec == 300


def test_other_columns_describe_the_conversation_or_the_message(tmp_path: Path) -> None:
    text = "ticket_id,content,is_bot,channel,csat,message_id\n1,hola,no,web,,m1\n1,hola,sí,web,5,m2\n"
    (conversation,), _ = read(tmp_path, text)
    assert (conversation.meta.canal, conversation.outcomes.csat_estimated_1_5) == ("web", 5.0)
    assert [turn.extra["message_id"] for turn in conversation.transcript] == ["m1", "m2"]


def test_bad_rows_are_rejected_with_the_line_they_begin_on(tmp_path: Path) -> None:
    text = (
        "ticket_id,content,is_bot,created_at\n"
        '1,"dos\nlíneas",no,2026-10-05\n'
        ",sin ticket,no,2026-10-05\n"
        "1,,no,2026-10-05\n"
        "1,quién,quizá,2026-10-05\n"
        "1,cuándo,no,ayer\n"
        "1,pocas\n"
        "\n"
        "1,fin,no,2026-10-06\n"
    )
    (conversation,), rejected = read(tmp_path, text)
    assert [turn.content for turn in conversation.transcript] == ["dos\nlíneas", "fin"]
    assert [(r.line_number, r.reason) for r in rejected] == [
        (4, "no ticket_id"),
        (5, "no content"),
        (6, "is_bot is neither true nor false"),
        (7, "created_at is no date: 'ayer'"),
        (8, "2 cells where the header has 4"),
    ]
    assert rejected[1].raw == b"1,,no,2026-10-05"


def test_an_open_quote_costs_one_line(tmp_path: Path) -> None:
    rows = "".join(f"{n},mensaje,no,2026-10-05\n" for n in range(200))
    text = 'ticket_id,content,is_bot,created_at\nx,"abierta,no,2026-10-05\n' + rows
    accepted, rejected = read(tmp_path, text)
    assert len(accepted) == 200
    assert [r.line_number for r in rejected] == [2]


def test_bytes_that_are_no_text_cost_one_row(tmp_path: Path) -> None:
    text = b"ticket_id,content,is_bot\n1,hola,no\n2,\x00\x01,no\n3,hola,no\n"
    accepted, rejected = read(tmp_path, text)
    assert [c.conversation_id for c in accepted] == ["1", "3"]
    assert [r.line_number for r in rejected] == [3]


def test_a_csv_of_something_else_names_the_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ticket_id, content, is_bot, created_at"):
        read(tmp_path, "a,b\n1,2\n")
