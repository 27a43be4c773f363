"""HTTP/1.1 as uvicorn speaks it, with an end to how large the head and the trailers of a request may be."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 64 * 1024
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """Ends connections whose request line and headers do not, or whose trailers after a chunked body: the parser would
    keep all of it in memory, from anybody.

    Whole packets are counted, those that came since it began; the one in which a further request begins is not.
    """

    _head_bytes = 0
    _in_head = True

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        self._in_head, self._head_bytes = False, 0
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        """What follows is a piece of the body or, after the last chunk, trailers."""
        self._in_head, self._head_bytes = True, 0

    def on_body(self, body: bytes) -> None:
        self._in_head, self._head_bytes = False, 0
        super().on_body(body)
