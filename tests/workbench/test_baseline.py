"""What a run is compared with: the bot that answers customers, where a backend says which that is; else the pack."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from shared.domains.pack import load_pack
from shared.improvement.approval import PromptPair
from shared.runs.current_prompts import CURRENT, read_current
from shared.runs.proposals_kept import PROPOSAL
from shared.runs.stages import approve
from tests.backend.conftest import clean, database_url, engine, person, postgres, server, settings  # noqa: F401 - fixtures
from tests.backend.people import Person
from tests.backend.releases.releasing import TEMPLATE, created, promoted
from tests.backend.serving import RunningServer
from tests.workbench.test_proposals import wait_for_job, words
from workbench import access
from workbench.access import Access
from workbench.approve import drafts
from workbench.client import Backend
from workbench.model import llm_settings
from workbench.proposals import baseline
from workbench.sessions import Session, sessions
from workbench.state import State
from workbench.workspace import RunEntry

Open = Callable[..., AppTest]
PACK = load_pack("kavak")
OF_PACK = PromptPair.of_pack(PACK)


@pytest.fixture
def someone(
    deployment: object,
    server: RunningServer,  # noqa: F811
    person: Callable[..., Person],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Person]:
    """An admin of a backend that the workbench talks to."""
    connected = Backend(server.url, 15)
    monkeypatch.setattr(access, "backend", lambda: connected)
    yield person("admin", email="ana@example.com", name="Ana")
    connected.close()


@pytest.fixture
def admin(someone: Person) -> State:
    cookie = sessions().new(Session(someone.token, "none", time.time() + 900, "Ana", someone.email))
    return State(cookie=cookie, name="Ana", email=someone.email, checked_at=time.monotonic())


@pytest.fixture
def analysed(finished_run: RunEntry) -> RunEntry:
    """A run without a proposal and what comes after one."""
    names = (PROPOSAL, "approved_prompts.json", "approvals.jsonl", "simulation.json", "comparison.json")
    finished_run.folder.discard(names)
    return finished_run


def captions(app: AppTest) -> list[str]:
    return [block.value for block in app.caption]


def proposed(app: AppTest, entry: RunEntry) -> AppTest:
    app.button(key="proposals-start").click().run()
    wait_for_job(entry)
    return app.run()


def test_a_proposal_is_made_against_the_live_release_and_keeps_it(
    open_page: Open, analysed: RunEntry, someone: Person, admin: State
) -> None:
    release = created(someone, "viva")
    promoted(someone, release)
    app = open_page("proposals", analysed, tab=admin)
    assert f"Se compara con lo que atiende hoy ({release})." in captions(app)
    proposed(app, analysed)
    kept = read_current(analysed.folder, PACK)
    assert (kept.source, kept.user_template) == (release, TEMPLATE)
    assert "<del" not in words(app), "the model added to the live prompts; nothing of them is struck out"
    promoted(someone, created(someone, "otra"))
    said = f"Esta corrida se compara con la versión {release}, la que atendía a los clientes al pedir la propuesta."
    for page in ("proposals", "approve"):
        assert said in captions(open_page(page, analysed, tab=admin))
    assert drafts.baseline(analysed.folder, PACK) == kept.pair
    assert drafts.sources(analysed.folder, PACK)[drafts.Source.CURRENT] == kept.pair
    approved = approve(analysed.folder, llm_settings())
    assert (approved.baseline, approved.baseline_release_id) == (kept.pair, release)


def test_before_anything_was_published_the_live_release_is_the_packs(analysed: RunEntry, admin: State) -> None:
    found = baseline.live(Access(admin.cookie))
    assert found.pair == OF_PACK
    assert not found.of_pack


@pytest.mark.parametrize("files_only", [True, False], ids=["files only", "nobody answers"])
def test_without_a_server_it_is_the_pack_and_says_so(
    open_page: Open, analysed: RunEntry, signed_in: State, files_only: bool
) -> None:
    app = open_page("proposals", analysed, tab=State(files_only=True) if files_only else signed_in)
    assert "Sin servidor: se compara con los textos del paquete." in captions(app)
    proposed(app, analysed)
    assert not (analysed.folder / CURRENT).exists()
    assert "Esta corrida se compara con los textos del paquete." in captions(app)
    assert approve(analysed.folder, llm_settings()).baseline == OF_PACK


def test_a_run_whose_proposal_was_made_against_the_pack_keeps_it(
    open_page: Open, finished_run: RunEntry, someone: Person, admin: State
) -> None:
    promoted(someone, created(someone, "viva"))
    app = open_page("proposals", finished_run, tab=admin)
    assert "Esta corrida se compara con los textos del paquete." in captions(app)
    app.button(key="proposals-again").click().run()
    wait_for_job(finished_run)
    assert read_current(finished_run.folder, PACK).of_pack
