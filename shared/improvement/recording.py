"""The model as one simulated conversation uses it: every reply is kept before it is used, and replayed after a kill.

RUN/partial/<case>.jsonl holds one line a reply: {"request": sha256, "reply": {…}}. A line is written before the reply
is handed on, so a conversation that was cut off starts again from its first message and pays for nothing that it had.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from shared.improvement.models import usage_record
from shared.llm.errors import InvalidReply
from shared.llm.protocol import (
    LanguageModel,
    ModelRequest,
    Parsed,
    ParsedT,
    Purpose,
    Reply,
    TextDelta,
    ToolCall,
    Usage,
)

JUDGE_TEMPERATURE = 0.0
"""A rating should vary with the conversation, not with the draw (where the model takes a temperature at all)."""


class PartialLog:
    """The replies of one unfinished conversation, in the order of the calls. `path` `None` keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._kept = list(_whole_lines(path)) if path else []
        self._read = 0

    def next(self, request_hash: str) -> Reply | None:
        """The kept reply to the next call if it was the same request; else what follows is forgotten."""
        if self._read >= len(self._kept):
            return None
        line = self._kept[self._read]
        if line["request"] != request_hash:
            self._forget_the_rest()
            return None
        self._read += 1
        return _reply_from(line["reply"])

    def append(self, request_hash: str, reply: Reply) -> None:
        """Keep a reply. The operating system has the line when this returns, so a killed process loses nothing."""
        if self.path is None:
            return
        if self._read >= len(self._kept) and not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(orjson.dumps({"request": request_hash, "reply": _reply_record(reply)}) + b"\n")

    def _forget_the_rest(self) -> None:
        self._kept = self._kept[: self._read]
        if self.path is not None:
            self.path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in self._kept))


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that were written whole; a half line at the end is cut off the file, so that the next stands alone."""
    if not path.exists():
        return
    whole = 0
    content = path.read_bytes()
    for line in content.splitlines(keepends=True):
        try:
            record = _checked(orjson.loads(line)) if line.endswith(b"\n") else None
        except (orjson.JSONDecodeError, KeyError, TypeError):
            record = None
        if record is None:
            break
        whole += len(line)
        yield record
    if whole < len(content):
        with path.open("r+b") as file:
            file.truncate(whole)


def _checked(record: dict[str, Any]) -> dict[str, Any]:
    """`record` if a reply can be made of it. Raises `KeyError`, `TypeError`."""
    for name in ("request", "reply"):
        record[name]
    _reply_from(record["reply"])
    return record


def kept_cost(path: Path) -> float:
    """USD of the replies that an unfinished conversation's log holds."""
    return float(sum(line["reply"]["usage"]["cost_usd"] for line in _whole_lines(path)))


class RecordedModel:
    """A `LanguageModel` for one conversation: replays what it has, keeps what it gets, counts usage by purpose.

    Each call's draw of sampling noise is `sample` plus the call's number. `may_go_on` is asked before each call that
    would be made and may raise to end the conversation early.
    """

    def __init__(
        self,
        inner: LanguageModel,
        log: PartialLog,
        *,
        sample: str,
        temperature: float | None = None,
        may_go_on: Callable[[], None] = lambda: None,
    ) -> None:
        self._inner = inner
        self._log = log
        self._sample = sample
        self._temperature = temperature
        self._may_go_on = may_go_on
        self._calls = 0
        self._usage: dict[Purpose, Usage] = {}
        self.model = ""

    @property
    def usage(self) -> dict[str, dict[str, float]]:
        """Usage by purpose, replayed replies included: what the conversation cost whenever it was paid."""
        return {p.value: usage_record(self._usage[p]) for p in Purpose if p in self._usage}

    async def stream(self, request: ModelRequest) -> AsyncIterator[TextDelta | Reply]:
        """The whole answer as one piece. Nobody watches it being typed, and a whole answer can be tried again when
        its stream breaks, which a half-shown one cannot."""
        reply = await self.complete(request)
        if reply.text:
            yield TextDelta(reply.text)
        yield reply

    async def complete(self, request: ModelRequest) -> Reply:
        """As the inner model's, or the kept reply."""
        drawn, key = self._drawn(request, "")
        if (kept := self._log.next(key)) is not None:
            return self._counted(request.purpose, kept)
        self._may_go_on()
        reply = await self._inner.complete(drawn)
        self._log.append(key, reply)
        return self._counted(request.purpose, reply)

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        """As the inner model's, or the kept reply read again."""
        drawn, key = self._drawn(request, schema.__name__)
        if (kept := self._log.next(key)) is not None:
            return Parsed(_read(kept, schema), self._counted(request.purpose, kept))
        self._may_go_on()
        parsed = await self._inner.parse(drawn, schema)
        self._log.append(key, parsed.reply)
        self._counted(request.purpose, parsed.reply)
        return parsed

    def _drawn(self, request: ModelRequest, schema: str) -> tuple[ModelRequest, str]:
        temperature = JUDGE_TEMPERATURE if request.purpose is Purpose.JUDGE else self._temperature
        drawn = replace(request, sample=f"{self._sample}/{self._calls}", temperature=temperature)
        self._calls += 1
        return drawn, request_hash(drawn, schema)

    def _counted(self, purpose: Purpose, reply: Reply) -> Reply:
        self._usage[purpose] = self._usage.get(purpose, Usage()) + reply.usage
        self.model = reply.model
        return reply


def request_hash(request: ModelRequest, schema: str) -> str:
    """SHA-256 of everything that decides the answer."""
    parts = {name: getattr(request, name) for name in ModelRequest.__slots__}
    canonical = orjson.dumps([parts, schema], option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=dict)
    return hashlib.sha256(canonical).hexdigest()


def _read(reply: Reply, schema: type[ParsedT]) -> ParsedT:
    try:
        return schema.model_validate_json(reply.text)
    except ValidationError as error:
        raise InvalidReply(f"the kept answer of {reply.model} is not a {schema.__name__}") from error


def _reply_record(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.text,
        "tool_calls": [asdict(call) for call in reply.tool_calls],
        "output": [dict(item) for item in reply.output],
        "usage": asdict(reply.usage),
        "model": reply.model,
        "latency_sec": reply.latency_sec,
        "notes": list(reply.notes),
    }


def _reply_from(record: dict[str, Any]) -> Reply:
    return Reply(
        text=record["text"],
        tool_calls=tuple(ToolCall(**call) for call in record["tool_calls"]),
        output=tuple(record["output"]),
        usage=Usage(**record["usage"]),
        model=record["model"],
        latency_sec=record["latency_sec"],
        notes=tuple(record["notes"]),
    )
