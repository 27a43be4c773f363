"""The offline model as a server sees it: from the bytes of a request to the bytes of an answer.

The in-process transport and the HTTP server render what this gives, so that both answer alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from shared.llm.offline import refusals
from shared.llm.offline.answering import OfflineAnswer, OfflineCall, answer
from shared.llm.offline.faults import FaultInjector, FaultKind, FaultPlan
from shared.llm.offline.refusals import WireError
from shared.llm.offline.validation import check_request
from shared.llm.offline.wire import build_events, build_response
from shared.llm.settings import OFFLINE_MODEL, LLMSettings

REFUSED_KEY = "invalid"
"""The one key that is not accepted, to try what happens then."""
_RETRY_AFTER = {"retry-after-ms": "20", "retry-after": "1"}
_REFUSAL = "I'm sorry, but I can't help with that. (A fault on demand.)"
Mind = Callable[[Mapping[str, Any]], OfflineAnswer]
JSON_TYPE = "application/json"
STREAM_TYPE = "text/event-stream; charset=utf-8"


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """An answer to be sent after `delay_sec`. `broken`: the connection is dropped after `chunks`, the answer being
    incomplete; `hangs`: it is dropped without a word, which a caller in this process sees as a time-out."""

    status: int
    content_type: str
    chunks: tuple[bytes, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_sec: float = 0.0
    broken: bool = False
    hangs: bool = False


class OfflineService:
    """Answers requests, late and with faults if told to. Thread-safe."""

    def __init__(
        self,
        faults: FaultPlan | None = None,
        latency_sec: float = 0.0,
        retired: frozenset[str] = frozenset(),
        mind: Mind = answer,
    ) -> None:
        self._faults = FaultInjector(faults or FaultPlan())
        self._latency_sec = latency_sec
        self._retired = retired
        self._mind = mind

    @classmethod
    def from_settings(cls, settings: LLMSettings) -> OfflineService:
        """As the environment says. Raises `ValueError` for faults that cannot be read."""
        faults = FaultPlan.parse(settings.offline_model_faults)
        return cls(faults, settings.offline_model_latency_ms / 1000, settings.retired_models)

    def responses(self, raw: bytes, authorization: str = "") -> WireAnswer:
        """`POST /v1/responses`."""
        try:
            if authorization.removeprefix("Bearer ").strip() == REFUSED_KEY:
                raise refusals.wrong_key(REFUSED_KEY)
            return self._answered(_parsed(raw))
        except WireError as error:
            return _error(error)

    def models(self) -> WireAnswer:
        """`GET /v1/models`."""
        model = {"id": OFFLINE_MODEL, "object": "model", "created": 0, "owned_by": "offline"}
        return WireAnswer(200, JSON_TYPE, (orjson.dumps({"object": "list", "data": [model]}),))

    def _answered(self, request: dict[str, Any]) -> WireAnswer:
        check_request(request, self._retired)
        streamed = bool(request.pop("stream", False))
        digest = hashlib.sha256(orjson.dumps(request)).hexdigest()[:32]
        fault = self._faults.draw(digest)
        if fault is FaultKind.RATE_LIMIT:
            return _error(refusals.rate_limited(), _RETRY_AFTER)
        if fault is FaultKind.SERVER_ERROR:
            return _error(refusals.server_error())
        said = _spoilt(self._mind(request), fault, structured=_is_structured(request))
        sent = _rendered(build_response(request, said, digest), streamed)
        if fault is FaultKind.TIMEOUT:
            return replace(sent, chunks=(), delay_sec=self._faults.plan.hang_sec, hangs=True)
        if fault is FaultKind.CUT:
            sent = replace(sent, chunks=_first_half(sent.chunks), broken=True)
        return replace(sent, delay_sec=self._latency_sec)


def _parsed(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise WireError(400, f"We could not parse the JSON body of your request: {error}.") from error


def _rendered(response: dict[str, Any], streamed: bool) -> WireAnswer:
    if streamed:
        return WireAnswer(200, STREAM_TYPE, tuple(event.encoded() for event in build_events(response)))
    return WireAnswer(200, JSON_TYPE, (orjson.dumps(response),))


def _error(error: WireError, headers: Mapping[str, str] | None = None) -> WireAnswer:
    return WireAnswer(error.status, JSON_TYPE, (orjson.dumps(error.body()),), headers or {})


def _is_structured(request: Mapping[str, Any]) -> bool:
    return ((request.get("text") or {}).get("format") or {}).get("type") == "json_schema"


def _spoilt(said: OfflineAnswer, fault: FaultKind | None, *, structured: bool) -> OfflineAnswer:
    """The answer with the fault in it, if the fault is one of content."""
    if fault is FaultKind.REFUSAL:
        return OfflineAnswer(refusal=_REFUSAL)
    if fault is FaultKind.INVALID_JSON and structured:
        return replace(said, text=said.text[: len(said.text) // 2])
    if fault is FaultKind.INVALID_JSON:
        return replace(said, calls=tuple(OfflineCall(call.name, {"…": None}) for call in said.calls))
    return said


def _first_half(chunks: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """All but the last half: of the events of a stream, or of a single body."""
    if len(chunks) > 1:
        return chunks[: len(chunks) // 2]
    return tuple(chunk[: len(chunk) // 2] for chunk in chunks)
