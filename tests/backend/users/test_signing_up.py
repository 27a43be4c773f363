"""Sign-up: who gets in, and what is refused with which words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, text

from backend.users.origin import preferred_language
from backend.users.schemas import ForgotIn, MeIn
from tests.backend.users.accounts import EMAIL, PASSWORD, code, log_in, me, sign_up, signed_up


def test_a_new_customer_is_signed_in(api: httpx2.Client) -> None:
    body = signed_up(api, language="pt")
    assert set(body) == {"user", "access_token", "refresh_token", "token_type", "expires_in"}
    assert (body["token_type"], body["expires_in"]) == ("bearer", 900)
    assert set(body["user"]) == {"id", "email", "name", "role", "language", "created_at"}
    assert body["user"] | {"id": "", "created_at": ""} == {
        "id": "", "email": EMAIL, "name": "Ana Ruiz", "role": "customer", "language": "pt", "created_at": "",
    }  # fmt: skip
    assert me(api, body["access_token"]).json() == body["user"]


def test_tokens_are_kept_out_of_caches(api: httpx2.Client) -> None:
    assert sign_up(api).headers["cache-control"] == "no-store"
    assert log_in(api).headers["cache-control"] == "no-store"


def test_no_secret_is_stored_as_it_is(api: httpx2.Client, engine: Engine) -> None:
    body = signed_up(api)
    with engine.connect() as connection:
        stored = repr(connection.execute(text("select * from users, sessions, refresh_tokens")).all())
    assert PASSWORD not in stored
    assert body["refresh_token"] not in stored
    assert "$2b$04$" in stored


def test_an_e_mail_is_one_account_in_any_case(api: httpx2.Client) -> None:
    assert signed_up(api, "  Ana@Example.COM ")["user"]["email"] == EMAIL
    second = sign_up(api, "aNA@example.com")
    assert (second.status_code, code(second)) == (409, "email_taken")
    assert log_in(api, "ANA@EXAMPLE.COM").status_code == 200


def test_of_many_sign_ups_at_once_one_gets_the_e_mail(api: httpx2.Client) -> None:
    def one(number: int) -> httpx2.Response:
        return sign_up(api, "Ana@example.com" if number % 2 else "ana@EXAMPLE.com")

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(one, range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert {code(answer) for answer in answers if answer.status_code == 409} == {"email_taken"}


@pytest.mark.parametrize(
    "email",
    ["", "ana", "ana@", "@example.com", "ana@example", "a b@example.com", "ana@example..com", "ana@-example.com",
     ".ana@example.com", "ana.@example.com", "an..a@example.com", "ana@example.com\nBcc: x@example.com",
     "añ@example.com", "ana@exa\x00mple.com", "ana@example.com, b@example.com", "<ana@example.com>",
     "a" * 65 + "@example.com", "a@" + "b." * 130 + "com", "ana@127.0.0.1"],
)  # fmt: skip
def test_what_is_not_an_e_mail_is_refused(email: str) -> None:
    with pytest.raises(ValidationError):
        ForgotIn(email=email)


@pytest.mark.parametrize(
    "email", ["a@b.co", "ana.ruiz+kavak@sub.example.com.mx", "o'hara@example.com", "x@xn--80ak6aa92e.xn--p1ai"]
)
def test_unusual_e_mails_are_fine(email: str) -> None:
    assert ForgotIn(email=email).email == email


def test_a_refusal_says_which_field_and_why(api: httpx2.Client) -> None:
    answer = sign_up(api, "ana@example.com\nBcc: x@example.com")
    assert (answer.status_code, code(answer)) == (422, "invalid")
    assert answer.json()["error"]["details"]["problems"][0]["field"] == "body.email"


@pytest.mark.parametrize("password", ["12345678", "ñ" * 4, "x" * 72, "ñ" * 36, "🚗" * 18, "  spaces count  "])
def test_passwords_of_8_to_72_bytes_work(api: httpx2.Client, password: str) -> None:
    signed_up(api, password=password)
    assert log_in(api, password=password).status_code == 200
    assert log_in(api, password=password + "x").status_code == 401


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("1234567", "at least 8 bytes; yours has 7"),
        ("x" * 73, "at most 72 bytes; yours has 73"),
        ("ñ" * 40, "at most 72 bytes; yours has 80"),
        ("secret\x00secret", "NUL"),
    ],
)
def test_other_passwords_are_refused_and_not_repeated(api: httpx2.Client, password: str, words: str) -> None:
    answer = sign_up(api, password=password)
    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]
    assert password not in answer.text


@pytest.mark.parametrize("name", ["", "   ", "A\x00na", "Ana\nRuiz", "x" * 201])
def test_what_is_not_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        MeIn(name=name)


@pytest.mark.parametrize("more", [{"role": "admin"}, {"language": "fr"}, {"id": "1"}])
def test_nobody_chooses_a_role_or_a_language_that_is_not_there(api: httpx2.Client, more: dict[str, str]) -> None:
    assert sign_up(api, **more).status_code == 422


@pytest.mark.parametrize(
    ("header", "language"),
    [("en-US,en;q=0.9", "en"), ("fr, pt-BR;q=0.8, en;q=0.7", "pt"), ("de", "es"), ("en;q=0, pt;q=0.1", "pt"),
     ("", "es"), (";;q=x,en;q=nan,=", "es"), ("ES-mx", "es"), ("en;q=5", "es")],
)  # fmt: skip
def test_the_language_is_the_one_that_is_liked_best(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_the_language_is_the_browsers_unless_it_is_said(api: httpx2.Client) -> None:
    api.headers["Accept-Language"] = "en-GB"
    assert signed_up(api)["user"]["language"] == "en"
    assert signed_up(api, "otto@example.com", language="pt")["user"]["language"] == "pt"
