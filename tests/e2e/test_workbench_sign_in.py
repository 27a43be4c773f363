"""Who gets into the workbench, how long, and what is kept in the browser."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import expect

from backend.demo.people import ADMIN, CUSTOMER, PASSWORD
from tests.backend.serving import RunningServer
from tests.workbench.browsing import PHONE, Admins, Desk
from tests.workbench.running import WorkbenchProcess
from workbench.sessions import COOKIE

pytestmark = pytest.mark.browser


def sign_in(desk: Desk, email: str, password: str = PASSWORD) -> None:
    desk.field("sign_in.email").fill(email)
    desk.field("sign_in.password").fill(password)
    desk.page.locator('[data-testid="stFormSubmitButton"] button').click()
    desk.settle()


@pytest.mark.parametrize(("language", "width"), [("es", 1440), ("pt", 1440), ("en", PHONE)])
def test_an_admin_signs_in_and_comes_to_the_page_that_was_asked_for(admins: Admins, language: str, width: int) -> None:
    desk = admins.open("/history", language, width=width)  # type: ignore[arg-type]
    expect(desk.heading("sign_in.title")).to_be_visible()
    sign_in(desk, ADMIN.email)
    expect(desk.page).to_have_url(re.compile("/history"))
    expect(desk.text("account.who", name=ADMIN.name, email=ADMIN.email)).to_be_attached()
    desk.page.wait_for_timeout(500)
    cookie = next(one for one in desk.page.context.cookies() if one["name"] == COOKIE)
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    desk.page.reload()
    desk.settle()
    expect(desk.step("history")).to_be_visible()


def test_a_customer_is_told_that_this_is_not_for_them(admins: Admins) -> None:
    desk = admins.open("/")
    sign_in(desk, CUSTOMER.email)
    expect(desk.text("error.not_admin")).to_be_visible()
    expect(desk.step("metrics")).to_have_count(0)


def test_a_wrong_password_is_told_and_nothing_is_lost(admins: Admins) -> None:
    desk = admins.open("/")
    sign_in(desk, ADMIN.email, "not the password 1")
    expect(desk.text("error.wrong_login")).to_be_visible()
    expect(desk.field("sign_in.email")).to_have_value(ADMIN.email)


def test_signing_out_forgets_the_browser(admins: Admins, admin_cookie: str) -> None:
    desk = admins.open("/", cookie=admin_cookie)
    desk.press("account.sign_out")
    expect(desk.heading("sign_in.title")).to_be_visible()
    desk.page.reload()
    desk.settle()
    expect(desk.heading("sign_in.title")).to_be_visible()
    assert not [one for one in desk.page.context.cookies() if one["name"] == COOKIE]


def test_an_ended_session_says_so_and_leads_back(
    admins: Admins, workbench: WorkbenchProcess, service: RunningServer
) -> None:
    cookie = workbench.signed_in("no token of ours", "no refresh token either")
    desk = admins.open("/history", cookie=cookie)
    expect(desk.text("sign_in.ended")).to_be_visible()
    sign_in(desk, ADMIN.email)
    expect(desk.page).to_have_url(re.compile("/history"))
    expect(desk.step("history")).to_be_visible()


def test_the_language_that_was_chosen_is_kept(admins: Admins, admin_cookie: str) -> None:
    desk = admins.open("/", cookie=admin_cookie)
    desk.pick("account.language", "English", within=desk.page.get_by_test_id("stSidebar"))
    english = Desk(desk.page, "en")
    expect(english.step("metrics")).to_be_visible()
    desk.page.wait_for_timeout(500)
    desk.page.reload()
    english.settle()
    expect(english.step("metrics")).to_be_visible()


@pytest.mark.parametrize("allowed", [True, False])
def test_without_a_backend_only_files_and_only_where_that_is_allowed(
    browser: object, tmp_path: Path, allowed: bool
) -> None:
    with WorkbenchProcess(tmp_path, "http://127.0.0.1:9", WORKBENCH_FILES_ONLY=str(allowed).lower()) as running:
        admins = Admins(browser, running.url)  # type: ignore[arg-type]
        desk = admins.open("/")
        expect(desk.text("sign_in.backend_down", url="http://127.0.0.1:9")).to_be_visible()
        if allowed:
            desk.press("sign_in.use_files")
            expect(desk.text("shell.files_only")).to_be_visible()
        else:
            expect(desk.button("sign_in.use_files")).to_have_count(0)
        admins.close()


def test_the_session_s_cookie_is_given_for_a_code_only(workbench: WorkbenchProcess) -> None:
    own, foreign = {"Origin": workbench.url}, {"Origin": "http://evil.example"}
    with httpx2.Client(base_url=workbench.url, verify=False) as client:
        answers = [
            client.post("/session", content="guess", headers=own),
            client.post("/session", content="guess", headers=foreign),
            client.post("/session", content=b"\xff" * 10_000, headers=own),
            client.delete("/session", headers=foreign),
        ]
    assert [answer.status_code for answer in answers] == [403, 403, 413, 403]
    assert not any("set-cookie" in answer.headers for answer in answers)
