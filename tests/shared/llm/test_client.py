"""The gateway over the real SDK against the API's answers, with the network replaced."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import httpx2
import pytest

from shared.improvement.models import Judgement
from shared.llm.errors import (
    BadRequest,
    BudgetExceeded,
    EmptyReply,
    InvalidReply,
    ModelError,
    ModelRetired,
    ModelTimeout,
    ModelUnavailable,
    NotAuthenticated,
    RateLimited,
    Refused,
)
from shared.llm.limits import RateLimiter
from shared.llm.protocol import Purpose, Reply, TextDelta, ToolCall
from tests.shared.llm.builders import (
    API,
    MODEL,
    Sleeps,
    a_call,
    a_client,
    a_message,
    a_refusal,
    a_request,
    a_response,
    an_answer,
    an_error,
    collect,
    cut_off,
    settings,
)

T = TypeVar("T")
Made = httpx2.Response | Exception | Callable[[httpx2.Request], httpx2.Response]
GOOD = '{"resolved": true, "csat": 4.5, "reason": "ok"}'


class Api(httpx2.AsyncBaseTransport):
    """Gives the answers of its script one after the other and keeps the requests; the last one repeats."""

    def __init__(self, *script: Made) -> None:
        self.script = list(script)
        self.requests: list[httpx2.Request] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        made = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(made, Exception):
            raise made
        if isinstance(made, httpx2.Response):
            return made
        return made(request)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]


class Stream(httpx2.AsyncByteStream):
    """Server-sent events; `cut` drops the connection after them."""

    def __init__(self, *events: dict[str, Any], cut: bool = False) -> None:
        self.events = events
        self.cut = cut

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for event in self.events:
            yield f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
        if self.cut:
            raise httpx2.RemoteProtocolError("peer closed connection")


def streamed(*events: dict[str, Any], cut: bool = False) -> httpx2.Response:
    return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Stream(*events, cut=cut))


def delta(text: str) -> dict[str, Any]:
    return {"type": "response.output_text.delta", "delta": text, "item_id": "m", "output_index": 0, "content_index": 0}


def completed(*output: dict[str, Any]) -> dict[str, Any]:
    return {"type": "response.completed", "response": a_response(*output), "sequence_number": 9}


CREATED = {"type": "response.created", "response": a_response(status="in_progress"), "sequence_number": 0}


def run(main: Any) -> Any:
    return asyncio.run(main)


def test_an_answer_has_its_text_usage_price_and_what_to_send_back() -> None:
    api = Api(an_answer(a_message("Tu pago sale mañana.")))
    reply: Reply = run(a_client(transport=api).complete(a_request(temperature=0.8)))
    assert reply.text == "Tu pago sale mañana."
    assert reply.output == ({"role": "assistant", "content": "Tu pago sale mañana."},)
    assert (reply.usage.calls, reply.usage.input_tokens, reply.usage.reasoning_tokens) == (1, 1000, 150)
    assert reply.usage.cost_usd == pytest.approx(600 * 0.05e-6 + 400 * 0.005e-6 + 200 * 0.40e-6)
    assert reply.model == MODEL
    assert reply.notes == (f"temperature is ignored by {MODEL}",)
    assert str(api.requests[0].url) == API
    assert api.requests[0].headers["authorization"] == "Bearer sk-test"


def test_tool_calls_and_encrypted_reasoning_go_back_in_their_order() -> None:
    thinking = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAA", "status": "completed"}
    bare = {"type": "reasoning", "id": "rs_2", "summary": []}
    api = Api(an_answer(thinking, bare, a_call('{"reference": null}')))
    reply: Reply = run(a_client(transport=api).complete(a_request()))
    assert reply.tool_calls == (ToolCall("call_1", "payout_status", '{"reference": null}'),)
    assert [item["type"] for item in reply.output] == ["reasoning", "function_call"]
    assert reply.output[0]["encrypted_content"] == "gAAA"
    assert "status" not in reply.output[1]


def test_a_stream_yields_text_as_it_comes_and_then_the_reply() -> None:
    api = Api(streamed(CREATED, delta("Tu pago "), delta("sale mañana."), completed(a_message("Tu pago sale mañana."))))
    pieces, reply = run(collect(a_client(transport=api), a_request()))
    assert pieces == ["Tu pago ", "sale mañana."]
    assert reply.text == "Tu pago sale mañana."
    assert reply.usage.output_tokens == 200
    assert api.bodies[0]["stream"] is True


def test_a_rate_limit_is_waited_for_as_long_as_the_server_asks() -> None:
    sleeps = Sleeps()
    api = Api(an_error(429, headers={"retry-after": "7"}), an_answer(a_message("ok")))
    client = a_client(transport=api, sleeps=sleeps)
    assert run(client.complete(a_request())).text == "ok"
    assert len(sleeps) == 1
    assert 7.0 <= sleeps[0] <= 7.7
    assert client.ledger.failures() == {"model_rate_limited": 1}


@pytest.mark.parametrize(
    ("made", "error", "tries"),
    [
        (an_error(500), ModelUnavailable, 3),
        (an_error(503), ModelUnavailable, 3),
        (an_error(429), RateLimited, 3),
        (an_error(408), ModelTimeout, 3),
        (httpx2.ReadTimeout("slow"), ModelTimeout, 3),
        (httpx2.ConnectError("refused"), ModelUnavailable, 3),
        (httpx2.RemoteProtocolError("cut"), ModelUnavailable, 3),
        (httpx2.Response(200, text="<html>proxy</html>"), ModelUnavailable, 3),
        (httpx2.Response(200, json={"hello": 1}), ModelUnavailable, 3),
        (httpx2.Response(200, content=b"{", headers={"content-type": "application/json"}), ModelUnavailable, 3),
        (an_error(429, "insufficient_quota"), RateLimited, 1),
        (an_error(500, headers={"x-should-retry": "false"}), ModelUnavailable, 1),
        (an_error(400), BadRequest, 1),
        (an_error(401, "invalid_api_key"), NotAuthenticated, 1),
        (an_error(403), NotAuthenticated, 1),
        (an_error(404), BadRequest, 1),
    ],
)
@pytest.mark.parametrize("streaming", [False, True])
def test_each_failure_has_its_error_and_only_some_are_tried_again(
    made: Any, error: type[ModelError], tries: int, streaming: bool
) -> None:
    api = Api(made)
    client = a_client(transport=api, retries=2)
    with pytest.raises(error):
        run(collect(client, a_request()) if streaming else client.complete(a_request()))
    assert len(api.requests) == tries
    assert client.ledger.failures() == {error.code: tries}


def test_errors_say_what_to_do() -> None:
    cases: list[tuple[Made, str]] = [
        (an_error(401, "invalid_api_key"), "OPENAI_API_KEY"),
        (an_error(404), "OPENAI_BASE_URL"),
        (httpx2.ConnectError("refused"), "OPENAI_BASE_URL"),
        (httpx2.ReadTimeout("slow"), "OPENAI_TIMEOUT_SEC"),
        (an_error(404, "model_not_found"), "OPENAI_MODEL"),
        (an_error(429), "--threads"),
    ]
    for made, advice in cases:
        client = a_client(transport=Api(made), retries=1, openai_fallback_model=None)
        with pytest.raises(ModelError, match=advice):
            run(client.complete(a_request()))


def test_retries_end_with_the_total_time() -> None:
    api = Api(an_error(429, headers={"retry-after": "100"}))
    with pytest.raises(RateLimited):
        run(a_client(transport=api, retries=8, total_sec=60).complete(a_request()))
    assert len(api.requests) == 1


def test_a_stream_cut_before_any_text_is_tried_again_unseen() -> None:
    api = Api(
        streamed(CREATED, cut=True), streamed(CREATED), streamed(CREATED, delta("ok"), completed(a_message("ok")))
    )
    pieces, reply = run(collect(a_client(transport=api), a_request()))
    assert (pieces, reply.text, len(api.requests)) == (["ok"], "ok", 3)


@pytest.mark.parametrize("cut", [True, False])
def test_a_stream_cut_after_text_is_an_error_and_not_said_twice(cut: bool) -> None:
    api = Api(streamed(CREATED, delta("Tu pago "), cut=cut))
    client = a_client(transport=api)
    seen: list[str] = []

    async def read() -> None:
        async for item in client.stream(a_request()):
            assert isinstance(item, TextDelta)
            seen.append(item.text)

    with pytest.raises(ModelUnavailable, match="in the middle"):
        run(read())
    assert (seen, len(api.requests)) == (["Tu pago "], 1)


def test_an_error_inside_a_stream_is_tried_again() -> None:
    broken = {"type": "error", "code": "server_error", "message": "oops", "param": None, "sequence_number": 1}
    failed = {
        "type": "response.failed",
        "response": a_response(status="failed", error={"code": "rate_limit_exceeded", "message": "slow down"}),
    }
    api = Api(streamed(broken), streamed(failed), streamed(completed(a_message("ok"))))
    client = a_client(transport=api)
    assert run(collect(client, a_request()))[1].text == "ok"
    assert client.ledger.failures() == {"model_rate_limited": 1, "model_unavailable": 1}


def test_an_answer_of_nothing_but_reasoning_gets_twice_the_room_once() -> None:
    api = Api(httpx2.Response(200, json=cut_off()), an_answer(a_message("ok")))
    reply: Reply = run(a_client(transport=api).complete(a_request(max_output_tokens=4000)))
    assert [body["max_output_tokens"] for body in api.bodies] == [4000, 8000]
    assert reply.usage.calls == 2
    assert reply.usage.output_tokens == 400


@pytest.mark.parametrize("empty", [cut_off(), a_response(), a_response(a_message("  ")), cut_off(a_call('{"refer'))])
def test_an_answer_that_stays_empty_is_an_error(empty: dict[str, Any]) -> None:
    api = Api(lambda request: httpx2.Response(200, json=empty))
    if empty["output"] and empty["output"][0]["type"] == "function_call":
        empty["output"][0]["status"] = "incomplete"
    client = a_client(transport=api)
    with pytest.raises(EmptyReply, match="without a visible answer"):
        run(client.complete(a_request()))
    assert len(api.requests) == 2
    assert client.ledger.total().calls == 2


def test_text_that_is_cut_twice_is_given_with_a_note() -> None:
    api = Api(lambda request: httpx2.Response(200, json=cut_off(a_message("Tu pago s"))))
    reply: Reply = run(a_client(transport=api).complete(a_request(max_output_tokens=100)))
    assert reply.text == "Tu pago s"
    assert reply.notes[-1] == "the answer was cut at 200 tokens"


@pytest.mark.parametrize(
    "declined",
    [
        a_response(a_refusal("No puedo.")),
        a_response(status="incomplete", incomplete_details={"reason": "content_filter"}),
    ],
)
def test_a_refusal_is_an_error_and_not_tried_again(declined: dict[str, Any]) -> None:
    api = Api(httpx2.Response(200, json=declined))
    with pytest.raises(Refused):
        run(a_client(transport=api).complete(a_request()))
    assert len(api.requests) == 1


def test_a_model_that_is_gone_is_replaced_for_good_logged_and_noted(caplog: pytest.LogCaptureFixture) -> None:
    api = Api(an_error(404, "model_not_found"), an_answer(a_message("ok"), model="gpt-6-luna"))
    client = a_client(transport=api)
    thinking = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAA"}
    request = a_request(input=(*a_request().input, thinking))
    with caplog.at_level(logging.WARNING):
        first: Reply = run(client.complete(request))
    second: Reply = run(client.complete(request))
    assert [body["model"] for body in api.bodies] == [MODEL, "gpt-6-luna", "gpt-6-luna"]
    assert len(api.bodies[1]["input"]) == 1
    assert first.model == second.model == "gpt-6-luna"
    assert first.notes == second.notes == (f"{MODEL} is gone; gpt-6-luna is used instead",)
    assert [record.levelname for record in caplog.records].count("WARNING") == 1
    assert first.usage.cost_usd == pytest.approx((600 * 0.10 + 400 * 0.01 + 200 * 0.50) * 1e-6)


@pytest.mark.parametrize("fallback", [None, MODEL, "gpt-6-luna"])
def test_a_model_that_is_gone_without_a_living_fallback_is_an_error(fallback: str | None) -> None:
    api = Api(an_error(404, "model_not_found"))
    with pytest.raises(ModelRetired):
        run(a_client(transport=api, openai_fallback_model=fallback).complete(a_request()))


def test_a_structured_answer_is_parsed_and_asked_for_strictly() -> None:
    api = Api(an_answer(a_message(GOOD)))
    parsed = run(a_client(transport=api).parse(a_request(purpose=Purpose.JUDGE), Judgement))
    assert parsed.value == Judgement(resolved=True, csat=4.5, reason="ok")
    wanted = api.bodies[0]["text"]["format"]
    assert (wanted["type"], wanted["name"], wanted["strict"]) == ("json_schema", "judgement", True)


def test_an_answer_that_does_not_fit_is_asked_for_once_more_with_the_reason() -> None:
    api = Api(an_answer(a_message('{"resolved": true, "csat": 9, "reason": ""}')), an_answer(a_message(GOOD)))
    parsed = run(a_client(transport=api).parse(a_request(), Judgement))
    assert parsed.value.csat == 4.5
    assert parsed.reply.usage.calls == 2
    said = api.bodies[1]["input"][-1]
    assert said["role"] == "developer"
    assert "csat: Input should be less than or equal to 5" in said["content"]


def test_a_structured_answer_is_heard_as_it_comes_and_asked_for_again_when_its_stream_breaks() -> None:
    half, rest = GOOD[:20], GOOD[20:]
    api = Api(
        streamed(CREATED, delta(half), cut=True),
        streamed(CREATED, delta(half), delta(rest), completed(a_message(GOOD))),
    )
    heard: list[str] = []
    parsed = run(a_client(transport=api, heard=heard.append).parse(a_request(), Judgement))
    assert parsed.value.csat == 4.5
    assert heard == [half, half, rest]
    assert [body["stream"] for body in api.bodies] == [True, True]


def test_an_answer_that_never_fits_is_an_error() -> None:
    api = Api(lambda request: an_answer(a_message("not json")))
    client = a_client(transport=api)
    with pytest.raises(InvalidReply, match="twice gave no valid Judgement"):
        run(client.parse(a_request(), Judgement))
    assert len(api.requests) == 2
    assert client.ledger.failures() == {"model_invalid_reply": 2}


def test_the_budget_stops_before_the_call_that_could_break_it() -> None:
    api = Api(lambda request: an_answer(a_message("ok")))
    client = a_client(transport=api, budget_usd=0.0020)

    async def spend() -> None:
        while len(api.requests) < 100:
            await client.complete(a_request())

    with pytest.raises(BudgetExceeded, match="--budget-usd"):
        run(spend())
    assert 1 <= len(api.requests) == client.ledger.total().calls
    assert client.ledger.total().cost_usd == pytest.approx(client.budget.spent_usd)
    assert client.budget.spent_usd <= 0.0020


def test_a_call_that_timed_out_counts_against_the_budget_and_a_refused_one_does_not() -> None:
    cases: list[tuple[Made, bool]] = [(httpx2.ReadTimeout("slow"), True), (an_error(500), False)]
    for made, counts in cases:
        client = a_client(transport=Api(made), retries=1, budget_usd=1.0)
        with pytest.raises(ModelError):
            run(client.complete(a_request()))
        assert (client.budget.spent_usd > 0) is counts


def test_a_stream_that_nobody_reads_to_the_end_counts_against_the_budget() -> None:
    api = Api(streamed(CREATED, delta("Tu "), delta("pago"), completed(a_message("Tu pago"))))
    client = a_client(transport=api, budget_usd=1.0)

    async def leave() -> None:
        stream = client.stream(a_request())
        await anext(stream)
        await stream.aclose()

    run(leave())
    assert client.budget.spent_usd >= 4_000 * 0.40e-6


def test_the_rate_is_kept_and_follows_the_headers() -> None:
    sleeps = Sleeps()
    answer = httpx2.Response(200, json=a_response(a_message("ok")), headers={"x-ratelimit-limit-requests": "10"})
    client = a_client(transport=Api(answer), limiter=RateLimiter(None, 0), sleeps=sleeps)
    for _ in range(60):
        run(client.complete(a_request()))
    assert len(sleeps) > 0
    assert max(sleeps) > 5


def test_the_real_api_is_paced_and_other_servers_only_if_told() -> None:
    elsewhere = "http://127.0.0.1:9/v1"
    assert RateLimiter.of(settings()) is not None
    assert RateLimiter.of(settings(openai_base_url=elsewhere)) is None
    assert RateLimiter.of(settings(openai_base_url=elsewhere, openai_requests_per_minute=60)) is not None
    assert RateLimiter.of(settings(openai_api_key=None, openai_requests_per_minute=60)) is None


def test_a_server_that_trickles_is_given_up_at_the_time_out() -> None:
    class Trickle(httpx2.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for _ in range(100):
                await asyncio.sleep(0.02)
                yield b": still there\n\n"

    def slow(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Trickle())

    client = a_client(transport=Api(slow), retries=1, openai_timeout_sec=0.1)
    with pytest.raises(ModelTimeout):
        run(collect(client, a_request()))
