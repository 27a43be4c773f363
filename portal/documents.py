"""The built pages as they are sent: with their styles inside, so that the first paint waits for nothing else."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response

from portal.building import STATIC

_THEME = '<link href="/theme.css" rel="stylesheet"'
_STYLES = re.compile(r'<link href="(/assets/[^"]+\.css)" rel="stylesheet"')
_PRELOAD = '<link as="style"'
_NOT_NOW = ' media="not all"'
_SCRIPT = '<link rel="modulepreload"'
_AFTER_TEXT = ' fetchpriority="low"'
_HEAD_END = "</head>"


@dataclass(frozen=True)
class Document:
    """One page, also compressed, and the tag that names this state of it."""

    html: bytes
    gzipped: bytes
    tag: str


@cache
def built_pages() -> Mapping[str, Path]:
    """The files of the built pages by the path that they are asked for with."""
    names = ((path.relative_to(STATIC).with_suffix(""), path) for path in STATIC.glob("**/*.html"))
    pages = {f"/{name}": path for name, path in names if name.name not in ("index", "404", "__spa-fallback")}
    return {"/": STATIC / "index.html", **pages} if pages else pages


@lru_cache(maxsize=64)
def document(path: Path, theme: str) -> Document:
    """The page with the theme and its stylesheet written into its head.

    The links stay, for React to find again what it drew, but no paint waits for them; scripts come after the font.
    """
    html = path.read_text()
    found = _STYLES.search(html)
    styles = (STATIC / found[1].lstrip("/")).read_text() if found else ""
    for link in (_THEME, _PRELOAD, *([found[0]] if found else [])):
        html = html.replace(link, link + _NOT_NOW)
    html = html.replace(_SCRIPT, _SCRIPT + _AFTER_TEXT)
    html = html.replace(_HEAD_END, f"<style>{theme}{styles}</style>{_HEAD_END}", 1)
    body = html.encode()
    return Document(body, gzip.compress(body, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:16]}"')


def answer(page: Document, asked: Headers) -> Response:
    """The page, or 304 where the browser has it. It asks each time: a new build has another page."""
    headers = {"ETag": page.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if asked.get("if-none-match") == page.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in asked.get("accept-encoding", ""):
        return Response(page.html, media_type="text/html", headers=headers)
    return Response(page.gzipped, media_type="text/html", headers=headers | {"Content-Encoding": "gzip"})
