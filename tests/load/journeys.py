"""What customers, agents and listeners do, for Locust.

`python -m tests.load` starts Locust on this file with `ACS_LOAD_PEOPLE` (who there is, and where the replicas are) and
`ACS_LOAD_TOLD` (where to write what was met). Every user asks the replicas in turn. Nothing of ours is imported here:
Locust replaces what blocks in the whole process.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, ClassVar, NamedTuple
from uuid import uuid4

import gevent  # type: ignore[import-untyped]
from locust import between, events, task
from locust.contrib.fasthttp import FastHttpUser, ResponseContextManager
from locust.env import Environment

PEOPLE: dict[str, Any] = json.loads(Path(os.environ["ACS_LOAD_PEOPLE"]).read_text(encoding="utf-8"))
HOSTS: list[str] = PEOPLE["hosts"]
LISTENING_SEC = 10.0
THINKING_SEC = (0.5, 2.0)
QUESTION = "¿ya cayó la lana del Jetta?"
ACCEPT = "acepto la oferta por mi"
acknowledged: list[dict[str, str]] = []
"""Every message that a server said it has, as `tests.backend.faults.persistent.Acknowledged`."""
errors: list[str] = []
"""What went wrong from the first moment on."""
listened: list[str] = []
"""Tickets whose customers only listen."""
keepers: dict[str, int] = {}
"""The number of the agent who writes there: a ticket is taken by who writes to it."""


class Event(NamedTuple):
    """An event of a stream."""

    kind: str
    data: dict[str, Any]


class Answer(NamedTuple):
    """What the bot answered: the ids of its message and of what waits for the button, each empty without one."""

    message_id: str
    confirmation_id: str


def read_events(answer: ResponseContextManager) -> Iterator[Event]:
    """The events of a stream until it ends; comments are left out."""
    stream, kind, data = answer._response, "", ""
    assert stream is not None
    while line := bytes(stream.readline(b"\n")).decode():
        if line.startswith("event: "):
            kind = line[7:].strip()
        elif line.startswith("data: "):
            data = line[6:]
        elif not line.strip() and kind:
            yield Event(kind, json.loads(data))
            kind = ""


def _refusal(answer: ResponseContextManager) -> str:
    """The status and, where there is one, the error's code."""
    try:
        return f"{answer.status_code} {answer.json()['error']['code']}"
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)


class Visitor(FastHttpUser):
    """Somebody with a browser, who knows every replica."""

    abstract = True
    host = HOSTS[0]
    wait_time = between(*THINKING_SEC)
    network_timeout = 60.0

    def on_start(self) -> None:
        self.at = cycle(HOSTS[random.randrange(len(HOSTS)) :] + HOSTS)
        self.token = self.refresh_token = ""

    def ask(self, method: str, path: str, name: str = "", body: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """The answer's JSON; `None` when it was refused, which Locust counts. `name`: the path without ids."""
        named, url = f"{name or path}", f"{next(self.at)}/api/v1/{path}"
        headers = self.headers()
        with self.client.request(method, url, name=named, json=body, headers=headers, catch_response=True) as answer:
            if answer.ok:
                told: dict[str, Any] = answer.json()
                return told
            answer.failure(f"{method} {named}: {_refusal(answer)}")
        return None

    def thinks(self) -> None:
        gevent.sleep(random.uniform(*THINKING_SEC))

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} | more if self.token else dict(more)

    def signed_in(self, told: dict[str, Any] | None) -> None:
        if told is not None:
            self.token, self.refresh_token = told["access_token"], told["refresh_token"]

    def log_in(self, account: dict[str, Any]) -> None:
        self.token = ""
        given = {"email": account["email"], "password": PEOPLE["password"]}
        self.signed_in(self.ask("POST", "auth/login", body=given))

    def sign_up(self) -> None:
        self.token = ""
        given = {"email": f"new-{uuid4().hex}@example.com", "name": "Ana", "password": PEOPLE["password"]}
        self.signed_in(self.ask("POST", "auth/signup", body=given))

    def refresh(self) -> None:
        self.signed_in(self.ask("POST", "auth/refresh", body={"refresh_token": self.refresh_token}))

    def opened(self) -> str:
        """A new ticket's id; empty if it was refused."""
        ticket = self.ask("POST", "tickets", body={"title": "Mi pago", "category": "buying", "description": "Vendí"})
        return str(ticket["id"]) if ticket else ""

    def say(self, ticket: str, content: str) -> Answer | None:
        """Post a message and read the answer to its end."""
        key, began = uuid4().hex, time.perf_counter()
        url = f"{next(self.at)}/api/v1/tickets/{ticket}/messages"
        with self.client.post(
            url, json={"content": content}, headers=self.headers(**{"Idempotency-Key": key}), stream=True,
            catch_response=True, name="tickets/{id}/messages, whole answer",
        ) as answer:  # fmt: skip
            if not answer.ok:
                answer.failure(f"POST a message: {_refusal(answer)}")
                return None
            said = self._heard(answer, began, {"ticket_id": ticket, "key": key, "content": content})
            answer.request_meta["response_time"] = (time.perf_counter() - began) * 1_000
            if said is None:
                answer.failure("the stream ended without an answer")
            return said
        return None

    def _heard(self, answer: ResponseContextManager, began: float, message: dict[str, str]) -> Answer | None:
        confirmation, done, first = "", None, True
        for event in read_events(answer):
            if event.kind == "message":
                message |= {"message_id": event.data["message"]["id"], "ending": ""}
                acknowledged.append(message)
            elif event.kind == "delta" and first:
                first = False
                self.timed("first token", began)
            elif event.kind == "confirm":
                confirmation = event.data["confirmation"]["id"]
            elif event.kind in ("done", "error"):
                message["ending"] = event.kind
                done = event.data.get("message")
        return Answer(done["id"], confirmation) if done else None

    def timed(self, name: str, began: float) -> None:
        """A figure of our own beside the requests."""
        took = max(time.perf_counter() - began, 0.0) * 1_000
        self.environment.events.request.fire(
            request_type="", name=name, response_time=took, response_length=0, exception=None, context={}
        )


class Customer(Visitor):
    """Opens a case, is answered, presses the button, rates, resolves, and says how it was."""

    weight = 10

    def on_start(self) -> None:
        super().on_start()
        self.account = PEOPLE["customers"].pop()
        self.items = list(self.account["items"])
        self.token = self.account["token"]

    @task(8)
    def has_a_case(self) -> None:
        self.ask("GET", "tickets?limit=20", "tickets")
        if not (ticket := self.opened()):
            return
        self.ask("GET", f"tickets/{ticket}", "tickets/{id}")
        self.thinks()
        answer = self.say(ticket, f"{QUESTION} {uuid4().hex[:8]}")
        if answer is not None:
            self.ask("POST", f"messages/{answer.message_id}/rating", "messages/{id}/rating", {"helpful": True})
        if self.items:
            self.thinks()
            self.accepts(ticket, self.items.pop())
        self.ask("GET", f"tickets/{ticket}/messages", "tickets/{id}/messages")
        self.thinks()
        self.ask("POST", f"tickets/{ticket}/resolve", "tickets/{id}/resolve")
        self.ask("POST", f"tickets/{ticket}/csat", "tickets/{id}/csat", {"score": random.randint(3, 5)})

    def accepts(self, ticket: str, item: str) -> None:
        answer = self.say(ticket, f"{ACCEPT} {item}")
        if answer is not None and not answer.confirmation_id:  # there are several offers, and the bot named them
            answer = self.say(ticket, f"sí, {ACCEPT} {item}")
        if answer is not None and answer.confirmation_id:
            path = f"tickets/{ticket}/confirmations/{answer.confirmation_id}"
            self.ask("POST", path, "tickets/{id}/confirmations/{id}", {"accept": True})

    @task(3)
    def looks(self) -> None:
        self.ask("GET", "tickets?limit=20", "tickets")
        self.ask("GET", "tickets/stats")
        self.ask("GET", "me")

    @task(1)
    def comes_back(self) -> None:
        if self.refresh_token:
            self.refresh()
        else:
            self.log_in(self.account)

    @task(1)
    def comes_back_later(self) -> None:
        self.log_in(self.account)


class NewCustomer(Visitor):
    """Signs up and asks something."""

    weight = 2
    wait_time = between(5.0, 15.0)

    @task
    def begins(self) -> None:
        self.sign_up()
        self.ask("GET", "config")
        self.ask("GET", "tickets?limit=20", "tickets")
        if ticket := self.opened():
            self.say(ticket, f"hola, ¿qué documentos necesito? {uuid4().hex[:8]}")


class Listener(Visitor):
    """Has a case with a person and the page open: hears what the agent writes."""

    weight = 4

    def on_start(self) -> None:
        super().on_start()
        self.token = PEOPLE["customers"].pop()["token"]
        self.ticket, self.last = self.opened(), 0
        listened.extend([self.ticket] if self.ticket else [])

    @task
    def listens(self) -> None:
        """A page that is open for a while; then it is opened again and goes on."""
        url = f"{next(self.at)}/api/v1/tickets/{self.ticket}/events"
        headers, until = self.headers(**{"Last-Event-ID": str(self.last)}), time.monotonic() + LISTENING_SEC
        with self.client.get(
            url, headers=headers, stream=True, catch_response=True, name="tickets/{id}/events, opened"
        ) as answer:
            if not answer.ok:
                answer.failure(f"GET events: {_refusal(answer)}")
                return
            for event in read_events(answer):
                self.last += 1
                message = event.data.get("message") if event.kind == "message" else None
                if message and message["author"] == "agent":
                    # Both are of this process: the moment of writing is in the words.
                    written = float(message["content"].rpartition(" ")[2])
                    if time.perf_counter() - written < LISTENING_SEC:
                        self.timed("agent's words heard", written)
                if time.monotonic() > until:
                    break
            if answer._response is not None:
                answer._response.release()


class Agent(Visitor):
    """Looks at everybody's cases and writes to those who listen."""

    weight = 2
    made: ClassVar[int] = 0

    def on_start(self) -> None:
        super().on_start()
        self.number, Agent.made = Agent.made, Agent.made + 1
        self.token = PEOPLE["agents"][self.number]["token"]

    @task(1)
    def looks(self) -> None:
        page = self.ask("GET", "admin/tickets?limit=50", "admin/tickets")
        if page and page["items"]:
            ticket = random.choice(page["items"])["id"]
            self.ask("GET", f"admin/tickets/{ticket}", "admin/tickets/{id}")
        if self.number == 0:  # the only admin
            self.ask("GET", "admin/stats")

    @task(3)
    def writes(self) -> None:
        if (free := next((ticket for ticket in listened if ticket not in keepers), None)) is not None:
            keepers[free] = self.number
        if mine := [ticket for ticket, number in keepers.items() if number == self.number]:
            ticket, words = random.choice(mine), {"content": f"Lo estoy viendo: {time.perf_counter()}"}
            self.ask("POST", f"admin/tickets/{ticket}/replies", "admin/tickets/{id}/replies", words)


def tell(environment: Environment, **_: object) -> None:
    """Write what was met where the run reads it."""
    stats = environment.stats
    kinds = [
        {
            "name": f"{entry.method} {entry.name}".strip(),
            "requests": entry.num_requests, "errors": entry.num_failures,
            **{f"p{share}": entry.get_response_time_percentile(share / 100) for share in (50, 95, 99)},
        }
        for entry in sorted(stats.entries.values(), key=lambda e: str(e.name))
    ]  # fmt: skip
    told = {
        "kinds": kinds, "errors": errors, "acknowledged": acknowledged,
        "seconds": (stats.last_request_timestamp or 0.0) - stats.start_time,
    }  # fmt: skip
    Path(os.environ["ACS_LOAD_TOLD"]).write_text(json.dumps(told), encoding="utf-8")


def count_error(exception: BaseException | None = None, **_: object) -> None:
    """Those of the beginning, too, whose figures are set aside."""
    if exception is not None:
        errors.append(str(exception)[:300])


events.quitting.add_listener(tell)  # type: ignore[no-untyped-call]
events.request.add_listener(count_error)  # type: ignore[no-untyped-call]
