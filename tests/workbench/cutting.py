"""What stands between workbench and backend, for tests: it passes everything on, and breaks an export off when told."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2

PASSED_ON = ("authorization", "content-type", "idempotency-key")


class CuttingProxy:
    """At `url`, in front of the backend at `target`. While `cut`, an export ends after half of its bytes."""

    def __init__(self, target: str) -> None:
        self.cut = False
        self.backend = httpx2.Client(base_url=target, timeout=30, verify=False)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> CuttingProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.backend.close()


def _handler(proxy: CuttingProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._pass_on()

        def do_POST(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
            answer = proxy.backend.request(self.command, self.path, content=body, headers=headers)
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("content-type", ""))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            if proxy.cut and "conversations.jsonl" in self.path:
                self.wfile.write(answer.content[: len(answer.content) // 2])
                self.close_connection = True
            else:
                self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Nothing: what goes through is no news."""

    return Handler
