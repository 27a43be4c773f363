"""A model on a port of its own that becomes slow, fails and lies when it is told to."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import uvicorn

from shared.llm.offline.answering import OfflineAnswer, OfflineCall, answer
from shared.llm.offline.faults import FaultPlan
from shared.llm.offline.parts.situation import Situation
from shared.llm.offline.server import build_server
from shared.llm.offline.service import Mind, OfflineService, WireAnswer
from tests.backend.faults.supervised import quiet_port

LATENCY_SEC = 0.15
OFFER_TOOL = "get_offer_24h"
_OFFER = re.compile(r"offer-\d+")
Lie = Callable[[Situation], OfflineCall | None]


def unknown_tool(at: Situation) -> OfflineCall | None:
    """A tool that there is not."""
    return OfflineCall("transfer_money", {"to": "8842", "amount": 1_000_000})


def unasked_acceptance(at: Situation) -> OfflineCall | None:
    """The binding acceptance of an offer that the customer only mentions."""
    found = _OFFER.search(at.message)
    given = {"action": "accept", "reference": found[0], "details": None} if found else {}
    return OfflineCall(OFFER_TOOL, given) if found else None


def lying(lie: Lie) -> Mind:
    """The offline model, which tells the lie before it has any result of a tool."""

    def mind(request: Mapping[str, Any]) -> OfflineAnswer:
        if request.get("tools"):
            at = Situation.of(request)
            told = None if at.dialogue.fresh else lie(at)
            if told is not None:
                return OfflineAnswer(calls=(told,))
        return answer(request)

    return mind


class ChangingModel(OfflineService):
    """The offline model at `url`, while the block runs."""

    def __init__(self) -> None:
        super().__init__()
        port = quiet_port()
        self.url = f"http://127.0.0.1:{port}/v1"
        self.behave()
        self._server: uvicorn.Server = build_server(self, port)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> ChangingModel:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    def behave(self, faults: str = "", latency_sec: float = LATENCY_SEC, mind: Mind = answer) -> None:
        """From the next call on; without words, well."""
        self._now = OfflineService(FaultPlan.parse(faults), latency_sec, mind=mind)

    def responses(self, raw: bytes, authorization: str = "") -> WireAnswer:
        return self._now.responses(raw, authorization)
