"""Publishing what a run approved, against the real backend; and the way back."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from shared.improvement.approval import Choice
from shared.llm.settings import LLMSettings
from shared.runs.approvals import read_approved
from shared.runs.folder import RunFolder
from shared.runs.stages import approve
from tests.backend.conftest import clean, database_url, engine, person, postgres, server, settings  # noqa: F401 - fixtures
from tests.backend.people import Person
from tests.backend.serving import RunningServer
from workbench import access
from workbench.access import Access
from workbench.client import Backend
from workbench.errors import ApiError
from workbench.publishing import releases
from workbench.publishing.change import change_of
from workbench.publishing.outcomes import figure, of_moves
from workbench.publishing.releases import Move, Situation
from workbench.sessions import Session, sessions
from workbench.state import State
from workbench.workspace import RunEntry


@pytest.fixture(autouse=True)
def to_the_server(
    deployment: object,
    server: RunningServer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    connected = Backend(server.url, 15)
    monkeypatch.setattr(access, "backend", lambda: connected)
    yield
    connected.close()


@pytest.fixture
def admin(person: Callable[..., Person]) -> State:  # noqa: F811
    someone = person("admin", email="ana@example.com", name="Ana")
    cookie = sessions().new(Session(someone.token, "none", time.time() + 900, "Ana", someone.email))
    return State(cookie=cookie, name="Ana", email=someone.email, checked_at=time.monotonic())


def opened(open_page: Callable[..., AppTest], entry: RunEntry, admin: State) -> AppTest:
    return open_page("export", entry, tab=admin)


def words(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def better(entry: RunEntry, verdict: str = "better") -> None:
    """Whatever the sample's few conversations gave: the comparison says this."""
    comparison = entry.folder.read_json("comparison.json")
    entry.folder.write_json("comparison.json", {**comparison, "verdict": verdict})


def test_a_better_change_is_published_with_its_verdict_as_the_reason(
    open_page: Callable[..., AppTest], finished_run: RunEntry, admin: State
) -> None:
    better(finished_run)
    change = change_of(finished_run.folder)
    assert change is not None
    app = opened(open_page, finished_run, admin)
    app.button(key="publish-yes").click().run()
    assert not app.exception
    now = releases.situation(Access(admin.cookie))
    assert now.live.release_id == change.approved.proposed_release_id
    assert now.live.reason == change.said("es")[: releases.MAX_REASON]
    assert [box.value for box in app.success] == [
        "Publicado: la siguiente respuesta ya usa estos textos.", "Este cambio ya atiende a los clientes.",
    ]  # fmt: skip


def test_it_is_rolled_back_with_a_reason_and_not_without(
    open_page: Callable[..., AppTest], finished_run: RunEntry, admin: State
) -> None:
    better(finished_run)
    app = opened(open_page, finished_run, admin)
    before = releases.situation(Access(admin.cookie)).live.release_id
    app.button(key="publish-yes").click().run()
    app.button(key="roll-back-yes").click().run()
    assert [box.value for box in app.error] == ["Escriba un motivo."]
    app.text_input(key="roll-back-reason").set_value("más pases a personas").run()
    app.button(key="roll-back-yes").click().run()
    now = releases.situation(Access(admin.cookie))
    assert (now.live.release_id, now.live.reason) == (before, "más pases a personas")
    assert [move.kind for move in now.moves] == ["rolled_back", "promoted", "initial"]
    assert not now.can_go_back


@pytest.mark.parametrize("verdict", ["worse", "inconclusive"])
def test_what_is_not_better_asks_for_a_reason_and_a_yes(
    open_page: Callable[..., AppTest], finished_run: RunEntry, admin: State, verdict: str
) -> None:
    better(finished_run, verdict)
    app = opened(open_page, finished_run, admin)
    assert app.button(key="publish-yes").disabled
    app.checkbox(key="publish-sure").check().run()
    app.button(key="publish-yes").click().run()
    assert [box.value for box in app.error] == ["Escriba un motivo."]
    assert len(releases.situation(Access(admin.cookie)).moves) == 1


def test_prompts_of_another_comparison_have_no_verdict(finished_run: RunEntry) -> None:
    comparison = finished_run.folder.read_json("comparison.json")
    other = {**comparison, "releases": {**comparison["releases"], "proposed": "0" * 12}}
    finished_run.folder.write_json("comparison.json", other)
    change = change_of(finished_run.folder)
    assert change is not None
    assert change.verdict is None
    assert not change.proven


def test_what_was_compared_with_another_release_than_the_live_one_is_not_proven(finished_run: RunEntry) -> None:
    better(finished_run)
    approved = read_approved(finished_run.folder)
    for live in (None, approved.baseline_release_id, approved.proposed_release_id):
        same = change_of(finished_run.folder, live)
        assert same is not None
        assert (same.proven, same.outdated) == (True, False)
    other = change_of(finished_run.folder, "0" * 12)
    assert other is not None
    assert (other.proven, other.verdict, other.said("es"), other.unknown) == (False, None, "", "publish.outdated")


def test_the_verdict_of_another_baseline_is_not_that_of_the_approval(finished_run: RunEntry) -> None:
    better(finished_run)
    approved = finished_run.folder.read_json("approved_prompts.json")
    finished_run.folder.write_json("approved_prompts.json", {**approved, "baseline_release_id": "0" * 12})
    change = change_of(finished_run.folder, "0" * 12)
    assert change is not None
    assert (change.verdict, change.unknown) == (None, "publish.not_compared")


def test_another_model_is_refused_in_words(
    open_page: Callable[..., AppTest], finished_run: RunEntry, admin: State
) -> None:
    better(finished_run)
    approved = finished_run.folder.read_json("approved_prompts.json")
    finished_run.folder.write_json("approved_prompts.json", {**approved, "model": "gpt-6-luna"})
    app = opened(open_page, finished_run, admin)
    app.button(key="publish-yes").click().run()
    assert [box.value for box in app.error] == [
        "Se aprobó para otro modelo. Apruebe y compare de nuevo con el modelo de este servidor."
    ]


def test_another_business_is_not_offered_to_be_published(
    open_page: Callable[..., AppTest], finished_run: RunEntry, admin: State
) -> None:
    approved = finished_run.folder.read_json("approved_prompts.json")
    finished_run.folder.write_json("approved_prompts.json", {**approved, "domain": "airline"})
    app = opened(open_page, finished_run, admin)
    assert "Esta corrida es de otro negocio: no se puede publicar aquí." in [box.value for box in app.error]
    assert "publish-yes" not in {button.key for button in app.button}


def test_without_an_account_it_says_that_one_is_needed(
    open_page: Callable[..., AppTest], finished_run: RunEntry
) -> None:
    app = open_page("export", finished_run, tab=State(files_only=True))
    assert "Para publicar, entre con una cuenta de administrador." in [box.value for box in app.info]
    assert "publish-yes" not in {button.key for button in app.button}


def _move(kind: str, to: str) -> dict[str, object]:
    return {"kind": kind, "from_release": None, "to_release": to, "reason": "", "at": "2026-11-23T08:00:00Z"}


@pytest.mark.parametrize(
    ("kinds", "back"),
    [(["initial"], False), (["promoted", "initial"], True), (["rolled_back", "promoted", "initial"], False)],
)
def test_there_is_a_way_back_while_something_was_published(kinds: list[str], back: bool) -> None:
    moves = tuple(Move.model_validate(_move(kind, "a")) for kind in kinds)
    live = {"release_id": "a", "moved_at": "2026-11-23T08:00:00Z", "reason": ""}
    assert Situation.model_validate({"live": live, "moves": moves, "domain": "kavak"}).can_go_back is back


def test_the_outcomes_are_those_of_published_releases_the_live_one_first() -> None:
    live = {"release_id": "b", "moved_at": "2026-11-23T08:00:00Z", "reason": ""}
    moves = [_move("promoted", "b"), _move("initial", "a")]
    now = Situation.model_validate({"live": live, "moves": moves, "domain": "kavak"})
    found: list[dict[str, object]] = [{"name": "a"}, {"name": None}, {"name": "c"}, {"name": "b"}]
    assert of_moves(found, now) == [{"name": "b"}, {"name": "a"}]


def test_an_unknown_outcome_is_a_dash_with_why(open_page: Callable[..., AppTest]) -> None:
    class Here:
        language = "es"

        def say(self, key: str, **_: object) -> str:
            return key

    unknown = {"value": None, "n": 0, "low": None, "high": None}
    assert figure(Here(), unknown) == "—<small>publish.unknown</small>"  # type: ignore[arg-type]


def test_going_back_is_from_what_was_on_the_screen(finished_run: RunEntry, admin: State) -> None:
    better(finished_run)
    change = change_of(finished_run.folder)
    assert change is not None
    first = releases.situation(Access(admin.cookie)).live.release_id
    releases.publish(Access(admin.cookie), change.record, "mejor")
    with pytest.raises(ApiError, match="moved meanwhile"):
        releases.roll_back(Access(admin.cookie), "ya no", first)
    assert releases.situation(Access(admin.cookie)).live.release_id == change.approved.proposed_release_id


def test_a_verdict_over_another_bot_than_the_live_one_proves_nothing(
    open_page: Callable[..., AppTest], finished_run: RunEntry, admin: State, tmp_path: Path
) -> None:
    better(finished_run)
    shutil.copytree(finished_run.folder.path, tmp_path / "other")
    system = read_approved(finished_run.folder).system_prompt + "\nUsa frases cortas."
    other = approve(RunFolder(tmp_path / "other"), LLMSettings(), Choice(system_prompt=system))
    releases.publish(Access(admin.cookie), other.model_dump(mode="json"), "otra corrida")
    app = opened(open_page, finished_run, admin)
    assert "que no es la que atiende hoy" in words(app)
    assert app.button(key="publish-yes").disabled
    releases.roll_back(Access(admin.cookie), "de vuelta", other.proposed_release_id)
    assert not opened(open_page, finished_run, admin).button(key="publish-yes").disabled
