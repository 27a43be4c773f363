"""Lines and chunks of lines -> conversations and rejections."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest

from shared.conversations.decoding import MAX_DEPTH
from shared.conversations.lines import Chunk
from shared.conversations.reading import RejectedLine, read_chunk, read_line
from shared.conversations.schema import Conversation, Meta, Outcomes, Role, Turn
from shared.conversations.writing import to_json, to_record

MESSAGES = [{"role": "user", "content": "¿ya cayó el pago?"}, {"role": "assistant", "content": "Sí, hoy."}]
TRANSCRIPT = (Turn(Role.USER, "¿ya cayó el pago?"), Turn(Role.ASSISTANT, "Sí, hoy."))


def read(**record: Any) -> Conversation:
    """The conversation of a record with an id and two messages, and what is given."""
    return read_line(orjson.dumps({"conversation_id": "c1", "transcript": MESSAGES} | record))


def reason_of(raw: bytes) -> str:
    with pytest.raises(RejectedLine) as rejected:
        read_line(raw)
    return rejected.value.reason


def test_reads_the_record_of_the_design() -> None:
    conversation = read(
        meta={
            "context": "buying",
            "tono": "empático",
            "canal": "whatsapp",
            "idioma": "es",
            "resolved": True,
            "num_interactions": 8,
            "duration_sec": 245,
        },
        outcomes={
            "csat_estimated_1_5": 4.5,
            "summary": "…",
            "intent_detected": ["offer_24h"],
            "tools_needed": ["OfferIn24 Orchestrator"],
        },
    )
    assert conversation == Conversation(
        "c1",
        Meta("buying", "empático", "whatsapp", "es", True, 8, 245),
        TRANSCRIPT,
        Outcomes(4.5, "…", ("offer_24h",), ("OfferIn24 Orchestrator",)),
    )


def test_what_is_missing_is_unknown() -> None:
    assert read() == Conversation("c1", Meta(), TRANSCRIPT, Outcomes())


def test_reads_the_older_spellings() -> None:
    old = {
        "meta": {"conversation_id": 77, "channel": "web", "tone": "neutral", "language": "Español", "duration": "12,5"},
        "messages": [{"speaker": "cliente", "text": "hola"}, {"speaker": "agente", "text": "¡Hola!"}],
        "csat": "4",
        "resuelto": "sí",
    }
    conversation = read_line(orjson.dumps(old))
    assert conversation.conversation_id == "77"
    assert conversation.meta == Meta(tono="neutral", canal="web", idioma="es", resolved=True, duration_sec=12.5)
    assert conversation.transcript == (Turn(Role.USER, "hola"), Turn(Role.ASSISTANT, "¡Hola!"))
    assert conversation.outcomes == Outcomes(csat_estimated_1_5=4.0)
    assert conversation.extra == {}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("cliente", Role.USER),
        ("Customer", Role.USER),
        ("human", Role.USER),
        ("USER", Role.USER),
        ("agente", Role.ASSISTANT),
        ("bot", Role.ASSISTANT),
        (" Agent ", Role.ASSISTANT),
    ],
)
def test_understands_the_names_of_who_speaks(name: str, role: Role) -> None:
    assert read(transcript=[{"role": name, "content": "x"}]).transcript == (Turn(role, "x"),)


@pytest.mark.parametrize(
    ("given", "known"),
    [(5, 5.0), (1, 1.0), ("4.5", 4.5), ("4,5", 4.5), (None, None), ("", None), (9, None), (0, None), ("bien", None)],
)
def test_a_csat_outside_one_to_five_is_unknown_and_not_lost(given: Any, known: float | None) -> None:
    outcomes = read(outcomes={"csat_estimated_1_5": given}).outcomes
    assert outcomes.csat_estimated_1_5 == known
    unusable = known is None and given not in (None, "")
    assert outcomes.extra == ({"csat_estimated_1_5": given} if unusable else {})


@pytest.mark.parametrize(("given", "known"), [(0, 0), (12.5, 12.5), ("245", 245), (-1, None), ("1,234", None)])
def test_durations_are_not_negative_and_not_guessed(given: Any, known: float | None) -> None:
    assert read(meta={"duration_sec": given}).meta.duration_sec == known


@pytest.mark.parametrize(
    ("given", "known"),
    [("sí", True), ("Sim", True), ("yes", True), (1, True), ("não", False), ("false", False), (0, False), ("?", None)],
)
def test_understands_truth_in_words(given: Any, known: bool | None) -> None:
    assert read(meta={"resolved": given}).meta.resolved is known


def test_not_a_number_and_infinity_are_unknown() -> None:
    raw = b'{"conversation_id":"c","meta":{"duration_sec":NaN,"num_interactions":Infinity},"outcomes":{"csat":1e999},'
    raw += b'"transcript":[{"role":"user","content":"hola"}]}'
    conversation = read_line(raw)
    assert (conversation.meta.duration_sec, conversation.meta.num_interactions) == (None, None)
    assert conversation.outcomes.csat_estimated_1_5 is None


def test_a_locale_becomes_its_language_and_is_kept() -> None:
    meta = read(meta={"idioma": "es-MX"}).meta
    assert (meta.idioma, meta.extra) == ("es", {"locale": "es-MX"})


def test_unknown_fields_are_kept_and_written_back() -> None:
    source = {"dataset": "x", "deep": {"a": [1, None]}}
    turns = [{"role": "user", "content": "hola", "sent_at": "2026-01-01"}]
    conversation = read(transcript=turns, meta={"agent": "Ana"}, outcomes={"nps": 9}, source=source)
    written = to_record(conversation)
    assert written["source"] == source
    assert written["transcript"] == turns
    assert (written["meta"], written["outcomes"]) == ({"agent": "Ana"}, {"nps": 9})


def test_two_values_of_one_field_are_both_kept() -> None:
    conversation = read(outcomes={"csat_estimated_1_5": 9, "csat": 4}, meta="no object")
    assert conversation.outcomes == Outcomes(4.0, extra={"csat_estimated_1_5_as_given": 9})
    assert conversation.extra == {"meta_as_given": "no object"}
    assert read_line(to_json(to_record(conversation))) == conversation


def test_entries_that_are_no_message_are_left_out_but_kept() -> None:
    system = {"role": "system", "content": "You are a bot"}
    conversation = read(transcript=[system, *MESSAGES, 7])
    assert conversation.transcript == TRANSCRIPT
    left_out = conversation.extra["turns_left_out"]
    assert [(entry["position"], entry["entry"]) for entry in left_out] == [(1, system), (4, 7)]
    assert read_line(to_json(to_record(conversation))) == conversation


def test_a_missing_id_is_made_of_the_content() -> None:
    one = read_line(orjson.dumps({"transcript": MESSAGES}))
    same = read_line(b" " + json.dumps({"transcript": MESSAGES}, indent=1).encode().replace(b"\n", b"") + b"\r")
    other = read_line(orjson.dumps({"transcript": MESSAGES[:1]}))
    assert one.conversation_id == same.conversation_id
    assert one.conversation_id.startswith("conv_")
    assert one.conversation_id != other.conversation_id


def test_reads_lines_with_a_byte_order_mark_and_in_windows_1252() -> None:
    text = json.dumps({"conversation_id": "c1", "transcript": MESSAGES}, ensure_ascii=False)
    assert read_line(b"\xef\xbb\xbf" + text.encode()).transcript == TRANSCRIPT
    assert read_line(text.encode("cp1252")).transcript == TRANSCRIPT


def test_half_a_surrogate_pair_does_not_stop_writing() -> None:
    conversation = read_line(b'{"conversation_id":"c","transcript":[{"role":"user","content":"a\\ud83d"}]}')
    assert conversation.transcript[0].content == "a\ufffd"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "not JSON"),
        (b"[1]", "a list, not an object"),
        (b"null", "null, not an object"),
        (b"{}", "no transcript"),
        (b'{"transcript":[]}', "no transcript"),
        (b'{"transcript":"hola"}', "the transcript is a text, not a list of messages"),
        (b'{"transcript":[{"role":"user"}]}', "message 1 has no text"),
        (b'{"transcript":[{"role":"tool","content":"x"}]}', "message 1 has the role 'tool'"),
        (b'{"transcript":[{"role":"user","content":"  "}]}', "every message of the transcript is empty"),
        (b"\x00\x01\x02", "NUL bytes"),
        (b'{"a":"\x9d\xff"}', "not text in UTF-8"),
        ("ñandú".encode() + b"\xf1", "not text in UTF-8"),
        (b"[" * 100_000, "nested more than"),
        (b'{"a":' + b"9" * 5000 + b"}", "thousands of digits"),
    ],
)
def test_says_why_a_line_is_rejected(raw: bytes, reason: str) -> None:
    assert reason in reason_of(raw)


def test_rejects_what_is_nested_too_deeply_to_be_written_back() -> None:
    deep: Any = "x"
    for _ in range(MAX_DEPTH - 1):
        deep = [deep]
    assert read(extra_field=deep).extra == {"extra_field": deep}
    assert "nested" in reason_of(orjson.dumps({"conversation_id": "c", "transcript": MESSAGES, "x": [[deep]]}))


def test_counts_every_line_of_a_chunk() -> None:
    good = orjson.dumps({"conversation_id": "c1", "transcript": MESSAGES})
    read_ = read_chunk(Chunk("f.jsonl", 10, b"\n".join([good + b"\r", b"", b"soup", b" \t\r", good]) + b"\n"))
    assert read_.line_numbers == [10, 14]
    assert [(r.line_number, r.raw) for r in read_.rejections] == [(12, b"soup")]
    assert read_.empty == 2


def test_the_fast_path_reads_the_same_as_field_by_field() -> None:
    plain = {
        "conversation_id": " c1 ",
        "meta": {"context": " ", "canal": "web ", "idioma": "Spanish", "resolved": None, "duration_sec": 0},
        "transcript": MESSAGES,
        "outcomes": {"csat_estimated_1_5": 4, "summary": " s ", "intent_detected": [], "tools_needed": None},
    }
    slow = read_line(orjson.dumps(plain | {"unknown": 1}))
    fast = read_line(orjson.dumps(plain))
    assert fast == slow._replace(extra={})
    assert fast.meta == Meta(canal="web", idioma="es", duration_sec=0)
    assert fast.outcomes == Outcomes(4.0, "s", (), None)
