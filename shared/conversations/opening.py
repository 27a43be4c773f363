"""Opening an input: plain, gzip or zstd, UTF-8 or UTF-16, told apart by the first bytes and not by the name."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
from pathlib import Path
from typing import Any, cast

import zstandard

from shared.conversations.lines import BROKEN_STREAM
from shared.conversations.rejections import InputError

STDIN = "-"
_PEEK = 64
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_OTHER_FORMATS = {
    b"PK\x03\x04": "a ZIP archive or an Excel file: unpack it, or save it as CSV",
    b"BZh": "compressed with bzip2: unpack it, or use gzip or zstd",
    b"\xfd7zXZ": "compressed with xz: unpack it, or use gzip or zstd",
    b"PAR1": "a Parquet file: export it as JSONL",
    b"SQLite format 3": "an SQLite database: export it as JSONL",
    b"%PDF": "a PDF",
}
_WIDE_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZSTD_FEED = 1024
"""Compressed bytes unpacked at a time. zstd can grow 32,000-fold, so this bounds what is in memory to some 32 MiB."""
_ZSTD_MAX_WINDOW = 1 << 27
_DECODE_BYTES = 1 << 16
_BUFFER_BYTES = 1 << 16


def open_source(path: str | Path) -> io.BufferedReader:
    """The unpacked bytes of `path` ("-" is stdin) as UTF-8, streamed: never more than some MiB in memory.

    Raises `InputError` when it cannot be opened or is a format that is not read here. A truncated archive raises on
    reading (`EOFError`, `zlib.error`, `OSError`, `zstandard.ZstdError`) after everything before the break was read.
    """
    try:
        packed = _open_stdin() if str(path) == STDIN else _buffered(io.FileIO(path))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    try:
        return _as_utf8(_unpacked(packed, str(path)))
    except BaseException:
        packed.close()
        raise


def _buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw, _BUFFER_BYTES)


def _open_stdin() -> io.BufferedReader:
    """Standard input, which stays open when the result is closed."""
    try:
        descriptor = sys.stdin.fileno()
    except io.UnsupportedOperation:  # replaced by something in memory
        return _buffered(cast(io.RawIOBase, sys.stdin.buffer))
    return _buffered(io.FileIO(descriptor, closefd=False))


def _unpacked(packed: io.BufferedReader, name: str) -> io.BufferedReader:
    try:
        head = packed.peek(_PEEK)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error
    for magic, what in _OTHER_FORMATS.items():
        if head.startswith(magic):
            raise InputError(f"{name} is {what}")
    if head.startswith(_GZIP):
        return _buffered(_GzipReader(packed))
    if head.startswith(_ZSTD):
        return _buffered(_ZstdReader(packed))
    return packed


def _as_utf8(stream: io.BufferedReader) -> io.BufferedReader:
    try:
        head = stream.peek(4)[:4]
    except BROKEN_STREAM:
        return stream  # a broken archive says so when its lines are read
    for mark, encoding in _WIDE_ENCODINGS:
        if head.startswith(mark):
            return _buffered(_Recoder(stream, encoding))
    return stream


class _BufferedRaw(io.RawIOBase):
    """A raw stream that makes its bytes piece by piece in `_more`. Where it broke once, it stays broken: gzip's own
    reader says so only the first time, which may be when somebody looks at what kind of file it is."""

    def __init__(self, inner: io.BufferedReader) -> None:
        self._inner = inner
        self._ready = memoryview(b"")
        self._broken: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._ready:
            if self._broken is not None:
                raise self._broken
            try:
                more = self._more()
            except BROKEN_STREAM as error:
                self._broken = error
                raise
            if more is None:
                return 0
            self._ready = memoryview(more)
        target = memoryview(into).cast("B")
        size = min(len(target), len(self._ready))
        target[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def close(self) -> None:
        self._inner.close()
        super().close()

    def _more(self) -> bytes | None:
        """The next bytes, perhaps none yet; `None` at the end."""
        raise NotImplementedError


class _GzipReader(_BufferedRaw):
    """Unpacks gzip in small steps, so that what stands before a break in the archive is not lost with it."""

    def __init__(self, packed: io.BufferedReader) -> None:
        super().__init__(packed)
        self._unpacked = gzip.GzipFile(fileobj=packed)

    def _more(self) -> bytes | None:
        return self._unpacked.read1(_DECODE_BYTES) or None


class _ZstdReader(_BufferedRaw):
    """Unpacks zstd frames one after another. Unlike the library's own reader it notices a truncated one."""

    def __init__(self, packed: io.BufferedReader) -> None:
        super().__init__(packed)
        self._frame = self._new_frame()
        self._started = False
        self._rest = b""

    @staticmethod
    def _new_frame() -> zstandard.ZstdDecompressionObj:
        return zstandard.ZstdDecompressor(max_window_size=_ZSTD_MAX_WINDOW).decompressobj()

    def _more(self) -> bytes | None:
        packed = self._rest or self._inner.read(_ZSTD_FEED)
        self._rest = b""
        if not packed:
            if self._started:
                raise EOFError("Compressed file ended before the end of the zstd frame")
            return None
        self._started = True
        unpacked = self._frame.decompress(packed)
        if self._frame.eof:
            self._rest, self._frame, self._started = self._frame.unused_data, self._new_frame(), False
        return unpacked


class _Recoder(_BufferedRaw):
    """Text in another encoding as UTF-8; what is not text in it becomes U+FFFD."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        super().__init__(stream)
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ended = False

    def _more(self) -> bytes | None:
        if self._ended:
            return None
        block = self._inner.read1(_DECODE_BYTES)
        self._ended = not block
        return self._decoder.decode(block, final=self._ended).encode("utf-8", "replace")
