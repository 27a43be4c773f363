"""What is sent: only what the model accepts, with a note on what was left out; and what things cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from shared.improvement.models import CustomerTurn, Judgement, Proposal
from shared.llm.catalog import model_info, model_notes
from shared.llm.offline.strictness import check_schema
from shared.llm.protocol import Purpose, Usage
from shared.llm.requests import build_call, without_reasoning
from shared.llm.schemas import schema_name, text_format
from shared.llm.settings import LLMSettings
from shared.llm.usage import UsageLedger
from tests.shared.llm.builders import MODEL, TOOL, a_request


def test_temperature_is_not_sent_to_a_model_that_refuses_it_and_the_note_says_so() -> None:
    call = build_call(a_request(temperature=0.8), MODEL)
    assert "temperature" not in call.body
    assert call.notes == (f"temperature is ignored by {MODEL}",)


@pytest.mark.parametrize(
    ("model", "asked", "sent", "noted"),
    [
        (MODEL, None, "low", False),
        (MODEL, "minimal", "minimal", False),
        (MODEL, "none", "minimal", True),
        (MODEL, "max", "high", True),
        ("gpt-6-luna", "minimal", "low", True),
        ("gpt-6-luna", "strenuous", "low", True),
    ],
)
def test_an_effort_that_a_model_lacks_becomes_the_next_one(
    model: str, asked: str | None, sent: str, noted: bool
) -> None:
    call = build_call(a_request(effort=asked), model)
    assert call.body["reasoning"] == {"effort": sent}
    assert bool(call.notes) is noted


def test_nothing_is_stored_and_the_call_is_labelled_without_naming_the_customer() -> None:
    body = build_call(a_request(tools=(TOOL,), sample="7/baseline/s1", customer_id="ana@example.com"), MODEL).body
    assert body["store"] is False
    assert body["metadata"] == {"purpose": "agent", "sample": "7/baseline/s1"}
    assert body["tools"] == [TOOL]
    assert body["max_output_tokens"] >= 4_000
    assert "ana@example.com" not in str(body)
    assert len(body["safety_identifier"]) == 32


def test_a_sample_that_metadata_cannot_hold_is_hashed() -> None:
    names = {build_call(a_request(sample="x" * 600 + tail), MODEL).body["metadata"]["sample"] for tail in "ab"}
    assert {len(name) for name in names} == {64}


def test_an_unknown_model_gets_the_plainest_request_and_a_note() -> None:
    call = build_call(a_request(temperature=0.8, effort="low"), "llama-local")
    assert not {"temperature", "reasoning", "include"} & set(call.body)
    assert "not in the catalogue" in call.notes[0]


def test_another_models_reasoning_is_left_out() -> None:
    request = a_request()
    thinking = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "…"}
    mixed = a_request(input=(*request.input, thinking))
    assert without_reasoning(mixed).input == request.input


def test_the_price_of_a_call_by_hand() -> None:
    # 600 fresh at $0.05, 400 cached at $0.005, 200 written at $0.40, a million each.
    usage = Usage(1, input_tokens=1000, cached_tokens=400, output_tokens=200)
    assert model_info(MODEL).cost_usd(usage) == pytest.approx(600 * 0.05e-6 + 400 * 0.005e-6 + 200 * 0.40e-6)
    # 500 fresh at $0.10, 400 cached at $0.01, 100 written to the cache at $0.125, 200 out at $0.50.
    luna = model_info("gpt-6-luna").cost_usd(usage, cache_write_tokens=100)
    assert luna == pytest.approx((500 * 0.10 + 400 * 0.01 + 100 * 0.125 + 200 * 0.50) * 1e-6)
    assert model_info("offline-rules-1").cost_usd(usage) == 0.0


def test_what_a_call_may_cost_is_never_less_than_what_it_costs() -> None:
    call = build_call(a_request("ñandú 🚗 " * 200, tools=(TOOL,)), MODEL)
    # Four bytes of an emoji can be four tokens: the estimate takes each byte for one.
    usage = Usage(1, input_tokens=len("ñandú 🚗 ".encode()) * 200, output_tokens=call.output_cap)
    assert call.info.most_usd(call.size_bytes(), call.output_cap) >= call.info.cost_usd(usage)


def test_a_dated_snapshot_has_its_models_row_and_the_shutdown_is_known() -> None:
    assert model_info("gpt-6-luna-2026-09-01").prices == model_info("gpt-6-luna").prices
    assert model_info(MODEL).shutdown == date(2026, 12, 11)
    assert not model_info("llama-local").known


class Inner(BaseModel):
    kind: Literal["a", "b"]
    title: str | None = None


class HttpAnswer(BaseModel):
    """A class with all that strict mode refuses."""

    model_config = ConfigDict(extra="forbid")

    inner: Inner = Field(description="a nested model")
    names: tuple[str, ...] = ()
    title: str = Field(default="", min_length=0, max_length=10)


@pytest.mark.parametrize("model", [Judgement, CustomerTurn, Proposal, HttpAnswer])
def test_the_schemas_of_structured_answers_are_strict(model: type[BaseModel]) -> None:
    schema = text_format(model)["schema"]
    check_schema(schema, of="x", param="text.format.schema", code="invalid_json_schema")
    assert schema["required"] == list(model.model_fields)


def test_schemas_are_named_in_snake_case() -> None:
    names = [schema_name(model) for model in (CustomerTurn, Judgement, Proposal, HttpAnswer)]
    assert names == ["customer_turn", "judgement", "proposal", "http_answer"]


def test_free_keys_cannot_be_a_strict_schema() -> None:
    class Loose(BaseModel):
        data: Mapping[str, str]

    with pytest.raises(TypeError, match=r"Loose\.data has free keys"):
        text_format(Loose)


def test_the_ledger_counts_by_purpose() -> None:
    ledger = UsageLedger()
    ledger.record(Purpose.JUDGE, Usage(1, 10, 0, 5, 0, 0.125))
    ledger.record(Purpose.AGENT, Usage(1, 20, 0, 5, 0, 0.25))
    ledger.record(Purpose.AGENT, Usage(1, 30, 0, 5, 0, 0.5))
    assert ledger.total() == Usage(3, 60, 0, 15, 0, 0.875)
    assert list(ledger.by_purpose()) == [Purpose.AGENT, Purpose.JUDGE]
    assert ledger.by_purpose()[Purpose.AGENT].input_tokens == 50


def test_empty_variables_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OPENAI_FALLBACK_MODEL"):
        monkeypatch.setenv(name, "")
    settings = LLMSettings(_env_file=None)
    assert settings.offline
    assert settings.openai_model == MODEL
    assert settings.openai_fallback_model is None


def test_a_key_or_a_base_url_ends_the_offline_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    elsewhere = LLMSettings(_env_file=None)
    assert not elsewhere.offline
    assert not elsewhere.at_openai
    monkeypatch.setenv("OPENAI_BASE_URL", "")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    at_openai = LLMSettings(_env_file=None)
    assert at_openai.at_openai
    assert "sk-secret" not in repr(at_openai)


def test_a_model_that_ends_or_refuses_says_so_before_it_is_used() -> None:
    temperature, end = model_notes("gpt-5-nano-2025-08-07", "gpt-6-luna")
    assert "temperature" in temperature
    assert "2026-12-11" in end
    assert "gpt-6-luna" in end
    assert "not in the catalogue" in model_notes("somebody-elses-model", None)[0]
