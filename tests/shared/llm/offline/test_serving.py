"""The offline model behind the real SDK: in this process and over HTTP, whole and broken."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any

import httpx2
import pytest

from shared.improvement.models import Judgement
from shared.llm.client import ModelClient, create_model
from shared.llm.errors import BadRequest, Infrastructure, ModelRetired, ModelTimeout, NotAuthenticated, Refused
from shared.llm.offline.answering import OfflineAnswer, OfflineCall
from shared.llm.offline.faults import FaultInjector, FaultKind, FaultPlan
from shared.llm.offline.server import build_server
from shared.llm.offline.service import OfflineService
from shared.llm.offline.transport import OfflineTransport
from shared.llm.protocol import ModelRequest, Reply
from tests.shared.llm.builders import MODEL, TOOL, a_request, collect, offline, settings
from tests.timing import assert_within


def echo(request: Mapping[str, Any]) -> OfflineAnswer:
    """A mind without opinions: says what it heard, judges well, calls the tool it is offered."""
    heard = str(request["input"][-1].get("content", request["input"][-1].get("output")))
    if "text" in request:
        return OfflineAnswer(text=json.dumps({"resolved": True, "csat": 4, "reason": heard}))
    if request.get("tools") and not any(item.get("type") == "function_call" for item in request["input"]):
        return OfflineAnswer(calls=(OfflineCall("payout_status", {"reference": heard}),))
    return OfflineAnswer(text=f"Dijiste: {heard}")


def a_service(faults: str = "", **options: Any) -> OfflineService:
    return OfflineService(FaultPlan.parse(faults), mind=echo, **options)


def inside(service: OfflineService, retries: int = 4, **changes: Any) -> ModelClient:
    return create_model(offline(**changes), retries=retries, transport=OfflineTransport(service))


@contextmanager
def over_http(service: OfflineService, retries: int = 4, **changes: Any) -> Iterator[ModelClient]:
    """A client of the service served on a free port of this machine."""
    server = build_server(service, port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        base = settings(openai_api_key=None, openai_base_url=f"http://127.0.0.1:{port}/v1", **changes)
        yield create_model(base, retries=retries)
    finally:
        server.should_exit = True
        thread.join()


async def everything(client: ModelClient) -> list[Any]:
    """Text, a tool call, the answer to its output, a structured answer, and a stream."""
    asked = a_request(tools=(TOOL,), temperature=0.8, sample="1/baseline")
    called = await client.complete(asked)
    output = {"type": "function_call_output", "call_id": called.tool_calls[0].call_id, "output": '{"outcome": "ok"}'}
    follow_up = a_request(tools=(TOOL,), input=(*asked.input, *called.output, output))
    replies: list[Any] = [called, await client.complete(follow_up), *(await collect(client, follow_up))]
    judged = await client.parse(a_request("bien"), Judgement)
    return [_timeless(item) for item in [*replies, judged.value, judged.reply]]


def _timeless(item: Any) -> Any:
    return (
        (item.text, item.tool_calls, item.output, item.usage, item.model, item.notes)
        if isinstance(item, Reply)
        else item
    )


def test_in_process_the_whole_protocol_works_through_the_sdk() -> None:
    called, answered, pieces, streamed, judgement, judged = asyncio.run(everything(inside(a_service())))
    assert called[1][0].name == "payout_status"
    assert json.loads(called[1][0].arguments) == {"reference": "¿Dónde está mi pago?"}
    assert called[5] == (f"temperature is ignored by {MODEL}",)
    assert answered[0] == streamed[0] == "".join(pieces) == 'Dijiste: {"outcome": "ok"}'
    assert judgement == Judgement(resolved=True, csat=4, reason="bien")
    assert judged[3].cost_usd == 0.0
    assert {part[4] for part in (called, answered, streamed, judged)} == {"offline-rules-1"}


def test_over_http_the_results_are_the_same() -> None:
    in_process = asyncio.run(everything(inside(a_service())))
    with over_http(a_service()) as client:
        assert asyncio.run(everything(client)) == in_process


def test_an_empty_budget_of_an_offline_model_never_stops_it() -> None:
    client = create_model(offline(), budget_usd=0.000_001, transport=OfflineTransport(a_service()))
    assert asyncio.run(client.complete(a_request())).text


@pytest.mark.parametrize("kind", ["429", "500", "timeout", "cut"])
@pytest.mark.parametrize("http", [False, True])
def test_failures_on_demand_are_failures_of_infrastructure(kind: str, http: bool) -> None:
    service = a_service(f"rate=1,kinds={kind},hang=0.05")
    with over_http(service, retries=1) if http else nullcontext(inside(service, retries=1)) as client:
        for streaming in (False, True):
            with pytest.raises(Infrastructure):
                asyncio.run(collect(client, a_request()) if streaming else client.complete(a_request()))
        assert sum(client.ledger.failures().values()) == 4


def test_a_model_that_hangs_is_given_up_at_the_clients_time_out() -> None:
    with over_http(a_service(latency_sec=1.0), retries=1, openai_timeout_sec=0.1) as client:

        def call() -> None:
            with pytest.raises(ModelTimeout):
                asyncio.run(client.complete(a_request()))

        assert_within(0.9, call, clock=time.perf_counter)


def test_failures_of_content_are_errors_of_content() -> None:
    refusing, broken = inside(a_service("rate=1,kinds=refusal")), inside(a_service("rate=1,kinds=invalid_json"))
    with pytest.raises(Refused):
        asyncio.run(refusing.complete(a_request()))
    with pytest.raises(Exception, match="twice gave no valid Judgement"):
        asyncio.run(broken.parse(a_request(), Judgement))
    call = asyncio.run(broken.complete(a_request(tools=(TOOL,)))).tool_calls[0]
    assert "reference" not in call.arguments
    assert asyncio.run(broken.complete(a_request())).text.startswith("Dijiste")


def test_with_every_fifth_call_failing_all_answers_come_and_are_the_same() -> None:
    requests = [a_request(f"mensaje {i}") for i in range(150)]

    async def answers(client: ModelClient) -> list[str]:
        return [(await client.complete(request)).text for request in requests]

    failing = inside(a_service("rate=0.2,seed=3,kinds=429|500|timeout|cut,hang=0.001"), retries=8)
    assert asyncio.run(answers(failing)) == asyncio.run(answers(inside(a_service())))
    assert 20 <= sum(failing.ledger.failures().values()) <= 70
    assert failing.ledger.total().calls == 150


def test_faults_do_not_depend_on_the_order_of_calls() -> None:
    digests = [f"request {i}" for i in range(200)]

    def drawn(order: list[str]) -> dict[str, tuple[FaultKind | None, ...]]:
        injector = FaultInjector(FaultPlan(rate=0.3, seed=5))
        return {digest: (injector.draw(digest), injector.draw(digest)) for digest in order}

    forwards, backwards = drawn(digests), drawn(digests[::-1])
    assert forwards == backwards
    counted = Counter(fault for pair in forwards.values() for fault in pair)
    assert 80 <= 400 - counted[None] <= 160
    assert set(counted) == {None, *FaultKind}
    assert any(first != second for first, second in forwards.values())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rate=2", "between 0 and 1"),
        ("rate=often", "not a number"),
        ("kinds=429|lunch", "there is no such fault"),
        ("speed=3", "cannot read 'speed=3'"),
        ("rate", "cannot read 'rate'"),
    ],
)
def test_faults_that_cannot_be_read_are_named(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        FaultPlan.parse(text)


def test_a_specification_is_read_whole() -> None:
    plan = FaultPlan.parse("rate=0.2, seed=7, kinds=429|cut, hang=1.5")
    assert plan == FaultPlan(0.2, 7, (FaultKind.RATE_LIMIT, FaultKind.CUT), 1.5)
    assert FaultPlan.parse("") == FaultPlan()


def test_a_wrong_key_a_bad_request_and_a_retired_model_are_told() -> None:
    with over_http(a_service()) as client:
        wrong_key = settings(openai_api_key="invalid", openai_base_url=client.settings.openai_base_url)
        with pytest.raises(NotAuthenticated, match="OPENAI_API_KEY"):
            asyncio.run(create_model(wrong_key).complete(a_request()))
        loose = {**TOOL, "parameters": {"type": "object", "properties": {}}}
        with pytest.raises(BadRequest, match="additionalProperties"):
            asyncio.run(client.complete(a_request(tools=(loose,))))
    gone = inside(a_service(retired=frozenset({MODEL})))
    assert asyncio.run(gone.complete(a_request())).notes[0] == f"{MODEL} is gone; gpt-6-luna is used instead"
    with pytest.raises(ModelRetired):
        asyncio.run(inside(a_service(retired=frozenset({MODEL, "gpt-6-luna"}))).complete(a_request()))


def test_the_server_tells_its_health_and_its_model() -> None:
    with over_http(a_service()) as client:
        base = str(client.settings.openai_base_url)
        with httpx2.Client(trust_env=False) as http:
            assert http.get(base.removesuffix("/v1") + "/health").json()["model"] == "offline-rules-1"
            assert [model["id"] for model in http.get(f"{base}/models").json()["data"]] == ["offline-rules-1"]
            assert http.post(f"{base}/responses", content=b"{").status_code == 400


def test_one_client_serves_threads_that_come_and_go() -> None:
    service, calls, threads = a_service(), 8, 6

    def work(client: ModelClient, number: int) -> list[str]:
        async def main() -> list[str]:
            requests: list[ModelRequest] = [a_request(f"{number}/{i}") for i in range(calls)]
            return [reply.text for reply in await asyncio.gather(*map(client.complete, requests))]

        return asyncio.run(main())

    with over_http(service) as client, ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(lambda number: work(client, number), range(threads)))
        assert results == [[f"Dijiste: {n}/{i}" for i in range(calls)] for n in range(threads)]
        assert client.ledger.total().calls == calls * threads
        assert len(client._connections._sessions) == 0


def test_waiting_for_a_slow_model_is_shared_by_threads() -> None:
    client = inside(a_service(latency_sec=0.1))

    def work(number: int) -> None:
        with asyncio.Runner() as runner:
            for turn in range(3):
                runner.run(client.complete(a_request(f"{number}/{turn}")))

    asyncio.run(client.complete(a_request("warm up")))

    def all_of_them() -> None:
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(work, range(16)))

    # 48 calls in 16 threads: three waits of 0.1 s each, if nothing but the model takes time; one by one 4.8 s.
    assert_within(4.8 / 3, all_of_them, clock=time.perf_counter)
