"""The backend as the portal's benchmarks need it: the real application before a model that keeps the asked pace.

`python -m tests.benchmarks.portal_backend PORT DATABASE_URL FOLDER` serves until ended.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import httpx2
import uvicorn

from backend.main import create_app
from backend.settings import Settings
from shared.llm.client import ModelClient, create_model
from shared.llm.offline import wire
from shared.llm.offline.answering import OfflineAnswer
from shared.llm.offline.service import OfflineService
from shared.llm.offline.transport import OfflineTransport
from shared.llm.settings import LLMSettings

SECRET = "a key for benchmarks only 0123456789 abcdefghij"
_ASKED = re.compile(rb"\((\d+) ms, (\d+) words, (\d+) a second\)")
_SAID = (
    "Revisé tu caso con calma: el pago del Jetta está **programado** y sale en cuanto el taller cierre la inspección. "
    "Si la cuenta es de otro banco puede tardar un día hábil más, y te avisamos por correo."
)
_WORDS_OF_PARAGRAPH = 55


class Pace(NamedTuple):
    """How the model answers: after `first_ms`, `words` pieces of one word each, `rate` a second."""

    first_ms: int
    words: int
    rate: int

    def question(self) -> str:
        """A customer's message that is answered like that."""
        return f"¿Y mi pago? ({self.first_ms} ms, {self.words} words, {self.rate} a second)"


class AskedPace(httpx2.AsyncBaseTransport):
    """A model that answers as the customer's last message asks for (`Pace.question`)."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        arrived = asyncio.get_running_loop().time()
        pace = Pace(*(int(number) for number in _ASKED.findall(await request.aread())[-1]))
        model = OfflineTransport(OfflineService(mind=lambda _: OfflineAnswer(text=reply(pace.words))))
        answer = await model.handle_async_request(request)
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        stream = _Paced(answer.stream, arrived + pace.first_ms / 1000, 1 / pace.rate)
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=stream, request=request)


class _Paced(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, due: float, every_sec: float) -> None:
        self._stream, self._due, self._every_sec = stream, due, every_sec

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            if b"output_text.delta" in piece:
                await asyncio.sleep(max(self._due - asyncio.get_running_loop().time(), 0))
                self._due += self._every_sec
            yield piece


def reply(words: int) -> str:
    """So many words of Markdown, in paragraphs and now and then a list."""
    endless = itertools.islice(itertools.cycle(_SAID.split()), words)
    paragraphs: list[str] = []
    for number in itertools.count():
        said = list(itertools.islice(endless, _WORDS_OF_PARAGRAPH))
        if not said:
            return "\n\n".join(paragraphs)
        lines = [" ".join(said[at : at + 11]) for at in range(0, len(said), 11)]
        paragraphs.append("- " + "\n- ".join(lines) if number % 4 == 3 else " ".join(lines))
    raise AssertionError("unreachable")


def model() -> ModelClient:
    wire._DELTA = re.compile(r"\s*\S+|\s+\Z")  # a word at a time, as models stream, instead of eight
    return create_model(LLMSettings(_env_file=None), transport=AskedPace())


def main() -> None:
    """Serve until ended."""
    port, url, folder = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    settings = Settings(
        _env_file=None, database_url=url, data_folder=folder, secret_key=SECRET, demo_data=False, log_level="WARNING",
        requests_per_minute=0, messages_per_minute=0, messages_per_day=0, sign_ups_per_address=0,
        jobs_in_process=False,
    )  # fmt: skip
    app = create_app(settings, llm=model())
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="on")


if __name__ == "__main__":
    main()
