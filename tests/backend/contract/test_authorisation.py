"""Who may do what: `authorisation.txt`, route by route and person by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine, text

from backend.models import Base
from tests.backend.contract.forging import Forger
from tests.backend.contract.scenes import SCENES, SECRET_WORD, Asked, Scene, asked
from tests.backend.emptying import empty_tables
from tests.backend.people import made_person
from tests.backend.serving import SECRET, RunningServer

TABLE = Path(__file__).with_name("authorisation.txt")
PEOPLE = ("nobody", "other", "owner", "agent", "admin")
NAMES = {"owner": SECRET_WORD}
ROLES = {"other": "customer", "owner": "customer", "agent": "agent", "admin": "admin"}
CODES = {401: "not_authenticated", 403: "forbidden", 404: "not_found"}
SAID = {
    "expired": "the access token has expired; refresh it",
    "of a deleted user": "this sign-in has ended; sign in again",
    "of an ended sign-in": "this sign-in has ended; sign in again",
    "not signed": "the access token is not valid",
    "signed with another key": "the access token is not valid",
    "a refresh token": "the access token is not valid",
}
"""What each flaw of a token is told: so each was refused for what is wrong with it."""
UNKNOWN = "6f9619ff-8b86-d011-b42d-00c04fc964ff"


class Row(NamedTuple):
    """A line of the table: "GET /…" and the status for each of `PEOPLE`."""

    route: str
    statuses: Mapping[str, int]

    @property
    def public(self) -> bool:
        return self.statuses["nobody"] < 400

    @property
    def refused(self) -> Mapping[str, int]:
        """The statuses of those who are refused."""
        return {who: status for who, status in self.statuses.items() if status in CODES}


def rows() -> Iterator[Row]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            method, path, *statuses = line.split()
            yield Row(f"{method} {path}", dict(zip(PEOPLE, map(int, statuses), strict=True)))


ROWS = list(rows())


class Caller:
    """Sends the requests of one row and watches the database."""

    def __init__(self, engine: Engine, client: httpx2.Client, scene: Scene, route: str) -> None:
        self.engine, self.client, self.scene, self.route = engine, client, scene, route

    def ask(self, about: Asked, token: str | None) -> httpx2.Response:
        """The answer. A ticket's own stream, which does not end, is left at once."""
        method, _, path = self.route.partition(" ")
        url = path.format(**about.path)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with self.client.stream(method, url, json=about.body, headers=headers) as answer:
            if not (answer.is_success and path.endswith("/events")):
                answer.read()
            return answer

    @contextmanager
    def without_effect(self) -> Iterator[None]:
        """Nothing in the database may change meanwhile."""
        before = fingerprint(self.engine)
        yield
        assert fingerprint(self.engine) == before

    def refused(self, about: Asked, token: str | None, status: int) -> httpx2.Response:
        """The answer of a request that must be refused: in our error shape, and silent about the owner."""
        answer = self.ask(about, token)
        assert answer.status_code == status, answer.text
        error = answer.json()["error"]
        assert set(answer.json()) == {"error"}
        assert set(error) == {"code", "message", "request_id"}
        assert error["code"] == CODES[status]
        assert error["request_id"] == answer.headers["X-Request-Id"]
        assert (answer.headers.get("WWW-Authenticate") == "Bearer") is (status == 401)
        self.says_nothing_of_the_owner(answer, about)
        return answer

    def says_nothing_of_the_owner(self, answer: httpx2.Response, about: Asked) -> None:
        owner = self.scene.people["owner"]
        theirs = [SECRET_WORD, owner.email, str(owner.id), *(str(value) for value in about.path.values())]
        assert [word for word in theirs if word in answer.text] == []


def fingerprint(engine: Engine) -> list[tuple[str, str]]:
    """Every table with a hash of all that is in it."""
    names = [table.name for table in Base.metadata.sorted_tables]
    each = (f"select '{name}', coalesce(md5(string_agg(t::text, '' order by t::text)), '') from {name} t"
            for name in names)  # fmt: skip
    with engine.connect() as connection:
        return [(name, value) for name, value in connection.execute(text(" union all ".join(each)))]


@pytest.fixture(scope="module")
def client(server: RunningServer, engine: Engine) -> Iterator[httpx2.Client]:
    """For all rows, in tables that are emptied once."""
    empty_tables(engine)
    with httpx2.Client(base_url=server.url, timeout=30, verify=False) as made:
        yield made


@pytest.fixture
def caller(row: Row, client: httpx2.Client, engine: Engine, server: RunningServer, hurried: None) -> Iterator[Caller]:
    """For the row's route, with new people."""
    with ExitStack() as leaving:
        people = {
            who: leaving.enter_context(made_person(engine, server.url, SECRET, role, name=f"A {NAMES.get(who, role)}"))
            for who, role in ROLES.items()
        }
        yield Caller(engine, client, Scene(engine, people, Forger(engine, server.url)), row.route)


def test_every_route_has_a_row_and_every_row_a_route(server: RunningServer) -> None:
    served = [
        f"{method} {context.path}"
        for context in iter_route_contexts(server.app.routes)
        for method in context.methods or ()
        if method != "HEAD"
    ]
    documented = [
        f"{method.upper()} {path}" for path, methods in server.app.openapi()["paths"].items() for method in methods
    ]
    assert sorted(row.route for row in ROWS) == sorted(served)
    assert set(documented) <= set(served)
    assert set(SCENES) <= set(served)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_everybody_gets_what_the_table_says(row: Row, caller: Caller) -> None:
    tokens = {who: one.token for who, one in caller.scene.people.items()}
    about = asked(caller.scene, row.route)
    with caller.without_effect():
        for who, status in row.refused.items():
            caller.refused(about, tokens.get(who), status)
    for who in row.statuses.keys() - row.refused.keys():
        about = asked(caller.scene, row.route)
        answer = caller.ask(about, tokens.get(who))
        assert answer.status_code == row.statuses[who], (who, answer.text)
        if who == "other" and not row.public:
            caller.says_nothing_of_the_owner(answer, about)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.public], ids=lambda row: row.route)
def test_a_token_that_does_not_hold_is_as_good_as_none(row: Row, caller: Caller) -> None:
    who = "admin" if "/admin/" in row.route else "owner"
    about = asked(caller.scene, row.route)
    tokens = caller.scene.forger.all_of(caller.scene.people[who], ROLES[who])
    with caller.without_effect():
        said = {flaw: caller.refused(about, token, 401).json()["error"]["message"] for flaw, token in tokens.items()}
    assert said == SAID


@pytest.mark.parametrize("row", [row for row in ROWS if row.public], ids=lambda row: row.route)
def test_before_sign_in_a_token_that_does_not_hold_is_no_hindrance(row: Row, caller: Caller) -> None:
    tokens = caller.scene.forger.all_of(caller.scene.people["owner"], "customer")
    with ThreadPoolExecutor(len(tokens)) as pool:
        answers = list(pool.map(lambda token: caller.ask(asked(caller.scene, row.route), token), tokens.values()))
    assert {answer.status_code for answer in answers} == {row.statuses["nobody"]}


@pytest.mark.parametrize("row", [row for row in ROWS if row.statuses["other"] == 404], ids=lambda row: row.route)
def test_what_is_somebody_elses_looks_like_what_does_not_exist(row: Row, caller: Caller) -> None:
    about, token = asked(caller.scene, row.route), caller.scene.people["other"].token
    nothing = about._replace(path=dict.fromkeys(about.path, UNKNOWN))
    with caller.without_effect():
        theirs, unknown = (caller.refused(one, token, 404).json()["error"] for one in (about, nothing))
    assert theirs["message"] == unknown["message"]
