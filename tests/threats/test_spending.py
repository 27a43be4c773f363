"""Denial of wallet: what the bot may cost by customer and day, and altogether, whichever process it answers in."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, text

from backend.clock import now
from backend.spending import limits
from backend.spending.texts import LIMIT_REACHED
from shared.domains.pack import load_pack
from shared.llm.client import create_model
from shared.llm.settings import LLMSettings
from tests.backend.chats import Sent, kinds, last, open_ticket, say, text_of
from tests.backend.people import Person, made_person
from tests.backend.serving import SECRET, RunningServer, test_settings
from tests.threats.hostile_model import HostileModel, call, message

Replica = Callable[..., RunningServer]
DISCLOSURE = load_pack("kavak").texts["ai_disclosure"]
COST = Decimal("0.00045")
"""Of one answer of `hostile`: 1,000 tokens in at $0.05 and 1,000 out at $0.40 a million."""


@pytest.fixture
def customer_of(engine: Engine) -> Iterator[Callable[..., Person]]:
    """A new customer, or the same one at another server."""
    with ExitStack() as stack:

        def make(server: RunningServer, known: Person | None = None, **about: str) -> Person:
            if known is None:
                return stack.enter_context(made_person(engine, server.url, SECRET, **about))
            again = Person(server.url, known.id, known.session_id, known.email, known.token)
            return stack.enter_context(again)

        yield make


@pytest.fixture(autouse=True)
def answering(hostile: HostileModel) -> None:
    hostile.then([message("Tu pago sale mañana.")])


def ask(customer: Person, ticket: dict[str, Any] | None = None) -> list[Sent]:
    return say(customer, (ticket or open_ticket(customer))["id"], "¿y mi pago?")


def spent(engine: Engine) -> list[Decimal]:
    with engine.connect() as connection:
        return list(connection.execute(text("select cost_usd from daily_spending order by cost_usd")).scalars())


def written_down(engine: Engine, total: Decimal) -> None:
    """Wait until the deployment's day has cost so much."""
    give_up = time.monotonic() + 20
    while (spent(engine) or [Decimal(0)])[-1] < total:
        assert time.monotonic() < give_up, spent(engine)
        time.sleep(0.02)


def test_the_messages_of_a_day_count_in_all_processes_together(
    replica: Replica, customer_of: Callable[..., Person], hostile: HostileModel
) -> None:
    one, two = replica(messages_per_day=2), replica(messages_per_day=2)
    first = customer_of(one)
    ticket = open_ticket(first)
    ask(first, ticket)
    second = customer_of(two, first)
    ask(second, ticket)
    asked = len(hostile.requests)
    events = ask(first, ticket)
    assert kinds(events) == ["message", "message", "done"]
    assert last(events, "message")["message"]["author"] == "bot"
    assert last(events, "message")["message"]["content"] == LIMIT_REACHED["es"]
    assert kinds(ask(second)) == ["message", "message", "done"]
    assert len(hostile.requests) == asked, "no model was asked"
    assert ask(customer_of(one))[-1].data["message"] is not None, "others go on"


def test_whoever_reached_the_limit_can_have_a_person(replica: Replica, customer_of: Callable[..., Person]) -> None:
    customer = customer_of(replica(messages_per_day=1))
    ticket = open_ticket(customer)
    ask(customer, ticket)
    ask(customer, ticket)
    assert customer.post(f"tickets/{ticket['id']}/handoff", json={}).json()["ticket"]["status"] == "waiting_agent"
    assert kinds(ask(customer, ticket)) == ["message", "done"], "the person's turn: the bot says nothing"


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_words_are_the_customers_language_and_say_what_speaks(
    replica: Replica, customer_of: Callable[..., Person], language: str
) -> None:
    customer = customer_of(replica(messages_per_day=1), language=language)
    ask(customer)
    words = last(ask(customer), "message")["message"]["content"]
    assert words == f"{DISCLOSURE[language]}\n\n{LIMIT_REACHED[language]}"


def test_the_next_day_begins_anew(
    replica: Replica, customer_of: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = customer_of(replica(messages_per_day=1))
    ask(customer)
    assert text_of(ask(customer)) == ""
    monkeypatch.setattr(limits, "now", lambda: now() + timedelta(days=1))
    assert "mañana" in text_of(ask(customer))


def test_dollars_of_a_customer_end_their_answers_and_nobody_elses(
    replica: Replica, customer_of: Callable[..., Person], engine: Engine
) -> None:
    one, two = (replica(customer_daily_budget_usd=float(COST)) for _ in range(2))
    customer = customer_of(one)
    ask(customer)
    assert kinds(ask(customer)) == ["message", "message", "done"], "the same process knows at once"
    written_down(engine, COST)
    assert kinds(ask(customer_of(two, customer))) == ["message", "message", "done"], "and the others soon"
    assert text_of(ask(customer_of(two)))


def test_dollars_of_the_deployment_end_everybodys_answers(
    replica: Replica, customer_of: Callable[..., Person], engine: Engine
) -> None:
    one, two = (replica(daily_budget_usd=float(COST), customer_daily_budget_usd=None) for _ in range(2))
    ask(customer_of(one))
    written_down(engine, COST)
    assert kinds(ask(customer_of(two))) == ["message", "message", "done"]


def test_what_was_spent_outlives_the_process_and_the_account(
    replica: Replica, customer_of: Callable[..., Person], engine: Engine
) -> None:
    one = replica(daily_budget_usd=float(COST))
    customer = customer_of(one)
    ask(customer)
    one.__exit__()  # at once: what it still had in mind is written down on the way out
    with engine.begin() as connection:
        connection.execute(text("delete from users where id = :id"), {"id": customer.id})
        named = connection.scalar(text("select count(*) from daily_spending where key like '%' || :id || '%'"),
                                  {"id": str(customer.id)})  # fmt: skip
    assert spent(engine)[-1] >= COST
    assert named == 0


def test_trying_again_is_no_way_round(
    replica: Replica, customer_of: Callable[..., Person], hostile: HostileModel
) -> None:
    customer = customer_of(replica(messages_per_day=1))
    ticket = open_ticket(customer)
    hostile.then([])  # an answer without a word is none
    assert kinds(ask(customer, ticket))[-1] == "error"
    refused = customer.post(f"tickets/{ticket['id']}/retry")
    assert refused.status_code == 429
    assert refused.json()["error"]["message"] == LIMIT_REACHED["es"]
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400 + 3_600


def test_a_failed_answer_costs_what_its_calls_cost(
    replica: Replica, customer_of: Callable[..., Person], hostile: HostileModel, engine: Engine
) -> None:
    hostile.then([call("payout_status", {"reference": None})])  # tools for ever: six calls and no word
    assert kinds(ask(customer_of(replica())))[-1] == "error"
    written_down(engine, 6 * COST)


def test_no_answer_is_assumed_where_the_limit_was_told() -> None:
    for words in LIMIT_REACHED.values():
        assert words.endswith("?"), "to `backend.outcomes.quiet` a question back is no answer"


def test_accounts_are_not_had_by_the_hundred(replica: Replica) -> None:
    server = replica(sign_ups_per_address=3)

    def sign_up(name: str) -> httpx2.Response:
        about = {"email": f"{name}@example.com", "password": "a good password 1", "name": "Ana"}
        return httpx2.post(f"{server.url}/api/v1/auth/signup", json=about)

    assert [sign_up(name).status_code for name in ("a", "a", "b")] == [201, 409, 201]
    refused = sign_up("c")
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too_many_requests"
    assert int(refused.headers["Retry-After"]) > 0


def test_a_stopped_answer_is_paid_for(engine: Engine, database_url: str, clean: None, tmp_path: Path) -> None:
    """Stopping in mid-answer saves nobody's limit: what was under way counts with the most that it may cost."""
    settings = LLMSettings(_env_file=None, openai_api_key="sk-none", openai_base_url="http://model.test/v1")
    model = EndlessModel()
    endless = create_model(settings, transport=model, retries=1)
    own = test_settings(database_url, tmp_path, jobs_in_process=False)
    with RunningServer(own, endless) as server, made_person(engine, server.url, SECRET) as customer:
        ticket = open_ticket(customer)
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(ask, customer, ticket)
            assert model.heard.wait(20)
            while not customer.post(f"tickets/{ticket['id']}/stop").json()["stopping"]:
                time.sleep(0.02)
            assert answer.result(timeout=20)[-1].data["stopped"] is True
        written_down(engine, Decimal("0.0005"))


class EndlessModel(httpx2.AsyncBaseTransport):
    """Says a word now and then and never ends. `heard` is set when a second one is asked for."""

    def __init__(self) -> None:
        self.heard = threading.Event()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(
            200, headers={"content-type": "text/event-stream"}, stream=_Words(self.heard), request=request
        )


class _Words(httpx2.AsyncByteStream):
    def __init__(self, heard: threading.Event) -> None:
        self._heard = heard

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"eh "}\n\n'
            self._heard.set()
            await asyncio.sleep(0.01)
