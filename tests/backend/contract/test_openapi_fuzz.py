"""Whatever is sent, the answers are those that the API's description promises: never a 5xx, no status, content type or
field that it does not name, nothing taken that it rules out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from backend.events.stream import TicketStream
from tests.backend.contract.forging import Forger
from tests.backend.contract.fuzzing import Findings, Fuzzer
from tests.backend.contract.scenes import Scene, asked
from tests.backend.people import Person
from tests.backend.serving import RunningServer, test_settings

COMPANY, CUSTOMERS = "^/api/v1/admin/", "^(?!/api/v1/admin/)"
ENDS_SIGN_INS = "DELETE /api/v1/me/sessions"
NEED_A_SECRET = {
    "POST /api/v1/auth/login", "POST /api/v1/auth/refresh", "POST /api/v1/auth/password/reset",
    "POST /api/v1/me/password", "DELETE /api/v1/me",
}  # fmt: skip
NEEDS_A_RELEASE_OR_AN_E_MAIL = {
    "PUT /api/v1/admin/releases/labels/{label}", "DELETE /api/v1/admin/users/{user_id}",
}  # fmt: skip
"""What nobody gets right by trying; all else must succeed at least once, or only its refusals were looked at."""


@pytest.fixture
def impatient(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hurried: None
) -> Iterator[RunningServer]:
    """A server whose listening streams end by themselves at once, so that they are read to the end."""
    defaults = TicketStream.__init__.__kwdefaults__ or {}
    assert "longest_sec" in defaults
    monkeypatch.setitem(defaults, "longest_sec", 0.05)
    with RunningServer(test_settings(database_url, tmp_path, stream_ping_sec=0.02)) as running:
        yield running


@pytest.fixture
def scene(engine: Engine, impatient: RunningServer, person: Callable[..., Person]) -> Scene:
    people = {"owner": person(), "other": person(), "agent": person("agent"), "admin": person("admin")}
    return Scene(engine, people, Forger(engine, impatient.url))


@pytest.fixture
def fuzzer(scene: Scene, impatient: RunningServer, engine: Engine) -> Fuzzer:
    """Every operation is about things of its own which are there, in a state in which it can succeed."""
    described = impatient.app.openapi()["paths"].items()
    operations = [f"{method.upper()} {path}" for path, methods in described for method in methods if "{" in path]
    about = {one: asked(scene, one).path for one in operations}
    about["PATCH /api/v1/admin/users/{user_id}"] = {"user_id": scene.people["other"].id}
    return Fuzzer(impatient.url, about, partial(sign_in_again, engine))


def sign_in_again(engine: Engine, operation: str) -> None:
    """Else all that comes after would be 401."""
    if operation == ENDS_SIGN_INS:
        with engine.begin() as connection:
            connection.execute(text("update sessions set revoked_at = null"))


def assert_nothing_found(findings: Findings) -> None:
    assert "\n\n".join(f"{where}\n{what}" for where, what in findings.failures.items()) == ""


def test_customers_meet_only_what_is_described(scene: Scene, fuzzer: Fuzzer) -> None:
    findings = fuzzer.boundaries(scene.people["owner"].token, CUSTOMERS)
    assert_nothing_found(findings)
    assert findings.operations() - findings.operations(2) == NEED_A_SECRET


def test_the_company_meets_only_what_is_described(scene: Scene, fuzzer: Fuzzer) -> None:
    findings = fuzzer.boundaries(scene.people["admin"].token, COMPANY)
    assert_nothing_found(findings)
    assert findings.operations() - findings.operations(2) == NEEDS_A_RELEASE_OR_AN_E_MAIL


def test_anybody_at_random_meets_only_what_is_described(scene: Scene, fuzzer: Fuzzer, impatient: RunningServer) -> None:
    tokens = [scene.people[who].token for who in ("owner", "agent", "admin")]
    findings = fuzzer.at_random([*tokens, "not.a.token", None], examples=6)
    assert_nothing_found(findings)
    everything = impatient.app.openapi()["paths"]
    assert len(findings.operations()) == sum(len(methods) for methods in everything.values())
    assert len(findings.operations(2)) > 20
