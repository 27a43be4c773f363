"""Log lines: one a piece, in JSON or plain, and nothing in them that is nobody's business."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from backend.logs import JsonFormatter, TextFormatter, configure_logging, request_id, told
from backend.settings import Settings
from tests.backend.people import Person

Formatter = Callable[[logging.LogRecord], str]
FORMATTERS = [JsonFormatter().format, TextFormatter().format]


def record(message: str, *args: object, name: str = "backend.somewhere", **extra: object) -> logging.LogRecord:
    made = logging.getLogger(name).makeRecord(name, logging.INFO, "f.py", 1, message, args, None, extra=extra)
    assert isinstance(made, logging.LogRecord)
    return made


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_a_json_line_has_the_moment_level_logger_message_id_and_extras() -> None:
    token = request_id.set("r-1")
    try:
        entry = json.loads(JsonFormatter().format(record("hello %s", "you", ticket=3)))
    finally:
        request_id.reset(token)
    assert entry["at"].endswith("+00:00")
    assert {k: entry[k] for k in ("level", "logger", "message", "request_id", "ticket")} == {
        "level": "INFO", "logger": "backend.somewhere", "message": "hello you", "request_id": "r-1", "ticket": 3,
    }  # fmt: skip


@pytest.mark.parametrize("formatted", FORMATTERS)
def test_nobody_can_write_a_line_or_steer_a_terminal(formatted: Formatter) -> None:
    line = formatted(record("a\nb\r\nc\x1b[31m\u2028d\x00", field="e\nf"))
    assert not any(c in line for c in "\n\r\x1b\x00\u2028")


@pytest.mark.parametrize("formatted", FORMATTERS)
def test_tokens_passwords_in_addresses_and_e_mails_are_taken_out(formatted: Formatter) -> None:
    jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_123"
    line = formatted(record(f"{jwt} Bearer abcdef123456 postgresql://u:pw@h/db maria.demo@example.com", to="x@y.mx"))
    for secret in (jwt, "abcdef123456", "u:pw", "maria.demo", "x@y.mx"):
        assert secret not in line


@pytest.mark.parametrize("formatted", FORMATTERS)
def test_an_exception_is_on_the_same_line_with_its_place(formatted: Formatter) -> None:
    made = record("it broke")
    error = raised(AttributeError("two\nlines"))
    made.exc_info = (type(error), error, error.__traceback__)
    line = formatted(made)
    assert "\n" not in line
    assert "AttributeError: two" in line
    assert "test_logs.py" in line


def test_what_the_database_quotes_is_not_told(engine: Engine) -> None:
    statement = text("insert into users (email, name, password_hash, role) values (:email, null, 'hash', 'customer')")
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(statement, {"email": "quoted-in-the-row"})
    said = told(caught.value)
    assert "users" in said
    assert "quoted-in-the-row" not in said


def test_what_pydantic_quotes_is_not_told() -> None:
    class Body(BaseModel):
        age: int

    with pytest.raises(ValidationError) as caught:
        Body.model_validate({"age": "my secret"})
    assert "my secret" not in told(caught.value)
    assert "age: int_parsing" in told(caught.value)


@pytest.mark.parametrize(
    "error", [ValueError("my secret"), KeyError("my secret"), RuntimeError("my secret"), OSError("my secret")]
)
def test_what_an_error_quotes_is_not_told(error: Exception) -> None:
    said = told(raised(error))
    assert "my secret" not in said
    assert "test_logs.py" in said
    assert type(error).__name__ in said


@pytest.mark.parametrize("formatted", FORMATTERS)
def test_a_traceback_that_comes_as_text_is_told_without_its_words(formatted: Formatter) -> None:
    printed = "".join(traceback.format_exception(raised(RuntimeError("my secret"))))
    line = formatted(record(printed, name="uvicorn.error"))
    assert "my secret" not in line
    assert "RuntimeError [" in line
    assert "test_logs.py" in line


def test_arguments_of_jobs_and_extras_of_libraries_are_not_told() -> None:
    line = JsonFormatter().format(record("Job send_mail[3](body='the link') ended", name="procrastinate.w", job="body"))
    assert "the link" not in line
    assert "send_mail[3]" in line
    assert '"job"' not in line


@pytest.fixture
def loud(settings: Settings) -> Iterator[None]:
    """Everything is logged, as JSON, for one test."""
    configure_logging(settings.model_copy(update={"log_level": "DEBUG", "log_format": "json"}))
    yield
    configure_logging(settings)


@pytest.mark.usefixtures("loud")
def test_libraries_that_log_bodies_are_kept_quiet_even_at_debug(capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("openai._base_client", "httpx2", "httpcore2.http11"):
        logging.getLogger(name).debug("a body")
        logging.getLogger(name).info("a body")
    logging.getLogger("backend.x").debug("ours")
    written = capfd.readouterr().err
    assert "ours" in written
    assert "a body" not in written


def test_uvicorn_is_logged_by_us_and_its_access_log_is_off(settings: Settings) -> None:
    configure_logging(settings)
    assert not logging.getLogger("uvicorn.error").handlers
    assert logging.getLogger("uvicorn.access").disabled


def lines_until(capfd: pytest.CaptureFixture[str], logger: str) -> list[dict[str, Any]]:
    """What is logged until the first line of `logger`; the answer is with the client a moment before it is logged."""
    written, give_up = "", time.monotonic() + 5
    while f'"logger":"{logger}"' not in written and time.monotonic() < give_up:
        time.sleep(0.01)
        written += capfd.readouterr().err
    return [json.loads(line) for line in written.splitlines()]


@pytest.mark.usefixtures("loud")
def test_a_request_leaves_a_line_with_template_status_user_and_no_values(
    person: Callable[..., Person], capfd: pytest.CaptureFixture[str]
) -> None:
    customer = person()
    capfd.readouterr()
    answer = customer.get("tickets/6f9619ff-8b86-d011-b42d-00c04fc964ff?q=findme", headers={"X-Request-Id": "mine"})
    assert answer.status_code == 404
    lines = lines_until(capfd, "backend.access")
    line = lines[-1]
    assert line["route"] == "/api/v1/tickets/{ticket_id}"
    assert (line["method"], line["status"], line["user_id"]) == ("GET", 404, str(customer.id))
    assert line["request_id"] == "mine"
    assert line["ms"] > 0
    assert "findme" not in json.dumps(lines)
