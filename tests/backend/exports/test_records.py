"""What an export says about a conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from backend.chatbot.models import ToolCall
from backend.handoff.models import Handoff, HandoffBy
from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.outcomes.meaning import resolved
from backend.outcomes.models import OutcomeKind, OutcomeSource
from shared.analysis.engine import analyze
from shared.conversations.writing import to_json, to_record
from shared.domains.pack import load_pack
from tests.backend.exports.conversing import ANSWER, OPENED, PATH, QUESTION, Case, exported, read_back, saved
from tests.backend.people import Person

People = Callable[..., Person]
CUSTOMER = OutcomeSource.CUSTOMER
HOSTILE = 'a "quote" \\n \\\\ \t tab\nnew\r\nline \u2028 \x01 \x7f </script> 🚗 ñ {"role": "user"}'


def test_everything_that_is_known_is_in_the_record_in_the_record_s_order(
    person: People, engine: Engine, tmp_path: Path
) -> None:
    admin, customer = person("admin"), person()
    said = (QUESTION, ANSWER, (Author.AGENT, "Soy Luis, lo reviso."), (Author.CUSTOMER, "gracias"))
    ticket = {"csat_score": 4, "channel": "whatsapp", "language": "pt", "reopened_count": 1}
    outcomes = [(OutcomeKind.HANDED_OFF, OutcomeSource.BOT), (OutcomeKind.CONFIRMED, CUSTOMER)]
    ticket_id = saved(engine, customer, Case(said, outcomes, ticket))
    with Session(engine) as session:
        (question,) = session.query(Message.id).filter_by(ticket_id=ticket_id, seq=1).one()
        reply = Reply(ticket_id=ticket_id, message_id=question, status=ReplyStatus.DONE, release_id="0123456789ab")
        session.add(reply)
        session.add(Handoff(ticket_id=ticket_id, by=HandoffBy.BOT, reason="asked", summary="s"))
        for tool in ("payout_status", "payout_status", "handoff", "gone"):
            about = {"arguments": {}, "outcome": "ok", "result": {}, "duration_ms": 1.0}
            session.add(ToolCall(ticket_id=ticket_id, call_id="c", tool=tool, **about))
        session.commit()
    answer = admin.get(PATH, params={"redact": False})
    (conversation,) = read_back(answer.content, tmp_path)
    record = {
        "conversation_id": str(ticket_id),
        "meta": {
            "context": "buying", "canal": "whatsapp", "idioma": "pt", "resolved": True, "num_interactions": 4,
            "duration_sec": 15, "created_at": "2026-11-01T12:00:00+00:00", "resolution_source": "customer",
            "release_id": "0123456789ab", "handoff": True, "reopened": True,
        },
        "transcript": [
            {"role": "user", "content": "¿Y mi pago?"},
            {"role": "assistant", "content": "Sale mañana."},
            {"role": "assistant", "content": "Soy Luis, lo reviso.", "author": "agent"},
            {"role": "user", "content": "gracias"},
        ],
        "outcomes": {"csat_estimated_1_5": 4, "tools_needed": ["Payout Status Tracker", "gone"]},
    }  # fmt: skip
    (shown,) = exported(admin, redact=False)
    assert shown == record
    assert orjson.loads(to_json(to_record(conversation))) == record
    assert [list(part) for part in (shown, shown["meta"])] == [list(part) for part in (record, record["meta"])]


def test_what_is_not_known_is_left_out(person: People, engine: Engine) -> None:
    admin, customer = person("admin"), person()
    saved(engine, customer, Case())
    (record,) = exported(admin)
    assert set(record["meta"]) == {
        "context", "canal", "idioma", "num_interactions", "duration_sec", "created_at", "handoff", "reopened",
    }  # fmt: skip
    assert (record["meta"]["handoff"], record["meta"]["reopened"]) == (False, False)
    assert record["outcomes"] == {}


@pytest.mark.parametrize(
    ("messages", "turns"),
    [
        ([("customer", "d"), ("bot", "a")], ["d", "a"]),
        ([("customer", "other"), ("bot", "a")], ["d", "other", "a"]),
        ([("bot", "hi"), ("customer", "d")], ["hi", "d"]),
        ([("customer", "other"), ("customer", "d")], ["d", "other", "d"]),
        ([("agent", "hi")], ["d", "hi"]),
        ([("customer", "d"), ("bot", "")], ["d"]),
    ],
)
def test_the_description_opens_the_conversation_unless_the_customer_repeats_it(
    person: People, engine: Engine, messages: list[tuple[str, str]], turns: list[str]
) -> None:
    admin, customer = person("admin"), person()
    saved(engine, customer, Case([(Author(who), what) for who, what in messages], ticket={"description": "d"}))
    (record,) = exported(admin)
    assert [turn["content"] for turn in record["transcript"]] == turns
    assert record["meta"]["num_interactions"] == len(turns)


def test_the_name_of_the_account_is_taken_out_wherever_it_stands(person: People, engine: Engine) -> None:
    admin, customer = person("admin"), person(name="Zbigniew Rosas")
    saved(engine, customer, Case(((Author.CUSTOMER, "zbigniew: aquí, las rosas del Sr Rosas"), ANSWER)))
    (record,) = exported(admin)
    assert record["transcript"][-2]["content"] == "[name]: aquí, las rosas del Sr [name]"


@pytest.mark.parametrize("redact", [True, False])
def test_any_text_comes_out_as_it_went_in(person: People, engine: Engine, tmp_path: Path, redact: bool) -> None:
    admin, customer = person("admin"), person()
    saved(engine, customer, Case([(Author.CUSTOMER, HOSTILE), (Author.BOT, HOSTILE)], ticket={"category": HOSTILE}))
    answer = admin.get(PATH, params={"redact": redact})
    (conversation,) = read_back(answer.content, tmp_path)
    assert [turn.content for turn in conversation.transcript] == [QUESTION[1], HOSTILE, HOSTILE]
    assert exported(admin, redact=redact)[0]["meta"]["context"] == HOSTILE


def test_what_identifies_people_is_taken_out_unless_it_is_wanted(person: People, engine: Engine) -> None:
    admin, customer = person("admin"), person()
    told = "soy ana@example.com, llámame al 55 1234 5678; mi Jetta 2019 vale $185,000"
    saved(engine, customer, Case([(Author.CUSTOMER, told)], ticket={"description": told}))
    (record,), (whole,) = exported(admin), exported(admin, redact=False)
    assert record["transcript"][0]["content"] == "soy [email], llámame al [phone]; mi Jetta 2019 vale $185,000"
    assert whole["transcript"][0]["content"] == told
    assert record | {"transcript": None} == whole | {"transcript": None}


def test_the_latest_outcome_says_whether_it_was_resolved(person: People, engine: Engine) -> None:
    admin, customer = person("admin"), person()
    expected = {}
    for first in OutcomeKind:
        for last in OutcomeKind:
            case = Case(outcomes=[(first, CUSTOMER), (last, OutcomeSource.RULE)])
            expected[str(saved(engine, customer, case))] = resolved(last)
    records = exported(admin)
    assert {record["conversation_id"]: record["meta"]["resolved"] for record in records} == expected
    assert {record["meta"]["resolution_source"] for record in records} == {"rule"}


def test_the_analysis_reads_all_of_it_and_finds_the_database_s_figures(
    person: People, engine: Engine, tmp_path: Path
) -> None:
    admin, customer = person("admin"), person()
    kinds = [OutcomeKind.CONFIRMED] * 5 + [OutcomeKind.ASSUMED] * 2 + [OutcomeKind.REOPENED, OutcomeKind.ABANDONED] * 2
    for number, kind in enumerate([*kinds, None, None]):
        outcomes = [(kind, CUSTOMER)] if kind else []
        about = {"csat_score": 1 + number % 5 if number < 6 else None, "created_at": OPENED + timedelta(hours=number)}
        saved(engine, customer, Case(outcomes=outcomes, ticket=about))
    path = tmp_path / "export.jsonl"
    path.write_bytes(admin.get(PATH).content)
    analysis = analyze([path], tmp_path / "run", load_pack("kavak"))
    overall = analysis.metrics["overall"]
    assert (analysis.counts["accepted"], analysis.counts["rejected"]) == (13, 0)
    assert (overall["resolution_rate"]["value"], overall["resolution_rate"]["n"]) == (
        pytest.approx(7 / 11, abs=1e-6),
        11,
    )
    assert (overall["avg_csat"]["value"], overall["avg_csat"]["n"]) == (pytest.approx(16 / 6, abs=1e-6), 6)
    assert (overall["handoff_rate"]["value"], overall["handoff_rate"]["n"]) == (0, 13)
