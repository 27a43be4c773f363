"""Pages as they are sent: styles inside, compressed where wanted, not sent again where known."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from portal import documents
from portal.documents import answer, document
from portal.theme import stylesheet

PAGE = (
    '<html><head><link as="style" href="/assets/all-1.css" rel="preload"/>'
    '<link rel="modulepreload" href="/assets/a.js"/><link href="/theme.css" rel="stylesheet"/>'
    '<link href="/assets/all-1.css" rel="stylesheet" type="text/css"/></head><body></body></html>'
)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "all-1.css").write_text("main{color:red}")
    (tmp_path / "login.html").write_text(PAGE)
    monkeypatch.setattr(documents, "STATIC", tmp_path)
    return tmp_path / "login.html"


def test_the_styles_are_in_the_page_the_theme_first(page: Path) -> None:
    html = document(page, ":root{--bg:#fff}").html.decode()
    assert "<style>:root{--bg:#fff}main{color:red}</style></head>" in html


def test_no_link_holds_up_the_first_paint_and_none_is_gone(page: Path) -> None:
    html = document(page, "").html.decode()
    assert html.count('href="/theme.css" rel="stylesheet" media="not all"') == 1
    assert html.count('href="/assets/all-1.css" rel="stylesheet" media="not all"') == 1
    assert '<link as="style" media="not all"' in html
    assert '<link rel="modulepreload" fetchpriority="low"' in html


def test_another_theme_is_another_state_of_the_page(page: Path) -> None:
    assert document(page, "a{}").tag != document(page, "b{}").tag


def test_a_browser_that_has_the_page_gets_no_second_one(page: Path) -> None:
    known = document(page, "")
    again = answer(known, Headers({"if-none-match": known.tag}))
    assert (again.status_code, again.body) == (304, b"")


def test_the_page_is_compressed_for_who_can_read_it(page: Path) -> None:
    sent = document(page, "")
    small = answer(sent, Headers({"accept-encoding": "gzip, br"}))
    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(bytes(small.body)) == sent.html
    assert answer(sent, Headers({})).body == sent.html


@pytest.mark.parametrize("name", ["</style><script>x", 'a"; } * { color: red', "a\\22 b\n"])
def test_a_company_name_cannot_leave_its_string(name: str) -> None:
    token = next(line for line in stylesheet({}, name).splitlines() if "--company:" in line)
    value = token.split(":", 1)[1].strip().removesuffix(";")
    assert value[0] == value[-1] == '"'
    assert not set(value[1:-1]) & set('"<>;{}\n')
