"""A customer who knows the product by its published ports alone."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import uuid4

import httpx2
from reflex.constants import Reflex
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.compose.stack import Failed

PATIENCE_SEC = 60.0
STATE = "reflex___state____state"
QUESTION = "¿Qué papeles necesito para vender mi coche?"


class Answer(NamedTuple):
    """An answer as it came: the kinds of its events, its text, and the seconds between its first event and its last."""

    kinds: Sequence[str]
    text: str
    streamed_sec: float


@dataclass
class Customer:
    """Somebody who has just signed up."""

    http: httpx2.Client
    email: str

    @classmethod
    def new(cls, url: str) -> Customer:
        """Signed up at the API of `url`."""
        http = httpx2.Client(base_url=f"{url}/api/v1/", timeout=PATIENCE_SEC)
        email = f"{uuid4().hex[:12]}@example.com"
        given = {"email": email, "name": "Ana", "password": uuid4().hex}
        answer = http.post("auth/signup", json=given).raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return cls(http, email)

    def open_ticket(self) -> str:
        """A new ticket's id."""
        category = self.http.get("config").raise_for_status().json()["categories"][0]["id"]
        ticket = {"title": "Vender mi coche", "category": category, "description": "Quiero vender mi coche."}
        return str(self.http.post("tickets", json=ticket).raise_for_status().json()["id"])

    def ask(self, ticket: str, content: str = QUESTION) -> Answer:
        """Say something and read the stream to its end. Raises `Failed` when there is no answer in it."""
        kinds: list[str] = []
        text, began = "", 0.0
        with self.http.sse(f"tickets/{ticket}/messages", method="POST", json={"content": content}) as stream:
            for event in stream:
                began = began or time.monotonic()
                kinds.append(event.event)
                text += json.loads(event.data)["text"] if event.event == "delta" else ""
        if kinds[:1] != ["message"] or kinds[-1:] != ["done"] or not text:
            raise Failed(f"the stream of an answer was {kinds}", ["backend"])
        return Answer(kinds, text, time.monotonic() - began)

    def last_message(self, ticket: str) -> dict[str, Any]:
        """As the API has it."""
        listed = self.http.get(f"tickets/{ticket}/messages", params={"order": "desc"}).raise_for_status().json()
        message: dict[str, Any] = listed["items"][0]
        return message

    def forget_password(self) -> None:
        """Ask for a link to a new password: a mail is a job."""
        self.http.post("auth/password/forgot", json={"email": self.email}).raise_for_status()


def company_shown(portal: str) -> str:
    """The company's name as a page of the portal is told over its websocket; the portal has it from the backend."""
    address = f"ws{portal.removeprefix('http')}/_event/?token={uuid4()}&EIO=4&transport=websocket"
    place = {"pathname": "/login", "asPath": "/login", "query": {}}
    load = {"event": {"name": f"{STATE}.hydrate_and_load", "router_data": place, "payload": {}}}
    with connect(address, subprotocols=[Subprotocol(Reflex.VERSION)], origin=Origin(portal), max_size=None) as socket:
        socket.recv(timeout=PATIENCE_SEC)  # the handshake
        socket.send(f"40/_event,{json.dumps(load)}")
        ends = time.monotonic() + PATIENCE_SEC
        while time.monotonic() < ends:
            frame = str(socket.recv(timeout=PATIENCE_SEC))
            if frame.startswith("42/_event,"):
                delta = json.loads(frame.partition(",")[2])[1].get("delta") or {}
                if name := delta.get(f"{STATE}.portal___states___session____session", {}).get("company_name_rx_state_"):
                    return str(name)
    raise Failed("the portal's websocket never said which company it is", ["portal"])


def company_of(api: str) -> str:
    """The company's name as the API has it."""
    return str(httpx2.get(f"{api}/api/v1/config").raise_for_status().json()["company"]["name"])
