"""A step: one thing that must work, told as it goes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from websockets.exceptions import WebSocketException

from tests.compose.stack import Failed, Stack


class StepFailed(Exception):
    """It has been told which and why."""


@contextmanager
def step(stack: Stack, what: str, *about: str) -> Iterator[None]:
    """One thing that must work; tells how it went. When it fails, the last lines of the services it is `about`."""
    began = time.monotonic()
    try:
        yield
    except (Failed, AssertionError, httpx2.HTTPError, WebSocketException, OSError) as error:
        print(f"FAILED  {what}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        for service in dict.fromkeys((*getattr(error, "about", ()), *about)):
            print(f"--- the last lines of {service}\n{stack.logs(service)}", file=sys.stderr, flush=True)
        raise StepFailed from error
    print(f"ok      {what} ({time.monotonic() - began:.1f} s)", flush=True)
