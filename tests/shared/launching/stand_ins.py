"""Tiny services for the launcher: a few lines of Python each, which start in a moment."""

from __future__ import annotations

import io
import socket
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing

from shared.launching.parts import Part
from shared.launching.screen import Screen

SERVING = """
    import http.server, os, signal, sys
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
        def log_message(self, *words): pass
    print("hello from", os.getpid(), flush=True)
    server = http.server.HTTPServer(("127.0.0.1", PORT), Answer)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("goodbye", flush=True)
"""


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def stand_in(name: str, code: str = SERVING) -> Part:
    """A service that runs `code`, in which PORT is its port."""
    port = free_port()
    words = textwrap.dedent(code).replace("PORT", str(port))
    return Part(name, (sys.executable, "-S", "-c", words), "127.0.0.1", port, f"{name.upper()}_PORT", "/")


class Written(Screen):
    """A screen that keeps what it shows, and calls `then` with every line."""

    def __init__(self, *names: str, then: Callable[[str], None] = lambda line: None) -> None:
        self.text = io.StringIO()
        self.then = then
        super().__init__(self.text, names)

    def say(self, text: str) -> None:
        super().say(text)
        self.then(text)

    @property
    def lines(self) -> list[str]:
        return self.text.getvalue().splitlines()
