"""What a conversation's messages add up to."""

from __future__ import annotations

import numpy as np
import pytest

from shared.analysis.columns import LONGEST_READ, Columns
from shared.analysis.segments import MAX_SEGMENTS, OTHER, UNKNOWN, SegmentNames
from shared.conversations.schema import Conversation, Meta, Outcomes, Role, Turn
from shared.domains.pack import load_pack
from tests.shared.analysis.keyword_detector import KeywordDetector

PACK = load_pack("kavak")


def said(*customer: str, bot: str = "crédito garantía taller") -> Conversation:
    turns = [turn for text in customer for turn in (Turn(Role.USER, text), Turn(Role.ASSISTANT, bot))]
    return Conversation("c", Meta(), tuple(turns), Outcomes())


def columns(*conversations: Conversation) -> Columns:
    return Columns.of(conversations, PACK, KeywordDetector(PACK))


def intents(found: Columns, row: int) -> set[str]:
    return {intent.id for intent, yes in zip(PACK.intents, found.intents[row], strict=True) if yes}


def test_a_conversation_has_the_intents_of_all_its_messages() -> None:
    found = columns(said("hola"), said("un crédito", "y la garantía?"), said("mi taller"))
    assert [intents(found, row) for row in range(3)] == [set(), {"credit_prequal", "warranty_claim"}, {"status_eval"}]
    assert found.probabilities[1].max() == pytest.approx(0.9)


def test_only_the_customer_is_read() -> None:
    assert intents(columns(said("hola", bot="un crédito")), 0) == set()


def test_the_language_is_that_of_all_the_messages_together() -> None:
    found = columns(said("olá", "my car", "car"), said("mi carro"), said())
    assert found.language.series().to_list() == ["en", "es", None]


def test_a_silent_customer_between_two_others_moves_nothing() -> None:
    found = columns(said("un crédito"), said(), said("mi taller"))
    assert [intents(found, row) for row in range(3)] == [{"credit_prequal"}, set(), {"status_eval"}]
    assert found.probabilities[1].tolist() == [0.0] * len(PACK.intents)


def test_what_stands_far_behind_in_one_message_is_not_read() -> None:
    assert intents(columns(said("x" * LONGEST_READ + " crédito")), 0) == set()
    assert intents(columns(said("x" * (LONGEST_READ - 8) + " crédito")), 0) == {"credit_prequal"}


def test_taking_rows_takes_them_in_every_column() -> None:
    found = columns(said("un crédito"), said("olá"), said("mi taller", "carro")).take(np.array([True, False, True]))
    assert len(found) == len(found.context) == len(found.outcomes) == 2
    assert [intents(found, row) for row in range(2)] == [{"credit_prequal"}, {"status_eval"}]
    assert found.outcomes.turns.tolist() == [2.0, 4.0]


def test_segments_have_a_bounded_number_of_names() -> None:
    names = SegmentNames()
    assert names.name(None) == UNKNOWN
    assert [names.name(str(number)) for number in range(MAX_SEGMENTS)][-2:] == [str(MAX_SEGMENTS - 2), OTHER]
    assert names.name("0") == "0"
