"""A new password by a link: for the owner of the mailbox, and nobody learns who has an account."""

from __future__ import annotations

import asyncio
import queue
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter

import httpx2
import pytest
from sqlalchemy import Engine, text

from backend.jobs import tasks
from backend.settings import Settings
from backend.users import resets
from backend.users.resets import MAILS_PER_WINDOW
from tests.backend.serving import RunningServer
from tests.backend.users.accounts import EMAIL, PASSWORD, code, log_in, me, refresh, signed_up

NEW = "otro secreto 8"


@dataclass
class Outbox:
    """Stands in for the job queue and keeps what would be mailed."""

    mails: list[dict[str, str]] = field(default_factory=list)

    async def defer(self, task_name: str, **arguments: str) -> None:
        assert task_name == "send_mail"
        self.mails.append(arguments)

    def token(self) -> str:
        """The token of the last link."""
        found = re.search(r"http://127\.0\.0\.1:3000/reset\?token=([\w-]+)\s", self.mails[-1]["body"])
        assert found, self.mails[-1]["body"]
        return found[1]


@pytest.fixture
def outbox(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> Outbox:
    """Also answers in small steps: the tests need not wait as strangers have to."""
    monkeypatch.setattr(resets, "STEP_SEC", 0.02)
    box = Outbox()
    monkeypatch.setattr(server.app.state.services, "jobs", box, raising=False)
    return box


def forgot(api: httpx2.Client, email: str = EMAIL) -> httpx2.Response:
    return api.post("auth/password/forgot", json={"email": email})


def reset(api: httpx2.Client, token: str, password: str = NEW) -> httpx2.Response:
    return api.post("auth/password/reset", json={"token": token, "password": password})


def test_the_link_gives_a_new_password_and_ends_every_sign_in(api: httpx2.Client, outbox: Outbox) -> None:
    before = signed_up(api)
    assert forgot(api, "ANA@example.com").status_code == 202
    assert reset(api, outbox.token()).status_code == 204
    assert me(api, before["access_token"]).status_code == 401
    assert refresh(api, before["refresh_token"]).status_code == 401
    assert log_in(api, password=PASSWORD).status_code == 401
    assert log_in(api, password=NEW).status_code == 200


@pytest.mark.parametrize(("language", "word"), [("es", "contraseña"), ("pt", "senha"), ("en", "password")])
def test_the_mail_is_in_the_users_language_and_names_the_company(
    api: httpx2.Client, outbox: Outbox, language: str, word: str
) -> None:
    signed_up(api, language=language, name="Visit evil.example")
    forgot(api)
    written = outbox.mails[0]
    assert written["to"] == EMAIL
    assert word in written["subject"]
    assert word in written["body"]
    assert "Kavak" in written["subject"]
    assert "30 min" in written["body"]
    assert "evil" not in written["body"] + written["subject"]


def test_nobody_learns_whether_there_is_an_account(api: httpx2.Client, outbox: Outbox) -> None:
    signed_up(api)
    known, unknown = forgot(api), forgot(api, "nobody@example.com")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert [mail["to"] for mail in outbox.mails] == [EMAIL]


def test_the_answer_takes_as_long_whether_there_is_an_account_or_not(
    api: httpx2.Client, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_up(api)

    async def slowly(task_name: str, **arguments: str) -> None:
        await asyncio.sleep(1.5)

    def seconds(email: str) -> float:
        started = perf_counter()
        assert forgot(api, email).status_code == 202
        return perf_counter() - started

    monkeypatch.setattr(resets, "STEP_SEC", 2.5)
    monkeypatch.setattr(outbox, "defer", slowly)
    with ThreadPoolExecutor(2) as threads:
        known, unknown = threads.map(seconds, [EMAIL, "nobody@example.com"])
    assert abs(known - unknown) < 1


def test_the_mail_goes_by_the_queue(api: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: queue.Queue[tuple[str, str]] = queue.Queue()

    async def send_mail(settings: Settings, to: str, subject: str, body: str) -> None:
        sent.put((to, body))

    monkeypatch.setattr(tasks, "send_mail", send_mail)
    signed_up(api)
    forgot(api)
    to, body = sent.get(timeout=10)
    assert to == EMAIL
    assert "/reset?token=" in body


def test_a_mailbox_is_not_flooded(api: httpx2.Client, outbox: Outbox) -> None:
    signed_up(api)
    assert {forgot(api).status_code for _ in range(MAILS_PER_WINDOW + 2)} == {202}
    assert len(outbox.mails) == MAILS_PER_WINDOW


def test_a_link_works_once(api: httpx2.Client, outbox: Outbox) -> None:
    signed_up(api)
    forgot(api)
    reset(api, outbox.token())
    again = reset(api, outbox.token(), "a third secret 9")
    assert (again.status_code, code(again)) == (400, "reset_token_used")
    assert log_in(api, password=NEW).status_code == 200


def test_a_link_works_once_at_the_same_moment_too(api: httpx2.Client, outbox: Outbox) -> None:
    signed_up(api)
    forgot(api)
    token = outbox.token()

    def one(number: int) -> httpx2.Response:
        return reset(api, token, f"secret number {number}")

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(one, range(6)))
    assert sorted(answer.status_code for answer in answers) == [204] + [400] * 5
    winner = next(number for number, answer in enumerate(answers) if answer.status_code == 204)
    assert log_in(api, password=f"secret number {winner}").status_code == 200


def test_the_first_new_password_voids_the_other_links(api: httpx2.Client, outbox: Outbox) -> None:
    signed_up(api)
    forgot(api)
    older = outbox.token()
    forgot(api)
    assert reset(api, outbox.token()).status_code == 204
    assert code(reset(api, older)) == "reset_token_used"


def test_an_expired_link_is_refused(api: httpx2.Client, outbox: Outbox, engine: Engine) -> None:
    signed_up(api)
    forgot(api)
    with engine.begin() as connection:
        connection.execute(text("update password_resets set expires_at = now()"))
    answer = reset(api, outbox.token())
    assert (answer.status_code, code(answer)) == (400, "reset_token_expired")
    assert log_in(api).status_code == 200


def test_an_unknown_link_is_refused(api: httpx2.Client) -> None:
    answer = reset(api, "not one of ours")
    assert (answer.status_code, code(answer)) == (400, "reset_token_invalid")


def test_a_password_that_is_too_long_leaves_the_link_unused(api: httpx2.Client, outbox: Outbox) -> None:
    signed_up(api)
    forgot(api)
    assert reset(api, outbox.token(), "x" * 73).status_code == 422
    assert reset(api, outbox.token()).status_code == 204


def test_the_token_is_not_stored_as_it_is(api: httpx2.Client, outbox: Outbox, engine: Engine) -> None:
    signed_up(api)
    forgot(api)
    with engine.connect() as connection:
        assert connection.execute(text("select token_hash from password_resets")).scalar() != outbox.token()


def test_a_new_password_opens_an_account_that_guessing_had_closed(api: httpx2.Client, outbox: Outbox) -> None:
    signed_up(api)
    for _ in range(6):
        log_in(api, password="wrong")
    assert log_in(api).status_code == 429
    forgot(api)
    reset(api, outbox.token())
    assert log_in(api, password=NEW).status_code == 200
