"""Markdown of finished messages as HTML that is safe to put on a page.

Two walls: the parser knows no HTML, draws no images and makes links of four schemes only; what it wrote is cleaned
again by a list of the allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from portal.i18n.catalogue import DEFAULT_LANGUAGE, say

SCHEMES = ("http", "https", "mailto", "tel")
PARSED_CHARACTERS = 12_000
"""A longer text is shown as it is: nobody formats that much in a chat, and parsing time stays bounded."""
_TAGS = frozenset(
    ("p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span", "h4", "h5", "h6", "hr",
     "table", "thead", "tbody", "tr", "th", "td"),
)  # fmt: skip
_REL = "noopener noreferrer nofollow"
_DEEPEST = 6
_LOWERED = 3
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+")
_AFTER_ADDRESS = ".,;:!?)]}*_~'\""


def rendered(text: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Safe HTML of a message. `language` is for the words that mark links for screen readers."""
    if len(text) > PARSED_CHARACTERS:
        return f"<p>{'<br>'.join(escapeHtml(text).splitlines())}</p>"
    html = str(_parser().render(text, {"language": language}))
    return nh3.clean(
        html, tags=set(_TAGS), attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=set(SCHEMES), url_relative="deny", link_rel=_REL,
        tag_attribute_values={"a": {"target": {"_blank"}, "class": {"link-out"}}, "span": {"class": {"hidden"}}},
    ).strip()  # fmt: skip


def plain(text: str) -> str:
    """The words of a message without the marks, on one line, for previews and announcements."""
    if len(text) > PARSED_CHARACTERS:
        return " ".join(text.split())
    return " ".join(" ".join(_words(_parser().parse(text, {}))).split())


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802  the library's name
        """Only whole addresses: what is relative would lead into the portal itself."""
        scheme, colon, _ = url.strip().lower().partition(":")
        return bool(colon) and scheme in SCHEMES


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.core.ruler.push("plain_addresses", _link_addresses)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("link_close", _link_close)
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    return parser


def _image(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """An image's words: loading it would tell a stranger who reads when."""
    return self.renderInlineAsText(tokens[index].children or [], options, env)


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    href = str(tokens[index].attrs.get("href", ""))
    away = ' target="_blank" class="link-out"' if _leaves(href) else ""
    return f'<a href="{escapeHtml(href)}"{away}>'


def _link_close(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    opened = next((one for one in reversed(tokens[:index]) if one.type == "link_open"), None)
    if opened is None or not _leaves(str(opened.attrs.get("href", ""))):
        return "</a>"
    return f'<span class="hidden"> {say("markdown.new_page", env["language"])}</span></a>'


def _leaves(href: str) -> bool:
    """Whether a link opens another page (a mail program or a telephone does not)."""
    return href.lower().startswith(("http:", "https:"))


def _heading(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Lower than the page's own headings."""
    token = tokens[index]
    level = min(int(token.tag[1]) + _LOWERED, _DEEPEST)
    return f"<{'' if token.nesting > 0 else '/'}h{level}>"


def _link_addresses(state: StateCore) -> None:
    """Makes links of addresses that stand in the text as they are."""
    for block in state.tokens:
        if block.children and "://" in block.content:
            block.children = list(_with_addresses(block.children))


def _with_addresses(tokens: Sequence[Token]) -> Iterator[Token]:
    in_link = 0
    for token in tokens:
        in_link += token.nesting if token.type.startswith("link_") else 0
        yield from [token] if in_link or token.type != "text" else _parts(token.content)


def _parts(text: str) -> Iterator[Token]:
    done = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_AFTER_ADDRESS)
        yield Token("text", "", 0, content=text[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield Token("text", "", 0, content=address)
        yield Token("link_close", "a", -1)
        done = found.start() + len(address)
    yield Token("text", "", 0, content=text[done:])


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(_inline_words(token.children or []))
        elif token.type in ("fence", "code_block"):
            yield token.content


def _inline_words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        yield " " if token.type.endswith("break") else token.content
