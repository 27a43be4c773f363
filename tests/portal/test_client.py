"""The way to the backend: whatever comes back is an answer, an `ApiError` or `BackendDown`, never anything else."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from portal.client import OPENED, Backend, Caller, StreamEvent
from portal.errors import ApiError, BackendDown
from tests.portal.backend_stand_in import Pieces, backend_that, error, event, stream

SAID = {"message": {"id": "m1", "content": "hola"}}


def ask(backend: Backend, **given: Any) -> Any:
    return asyncio.run(backend.ask("GET", "tickets", Caller("token", "pt", "203.0.113.9"), **given))


async def read(backend: Backend, after: int = 0) -> list[StreamEvent]:
    """The events after the first, which says that the stream is open."""
    opened, *others = [one async for one in backend.events("t1", Caller(), after=after)]
    assert opened == OPENED
    return others


def test_a_request_carries_who_asks_in_which_language_and_from_where() -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"items": []})

    query = {"status": "open", "search": "", "cursor": None, "limit": 5}
    assert ask(backend_that(answer), query=query, key="once") == {"items": []}
    assert seen[0].url == "http://backend.test/api/v1/tickets?status=open&limit=5"
    assert seen[0].headers["authorization"] == "Bearer token"
    assert seen[0].headers["accept-language"] == "pt"
    assert seen[0].headers["x-forwarded-for"] == "203.0.113.9"
    assert seen[0].headers["idempotency-key"] == "once"


def test_a_stranger_sends_no_token() -> None:
    assert Caller().headers == {"Accept-Language": "es"}


def test_no_content_is_none() -> None:
    assert ask(backend_that(lambda _: httpx2.Response(204))) is None


def test_an_error_keeps_its_code_details_and_request() -> None:
    answer = error(429, "rate_limited", details={"retry_after": 7})
    with pytest.raises(ApiError) as raised:
        ask(backend_that(lambda _: answer))
    known = raised.value
    assert (known.status, known.code, known.request_id) == (429, "rate_limited", "r1")
    assert known.details == {"retry_after": 7}


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Bad gateway</html>", b"[]", b'"x"', b"null", b'{"error": "text"}', b'{"detail": 1}', b"\xff\xfe"],
)
def test_an_error_of_another_shape_is_an_unknown_error(body: bytes) -> None:
    with pytest.raises(ApiError) as raised:
        ask(backend_that(lambda _: httpx2.Response(502, content=body)))
    assert (raised.value.status, raised.value.code) == (502, "unknown")


@pytest.mark.parametrize("body", [b"<html>Welcome to the hotel's wifi</html>", b"{", b"\xff\xfe\x00"])
def test_an_answer_that_is_no_json_is_no_answer(body: bytes) -> None:
    with pytest.raises(BackendDown):
        ask(backend_that(lambda _: httpx2.Response(200, content=body)))


@pytest.mark.parametrize(
    "failure",
    [
        httpx2.ConnectError("refused"), httpx2.ReadTimeout("slow"), httpx2.RemoteProtocolError("cut"),
        httpx2.PoolTimeout("full"), httpx2.ReadError("reset"),
    ],
)  # fmt: skip
def test_a_backend_that_cannot_be_reached_is_down(failure: Exception) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        raise failure

    with pytest.raises(BackendDown):
        ask(backend_that(answer))


def test_a_body_that_breaks_off_is_down() -> None:
    broken = httpx2.Response(200, stream=Pieces(b'{"items": [', httpx2.ReadError("reset")))
    with pytest.raises(BackendDown):
        ask(backend_that(lambda _: broken))


def test_events_come_in_order_with_their_numbers() -> None:
    pieces = stream(event("message", SAID, 4), b": ping\n\n", event("delta", {"text": "ho"}), event("done", {}, 5))
    got = asyncio.run(read(backend_that(lambda _: pieces)))
    assert [(one.name, one.id) for one in got] == [("message", 4), ("delta", 4), ("done", 5)]
    assert got[0].data == SAID


def test_an_event_may_come_in_any_pieces() -> None:
    whole = event("message", {"message": {"content": "ñandú 🚗"}}, 1)
    pieces = stream(*(bytes([byte]) for byte in whole))
    got = asyncio.run(read(backend_that(lambda _: pieces)))
    assert got[0].data["message"]["content"] == "ñandú 🚗"


def test_the_stream_is_asked_for_from_the_event_that_is_known() -> None:
    seen: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(str(request.url))
        return stream()

    assert asyncio.run(read(backend_that(answer), after=17)) == []
    assert seen == ["http://backend.test/api/v1/tickets/t1/events?after=17"]


def test_a_stream_that_is_refused_says_why() -> None:
    with pytest.raises(ApiError) as raised:
        asyncio.run(read(backend_that(lambda _: error(404, "not_found"))))
    assert raised.value.code == "not_found"


@pytest.mark.parametrize(
    "failure", [httpx2.ReadError("reset"), httpx2.RemoteProtocolError("cut"), httpx2.ReadTimeout("")]
)
def test_a_stream_that_breaks_off_is_down_after_what_came(failure: Exception) -> None:
    async def steps() -> None:
        pieces = stream(event("message", SAID, 1), failure)
        events = backend_that(lambda _: pieces).events("t1", Caller(), after=0)
        assert [(await anext(events)).name for _ in range(2)] == ["opened", "message"]
        with pytest.raises(BackendDown):
            await anext(events)

    asyncio.run(steps())


@pytest.mark.parametrize("data", [b"data: {broken", b"data: \xff", b"id: seven\ndata: {}", b"data: 7", b"data: []"])
def test_an_event_that_cannot_be_read_is_down(data: bytes) -> None:
    body = b"event: message\n" + data + b"\n\n"
    with pytest.raises(BackendDown):
        asyncio.run(read(backend_that(lambda _: stream(body))))


def test_a_page_instead_of_a_stream_is_down() -> None:
    page = httpx2.Response(200, text="<html>wifi</html>", headers={"content-type": "text/html"})
    with pytest.raises(BackendDown):
        asyncio.run(read(backend_that(lambda _: page)))


def begin(*pieces: bytes | float | Exception) -> StreamEvent:
    return asyncio.run(backend_that(lambda _: stream(*pieces)).begin("POST", "tickets/t1/messages", Caller()))


def test_what_is_begun_answers_with_its_first_event() -> None:
    first = begin(event("message", SAID, 1), httpx2.ReadError("not read any more"))
    assert (first.name, first.data) == ("message", SAID)


def test_what_is_refused_at_once_is_an_error() -> None:
    with pytest.raises(ApiError) as raised:
        begin(event("error", {"code": "model_down", "message": "no"}))
    assert raised.value.code == "model_down"


def test_a_stream_that_ends_before_it_began_is_down() -> None:
    with pytest.raises(BackendDown):
        begin()
