"""What others must not get: a tab's state, a customer's case, a script on somebody's page."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.backend.chats import open_ticket, say
from tests.e2e.conftest import Customer
from tests.portal.browsing import DESKTOP, Reader, Visitors, visit
from tests.portal.running import PortalProcess

pytestmark = pytest.mark.browser
Make = Callable[..., Customer]

INJECTIONS = (
    "<script>window.harm = 1</script>",
    "<img src=x onerror='window.harm = 2'>",
    "<svg/onload=window.harm=3>",
    '"><b id=harm>x</b>',
    "[x](javascript:window.harm=4)",
    "{{7*7}} ${7*7} {{constructor.constructor('window.harm=5')()}}",
    "</textarea></title></style><script>window.harm = 6</script>",
)


def test_somebody_else_s_case_is_not_found(visitors: Visitors, customer: Make) -> None:
    ana, eva = customer(name="Ana"), customer(name="Eva")
    ticket = open_ticket(ana.person, title="Solo para Ana", description="Mi cuenta termina en 8842")["id"]
    say(ana.person, ticket, "¿ya cayó la lana del Jetta?")
    page = visitors.open(f"/tickets/{ticket}", cookie=eva.cookie)
    expect(Reader(page).heading("chat.missing").first).to_be_attached()
    for private in ("Solo para Ana", "8842", "Jetta"):
        assert private not in page.content()


def test_nothing_private_is_in_the_page_before_it_is_known_who_is_there(
    visitors: Visitors, customer: Make, portal: PortalProcess
) -> None:
    ana = customer(name="Ana Privada")
    context = visitors.context(cookie=ana.cookie, java_script_enabled=False)
    page = context.new_page()
    for path in ("/dashboard", "/tickets", "/profile", f"/tickets/{open_ticket(ana.person)['id']}"):
        page.goto(path)
        assert "Ana Privada" not in page.content()
        assert ana.person.email not in page.content()


def test_who_is_not_signed_in_is_sent_to_the_log_in_and_back(visitors: Visitors) -> None:
    page = visitors.context().new_page()
    page.goto("/tickets?search=pago")
    page.wait_for_url("**/login?next=**")
    assert "%2Ftickets%3Fsearch%3Dpago" in page.url


def test_a_stolen_tab_token_gives_an_empty_tab(visitors: Visitors, customer: Make) -> None:
    ana = customer(name="Ana Robada")
    own = visitors.open("/profile", cookie=ana.cookie)
    expect(own.get_by_text("Ana Robada").first).to_be_visible()
    stored = own.evaluate("JSON.stringify(sessionStorage)")
    assert "token" in stored

    thief = visitors.context()
    heard: list[str] = []
    page = thief.new_page()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    page.goto("/login")
    page.evaluate(
        "stored => Object.entries(JSON.parse(stored)).forEach(([k, v]) => sessionStorage.setItem(k, v))", stored
    )
    page.goto("/profile")
    page.wait_for_url("**/login**")
    page.wait_for_timeout(500)
    assert heard
    for private in ("Ana Robada", ana.person.email):
        assert private not in "".join(heard)
        assert private not in page.content()


def opened(portal: PortalProcess, origin: str | None) -> str:
    """What the portal first says on a websocket that a page of `origin` opens: `0…` when it is let in."""
    address = f"ws://{urlsplit(portal.url).netloc}/_event/?EIO=4&transport=websocket&token=made-up"
    headers = {"Origin": origin} if origin is not None else {}
    with connect(address, additional_headers=headers, open_timeout=10, proxy=None) as socket:
        return str(socket.recv(10))


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "https://127.0.0.1", "http://127.0.0.1.evil.test"])
def test_a_websocket_of_another_page_is_refused(portal: PortalProcess, origin: str) -> None:
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        opened(portal, origin)


def test_the_page_of_this_site_is_let_in(portal: PortalProcess) -> None:
    assert opened(portal, portal.url).startswith("0")


def test_no_token_is_where_a_script_or_an_address_could_have_it(visitors: Visitors, customer: Make) -> None:
    ana = customer(name="Ana")
    page = visitors.context(cookie=ana.cookie).new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(str(frame))))
    visit(page, "/dashboard")
    visit(page, f"/tickets/{open_ticket(ana.person)['id']}")
    readable = page.evaluate("document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    for secret in (ana.person.token, ana.cookie):
        assert secret not in readable
        assert secret not in "".join(sent)
        assert secret not in page.content()


def test_what_people_write_is_text_everywhere(visitors: Visitors, customer: Make) -> None:
    bad = " ".join(INJECTIONS)
    ana = customer(name=bad[:190])
    bea = customer("agent", name="<b>Bea</b>").person
    ticket = open_ticket(ana.person, title=bad[:110], description=bad)["id"]
    for text in INJECTIONS:
        say(ana.person, ticket, text)
    ana.person.post(f"tickets/{ticket}/handoff", json={"reason": bad[:190]})
    bea.post(f"admin/tickets/{ticket}/takeover")
    for text in INJECTIONS:
        assert bea.post(f"admin/tickets/{ticket}/replies", json={"content": text}).is_success
    page = visitors.context(width=DESKTOP, cookie=ana.cookie).new_page()
    for path in (
        "/dashboard",
        "/tickets",
        "/tickets?search=%3Cscript%3Ewindow.harm%3D7%3C%2Fscript%3E",
        "/profile",
        f"/tickets/{ticket}",
    ):
        visit(page, path)
        assert page.evaluate(
            "[window.harm, document.querySelectorAll('#harm, img[src=x], [onerror], [onload]').length]"
        ) == [None, 0], path
        assert page.locator("a[href^='javascript:' i]").count() == 0, path
        assert (
            "<script>" in page.inner_text("body")
            or path == "/tickets?search=%3Cscript%3Ewindow.harm%3D7%3C%2Fscript%3E"
        ), path
    assert json.dumps(page.locator(".bubble-customer").first.inner_text()).count("window.harm") >= 1
