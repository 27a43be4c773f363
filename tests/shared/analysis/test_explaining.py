"""Explanations are exact: the words and the bias are the detector's own sum."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.special import logit

from shared.analysis.explaining import Explanation, explain
from shared.analysis.intents import IntentDetector
from shared.conversations.schema import Conversation, Meta, Outcomes, Role, Turn
from shared.domains.pack import load_pack

PACK = load_pack("kavak")
CREDIT = "hola buenas, ¿me pueden dar un crédito para el carro a 48 meses?  gracias"
PAYMENT = "oye y ¿ya cayó\nla lana de mi Jetta? sigo esperando el pago"
DENIED = "no quiero crédito, pago de contado"


def of(explanations: tuple[Explanation, ...], intent: str) -> Explanation:
    return next(one for one in explanations if one.intent == intent)


@pytest.mark.parametrize(
    "text",
    [
        CREDIT,
        PAYMENT,
        DENIED,
        " ".join([CREDIT, PAYMENT, DENIED] * 4),
        "crédito",
        "😀 crédito 😀😀",
        "zzqx!!",
        "",
        " \n ",
    ],
)
def test_words_and_bias_add_up_to_the_logit_of_the_detector(text: str) -> None:
    detected = IntentDetector.for_pack(PACK).detect(text)
    for one in explain(text, PACK):
        assert one.probability == pytest.approx(detected.scores[one.intent])
        total = sum(span.contribution for span in one.spans) + one.bias
        assert total == pytest.approx(logit(one.probability), abs=0.01)  # float32 near 1
        assert one.detected == (one.intent in detected.intents)


def test_every_word_has_its_place_in_the_text() -> None:
    for one in explain(PAYMENT, PACK):
        assert [span.text for span in one.spans] == PAYMENT.split()
        assert [PAYMENT[span.start : span.end] for span in one.spans] == PAYMENT.split()


@pytest.mark.parametrize(("text", "intent"), [(CREDIT, "credit_prequal"), (PAYMENT, "payment_status")])
def test_without_the_word_that_says_most_the_intent_is_less_likely(text: str, intent: str) -> None:
    before = of(explain(text, PACK), intent)
    top = max(before.spans, key=lambda span: span.contribution)
    after = of(explain(text[: top.start] + text[top.end :], PACK), intent)
    assert before.detected
    assert top.contribution > 0
    assert after.probability < before.probability


def test_words_that_speak_against_an_intent_are_negative() -> None:
    spans = {span.text: span.contribution for span in of(explain(DENIED, PACK), "credit_prequal").spans}
    assert spans["crédito,"] > 0 > spans["no"]


def test_of_a_conversation_the_message_that_decided_is_explained() -> None:
    turns = (
        Turn(Role.USER, "hola"),
        Turn(Role.ASSISTANT, CREDIT),
        Turn(Role.USER, PAYMENT),
        Turn(Role.USER, CREDIT),
    )
    found = explain(Conversation("a", Meta(), turns, Outcomes()), PACK)
    credit, payment = of(found, "credit_prequal"), of(found, "payment_status")
    assert (credit.turn, payment.turn) == (3, 2)
    assert credit == replace(of(explain(CREDIT, PACK), "credit_prequal"), turn=3)


def test_a_customer_who_wrote_nothing_wants_nothing() -> None:
    silent = Conversation("a", Meta(), (Turn(Role.ASSISTANT, CREDIT),), Outcomes())
    for one in explain(silent, PACK):
        assert (one.probability, one.detected, one.turn, one.spans) == (0.0, False, None, ())
