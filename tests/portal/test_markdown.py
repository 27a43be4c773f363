"""Markdown of messages: what is shown, and that nothing of it can run, load or lead anywhere unmarked."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.markdown import PARSED_CHARACTERS, plain, rendered
from tests.timing import assert_within

SAFE_TAGS = frozenset(
    ("p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span", "h4", "h5", "h6", "hr",
     "table", "thead", "tbody", "tr", "th", "td"),
)  # fmt: skip
SAFE_ATTRIBUTES = frozenset(
    (("a", "href"), ("a", "rel"), ("a", "target"), ("a", "class"), ("span", "class"), ("ol", "start"))
)
BOUND_SEC = 2.0

ATTACKS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"//',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a onclick=alert(1)>x</a>",
    "<!-- --><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](\u00a0javascript:alert(1))",
    "[x](\u200bjavascript:alert(1))",
    "[x](ｊavascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](/profile)",
    "[x](#main)",
    "[x](?next=//evil.example)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://ok.example "onmouseover=alert(1)")',
    "[x](https://ok.example\" onmouseover=\"alert(1))",
    "[x](https://ok.example'onmouseover='alert(1))",
    "[<img src=x onerror=alert(1)>](https://ok.example)",
    "[![x](javascript:alert(1))](https://ok.example)",
    "[a[b](javascript:alert(1))c](https://ok.example)",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "![<script>alert(1)</script>](x.png)",
    "![x\" onerror=\"alert(1)](x.png)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<https://ok.example/\"onmouseover=alert(1)>",
    "https://ok.example/\"onmouseover=\"alert(1)",
    "https://ok.example/'><script>alert(1)</script>",
    "https://ok.example/?q=<script>alert(1)</script>",
    "javascript://https://ok.example/%0aalert(1)",
    "```<script>\nalert(1)\n```",
    "```\"><img src=x onerror=alert(1)>\nx\n```",
    "`<img src=x onerror=alert(1)>`",
    "| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |",
    "# <script>alert(1)</script>",
    "> <img src=x onerror=alert(1)>",
    "- <svg onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "**<b onmouseover=alert(1)>x**",
    "\\<script>alert(1)\\</script>",
    "\x00<script\x00>alert(1)</script>",
    "<\u0000img src=x onerror=alert(1)>",
    "﹤script﹥alert(1)﹤/script﹥",
    "{{constructor.constructor('alert(1)')()}}",
)  # fmt: skip


class Seen(HTMLParser):
    """What a browser would find in the HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.tags.append("!--")


def assert_harmless(html: str) -> None:
    seen = Seen(html)
    assert set(seen.tags) <= SAFE_TAGS
    assert {(tag, name) for tag, name, _ in seen.attributes} <= SAFE_ATTRIBUTES
    for _, name, value in seen.attributes:
        if name == "href":
            assert urlsplit(value).scheme in ("http", "https", "mailto", "tel")
        elif name == "class":
            assert value in ("link-out", "hidden")
        elif name == "target":
            assert value == "_blank"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_more_than_text_and_marked_links(attack: str) -> None:
    assert_harmless(rendered(attack))


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_stays_harmless_in_the_middle_of_a_message(attack: str) -> None:
    assert_harmless(rendered(f"Hola **María**,\n\n- {attack}\n\n[ver]({attack}) y ![foto]({attack})\n\n{attack}"))


@given(st.text(alphabet="<>[]()!`*_#|-:/\"'&;= \n\\ahtpsjvcrimgxone", max_size=120))
def test_no_text_at_all_gives_anything_but_the_allowed(text: str) -> None:
    assert_harmless(rendered(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Tu pago llega el martes.", "<p>Tu pago llega el martes.</p>"),
        ("una\ndos", "<p>una<br>\ndos</p>"),
        ("**a** _b_ ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>"),
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>"),
        ("# uno", "<h4>uno</h4>"),
        ("### tres", "<h6>tres</h6>"),
        ("###### seis", "<h6>seis</h6>"),
        ("![el auto](https://ok.example/a.png)", "<p>el auto</p>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    ],
)
def test_marks_become_what_they_mean(text: str, html: str) -> None:
    assert rendered(text) == html


def test_a_table_is_a_table() -> None:
    assert Seen(rendered("| a | b |\n|---|--:|\n| 1 | 2 |")).tags[:3] == ["table", "thead", "tr"]


@pytest.mark.parametrize(("language", "said"), [("es", "abre otra página"), ("pt", "abre outra página")])
def test_a_link_opens_apart_and_says_so(language: str, said: str) -> None:
    html = rendered("[ver](https://ok.example)", language)
    assert ("a", "target", "_blank") in Seen(html).attributes
    assert ("a", "rel", "noopener noreferrer nofollow") in Seen(html).attributes
    assert ("a", "class", "link-out") in Seen(html).attributes
    assert said in Seen(html).words


def test_mail_and_telephone_open_no_page() -> None:
    html = rendered("[correo](mailto:a@ok.example) [teléfono](tel:+525512345678)")
    assert [value for _, name, value in Seen(html).attributes if name == "href"] == [
        "mailto:a@ok.example", "tel:+525512345678",
    ]  # fmt: skip
    assert "link-out" not in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ve a https://ok.example/a?b=1&c=2.", "https://ok.example/a?b=1&c=2"),
        ("(https://ok.example)", "https://ok.example"),
        ("<https://ok.example>", "https://ok.example"),
        ("**https://ok.example**", "https://ok.example"),
    ],
)
def test_an_address_in_the_text_becomes_a_link(text: str, address: str) -> None:
    assert ("a", "href", address) in Seen(rendered(text)).attributes


def test_an_address_inside_a_link_or_code_is_left_alone() -> None:
    assert Seen(rendered("[https://ok.example](https://ok.example/b)")).tags.count("a") == 1
    assert "a" not in Seen(rendered("`https://ok.example`")).tags


@pytest.mark.parametrize(
    "piece",
    ["[", "]", "![[", "(", "[a](", "*", "a**b", "_a_", "`", "<", "<!--", "> ", "- ", "|a", "&", "\\", "~~", "[x]: /a\n",
     "https://ok.example ", "http://", "<a ", "\n", "1. ", "# ", "[a][b]"],
)  # fmt: skip
def test_hostile_repetition_takes_no_time(piece: str) -> None:
    for length in (PARSED_CHARACTERS, 200_000):
        text = (piece * length)[:length]
        assert_within(BOUND_SEC, lambda text=text: (rendered(text), plain(text)))  # type: ignore[misc]


def test_a_text_too_long_to_parse_is_shown_as_it_is() -> None:
    html = rendered("**a** <script>\n" * 2_000)
    assert_harmless(html)
    assert Seen(html).words.startswith("**a** <script>")
    assert Seen(html).tags.count("br") == 1_999


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Hola\n\n**tu** pago\nllega", "Hola tu pago llega"),
        ("- uno\n- [dos](https://ok.example)", "uno dos"),
        ("| a | b |\n|--|--|\n| 1 | 2 |", "a b 1 2"),
        ("```\ncódigo\n```", "código"),
        ("![foto](https://ok.example/a.png) y <b>", "foto y <b>"),
        ("", ""),
    ],
)
def test_plain_is_the_words_on_one_line(text: str, words: str) -> None:
    assert plain(text) == words
