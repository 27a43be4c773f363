"""One simulated conversation: how it ends, what is recorded, what the clock says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from shared.improvement.clock import BUTTON_SEC, TOOL_CALL_SEC
from shared.improvement.models import CustomerTurn, EndReason, Judgement, SimulatedConversation
from shared.improvement.simulation import simulate
from shared.llm.errors import BudgetExceeded, ModelTimeout
from shared.llm.protocol import ModelRequest, Parsed, ParsedT
from tests.shared.improvement.fakes import ScriptedAgent, ScriptedModel, make_case, said

GOOD = Judgement(resolved=True, csat=4.5, reason="Se dio la fecha.")
THANKS = CustomerTurn(message="Gracias", status="satisfied")
MORE = CustomerTurn(message="¿Y cuándo?", status="continue")


class Records:
    """Records that stay as they are."""

    def snapshot(self) -> tuple[Mapping[str, Any], ...]:
        data = {"date": "2026-10-07", "amount": 241300}
        return ({"id": "p1", "kind": "payout", "customer_id": "c", "state": "scheduled", "data": data},)


def played(
    agent: ScriptedAgent,
    turns: Sequence[CustomerTurn],
    judgement: Judgement = GOOD,
    max_messages: int = 12,
    **case: Any,
) -> SimulatedConversation:
    llm = ScriptedModel(turns, judgement)
    return asyncio.run(simulate(make_case(**case), agent, Records(), llm, max_messages=max_messages))


def test_a_satisfied_customer_who_was_told_the_date_is_resolved() -> None:
    result = played(ScriptedAgent(said("Llega el 7 de octubre.", "payout_status")), [THANKS])
    assert (result.end_reason, result.resolved, result.csat) == (EndReason.SATISFIED, True, 4.5)
    assert result.state_reached is True
    assert [turn.role for turn in result.transcript] == ["user", "assistant", "user"]
    assert result.transcript[1].tools == ("payout_status",)
    assert result.tool_calls == 1


def test_a_judge_who_was_flattered_is_overruled_by_the_records() -> None:
    result = played(ScriptedAgent(said("Pronto le llega, no se preocupe.")), [THANKS])
    assert result.judgement is not None
    assert result.judgement.resolved
    assert (result.state_reached, result.resolved) == (False, False)


def test_a_conversation_without_conditions_is_the_judges_alone() -> None:
    result = played(ScriptedAgent(said("Claro.")), [THANKS], success={})
    assert (result.state_reached, result.resolved) == (None, True)


def test_a_handoff_ends_the_conversation() -> None:
    result = played(ScriptedAgent(said("Te paso con una persona.", "handoff", handoff=True)), [])
    assert result.end_reason is EndReason.HANDED_OFF
    assert len(result.transcript) == 2


def test_a_conversation_is_cut_at_the_limit_of_messages() -> None:
    agent = ScriptedAgent(*[said("Espere, por favor.")] * 3)
    result = played(agent, [MORE] * 3, max_messages=5)
    assert result.end_reason is EndReason.OUT_OF_TURNS
    assert len(result.transcript) == 5


def test_a_customer_may_give_up() -> None:
    result = played(ScriptedAgent(said("…")), [CustomerTurn(message="Olvídelo", status="gave_up")])
    assert result.end_reason is EndReason.GAVE_UP


def test_the_button_acts_only_when_the_customer_presses_it() -> None:
    agent = ScriptedAgent(said("Pulsa el botón.", "get_offer_24h", button="¿Aceptar $245,000?"))
    yes = CustomerTurn(message="Sí", status="continue", confirm="yes")
    result = played(agent, [yes, THANKS])
    assert agent.confirmed == ["confirm_1"]
    assert result.transcript[1].content == "Pulsa el botón.\n\n[¿Aceptar $245,000?]"
    assert result.transcript[3].content == "Oferta aceptada. Firma el lunes."
    assert result.tool_calls == 2

    agent = ScriptedAgent(said("Pulsa el botón.", button="¿Aceptar?"), said("Como quieras."))
    no = CustomerTurn(message="No", status="continue", confirm="no")
    played(agent, [no, THANKS])
    assert agent.confirmed == []


def test_a_yes_without_a_button_presses_nothing() -> None:
    agent = ScriptedAgent(said("Hola."), said("Claro."))
    played(agent, [CustomerTurn(message="Sí", status="continue", confirm="yes"), THANKS])
    assert agent.confirmed == []


def test_the_clock_by_hand() -> None:
    # Opening of 35 characters; answer of 60 with one tool; thanks of 7.
    agent = ScriptedAgent(said("x" * 60, "payout_status"))
    result = played(agent, [THANKS], opening="y" * 35)
    typing, reading = (35 + 7) / 3.5, 60 / 20
    answering = 1.2 + 60 / 60 + TOOL_CALL_SEC
    assert result.duration_sec == pytest.approx(typing + reading + answering, abs=0.05)
    assert BUTTON_SEC > 0


def test_an_error_of_infrastructure_leaves_the_outcome_unknown() -> None:
    class Failing(ScriptedModel):
        async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
            raise ModelTimeout("no answer in 60 s")

    agent = ScriptedAgent(said("Hola."))
    result = asyncio.run(simulate(make_case(), agent, Records(), Failing([], GOOD), max_messages=12))
    assert result.end_reason is EndReason.INFRASTRUCTURE
    assert (result.resolved, result.csat, result.duration_sec, result.judgement) == (None, None, None, None)
    assert result.error == "model_timeout: no answer in 60 s"


def test_an_error_that_concerns_the_batch_is_raised() -> None:
    class Broke(ScriptedModel):
        async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
            raise BudgetExceeded("used up")

    with pytest.raises(BudgetExceeded):
        asyncio.run(simulate(make_case(), ScriptedAgent(said("…")), Records(), Broke([], GOOD), max_messages=12))


def test_the_agent_never_sees_the_scenario_and_the_judge_never_sees_the_arm() -> None:
    llm = ScriptedModel([THANKS], GOOD)
    agent = ScriptedAgent(said("Llega el 7 de octubre.", "payout_status"))
    case = make_case(goal="META SECRETA")
    asyncio.run(simulate(case, agent, Records(), llm, max_messages=12))
    assert "META SECRETA" not in str(agent.histories)
    judged = str(llm.requests[-1])
    assert "proposed" not in judged
    assert "payout_status" not in judged
