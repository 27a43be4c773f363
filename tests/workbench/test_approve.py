"""Approving: what one starts from, what is checked, drafts that survive, who decided, and every decision so far."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from shared.domains.pack import load_pack
from shared.improvement.approval import PromptPair
from shared.runs.approvals import APPROVALS, APPROVED, approvals, read_approved
from shared.runs.proposals_kept import PROPOSAL
from workbench.approve import drafts, editing
from workbench.approve.drafts import DRAFT, Source
from workbench.desk import page_file
from workbench.i18n.approve import TEXTS
from workbench.sessions import Session, sessions
from workbench.state import State
from workbench.workspace import RunEntry

Open = Callable[..., AppTest]
LUIS = "luis@example.com"
TEMPLATE = "{contexto} {tono} {idioma} {canal}"
EDITED = PromptPair(system_prompt="Atienda con paciencia y diga siempre el siguiente paso.", user_template=TEMPLATE)


def words(app: AppTest) -> str:
    return "\n".join(getattr(block, "body", "") for block in app.main.get("html"))


def not_approved(entry: RunEntry) -> RunEntry:
    entry.folder.discard([APPROVED, APPROVALS])
    return entry


def with_draft(entry: RunEntry, **changes: str) -> RunEntry:
    drafts.keep_draft(entry.folder, EDITED.model_copy(update=changes), "luis@example.com")
    return entry


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


@pytest.fixture
def luis(deployment: object) -> State:
    """The tab of another admin."""
    cookie = sessions().new(Session("access", "refresh", time.time() + 900, "Luis Admin", LUIS))
    return State(cookie=cookie, name="Luis Admin", email=LUIS, checked_at=time.monotonic())


def editor_key(app: AppTest) -> str:
    run = app.session_state["acs"].run
    return f"approve-system-{run}-{app.session_state[f'approve-begun-{run}'].round}"


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[[AppTest, str], AppTest]:
    """`typing(app, text)`: type instructions, which `AppTest` cannot do in a component."""

    def shown(label: str, text: str, key: str, *, rows: int) -> str:
        st.session_state[key] = key
        return str(st.session_state.get(f"typed {key}", text))

    def typed(app: AppTest, text: str) -> AppTest:
        app.session_state[f"typed {editor_key(app)}"] = text
        app.run()
        assert not app.exception, app.exception
        return app

    monkeypatch.setattr(editing, "editor", shown)
    return typed


Typing = Callable[[AppTest, str], AppTest]
HERS = "Atienda con paciencia. Este texto es de Ana y dice siempre el siguiente paso."
HIS = "Atienda con prisa. Este texto es de Luis y nunca dice cuál es el siguiente paso."


def kept(entry: RunEntry) -> tuple[str, str]:
    draft = drafts.read_draft(entry.folder)
    return (draft.by, draft.system_prompt) if draft else ("", "")


def test_a_page_that_is_only_drawn_again_leaves_another_s_draft(
    open_page: Open, typing: Typing, finished_run: RunEntry, luis: State
) -> None:
    hers, his = open_page("approve", finished_run), open_page("approve", finished_run, tab=luis)
    typing(hers, HERS)
    his.run()
    assert kept(finished_run) == ("ana@example.com", HERS)
    assert "ana@example.com guardó otro borrador" in words(his)
    assert "guardó otro borrador" not in words(hers.run())


def test_an_older_text_does_not_replace_what_another_kept_since(
    open_page: Open, typing: Typing, finished_run: RunEntry, luis: State
) -> None:
    with_draft(finished_run)
    hers, his = open_page("approve", finished_run), open_page("approve", finished_run, tab=luis)
    typing(hers, HERS)
    his.run()
    assert kept(finished_run) == ("ana@example.com", HERS)
    typing(his, HIS)
    assert kept(finished_run) == ("ana@example.com", HERS)
    press(his, "approve-theirs")
    assert "otro borrador" not in words(his)
    assert kept(finished_run) == ("ana@example.com", HERS)
    typing(his, HIS)
    assert kept(finished_run) == (LUIS, HIS)


def test_one_s_own_text_is_the_draft_once_that_was_chosen(
    open_page: Open, typing: Typing, finished_run: RunEntry, luis: State
) -> None:
    hers, his = open_page("approve", finished_run), open_page("approve", finished_run, tab=luis)
    typing(hers, HERS)
    typing(his, HIS)
    press(his, "approve-mine")
    assert kept(finished_run) == (LUIS, HIS)
    assert f"{LUIS} guardó otro borrador" in words(hers.run())
    press(hers, "approve-mine")
    assert kept(finished_run) == ("ana@example.com", HERS)


def test_a_text_that_could_not_be_kept_is_there_on_coming_back(
    open_page: Open, typing: Typing, finished_run: RunEntry, luis: State
) -> None:
    hers, his = open_page("approve", finished_run), open_page("approve", finished_run, tab=luis)
    typing(hers, HERS)
    typing(his, HIS)
    his.switch_page(page_file("metrics")).run()
    for key in (editor_key(his), f"typed {editor_key(his)}"):
        del his.session_state[key]  # as of a component that is no longer on the page
    his.switch_page(page_file("approve")).run()
    press(his, "approve-mine")
    assert kept(finished_run) == (LUIS, HIS)


def test_after_another_s_approval_an_older_text_is_no_new_draft(
    open_page: Open, typing: Typing, finished_run: RunEntry, luis: State
) -> None:
    with_draft(finished_run)
    hers, his = open_page("approve", finished_run), open_page("approve", finished_run, tab=luis)
    typing(hers, HERS)
    press(hers, "approve-approve")
    his.run()
    assert kept(finished_run) == ("", "")
    assert "ana@example.com aprobó otros textos" in words(his)
    press(his, "approve-theirs")
    assert "aprobó otros textos" not in words(his)
    assert his.button(key="approve-approve").disabled, "it is what is approved"


def test_nobody_approves_over_an_approval_that_they_have_not_seen(
    open_page: Open, typing: Typing, finished_run: RunEntry, luis: State
) -> None:
    hers, his = open_page("approve", finished_run), open_page("approve", finished_run, tab=luis)
    typing(his, HIS)
    press(hers, "approve-unchanged")
    assert kept(finished_run) == (LUIS, HIS), "an approval takes away no draft but one's own"
    press(his, "approve-approve")
    assert read_approved(finished_run.folder).approved_by == "ana@example.com"
    assert "ana@example.com acaba de aprobar" in his.toast[0].value
    press(his, "approve-mine")
    press(his, "approve-approve")
    assert read_approved(finished_run.folder).approved_by == LUIS


def test_one_starts_from_the_draft_then_the_approval_then_the_proposal(finished_run: RunEntry) -> None:
    folder, pack = with_draft(finished_run).folder, load_pack("kavak")
    assert drafts.start(folder, pack).source is Source.DRAFT
    drafts.drop_draft(folder)
    assert drafts.start(folder, pack).source is Source.APPROVED
    not_approved(finished_run)
    assert drafts.start(folder, pack).source is Source.PROPOSAL
    (folder / PROPOSAL).unlink()
    assert drafts.start(folder, pack).source is Source.CURRENT


def test_the_proposal_is_approved_in_the_admins_name(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("approve", not_approved(finished_run))
    press(app, "approve-approve")
    approved = read_approved(finished_run.folder)
    assert (approved.source, approved.approved_by) == ("proposal", "ana@example.com")
    assert approved.proposed_release_id in words(app)
    assert app.button(key="approve-approve").disabled
    assert app.button(key="approve-next")


def test_an_edited_draft_survives_and_is_approved_as_edited(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("approve", with_draft(finished_run))
    assert "luis@example.com" in words(app)
    press(app, "approve-approve")
    approved = read_approved(finished_run.folder)
    assert (approved.source, drafts.pair_of(approved)) == ("edited", EDITED)
    assert not (finished_run.folder / DRAFT).exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"user_template": "{contexto} {tono} {idioma}"}, "Falta: `{canal}`."),
        ({"user_template": TEMPLATE + " {nombre}"}, "El bot no conoce `{nombre}`."),
        ({"user_template": TEMPLATE + " {"}, "llave"),
        ({"user_template": TEMPLATE + " \x07"}, "U+0007"),
        ({"user_template": TEMPLATE + "x" * 4_000}, "hasta 4,000"),
        ({"system_prompt": "Hola"}, "entre 40 y 20,000"),
    ],
)
def test_what_is_wrong_is_said_and_cannot_be_approved(
    open_page: Open, finished_run: RunEntry, changes: dict[str, str], told: str
) -> None:
    app = open_page("approve", with_draft(finished_run, **changes))
    assert any(told in error.value for error in app.error)
    assert app.button(key="approve-approve").disabled


def test_every_problem_has_words_in_every_language() -> None:
    codes = {"missing", "unknown", "brace", "control", "long", "length"}
    assert {key.removeprefix("approve.problem.") for key in TEXTS if key.startswith("approve.problem.")} == codes


def test_the_difference_to_the_current_prompt_stands_beside(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("approve", with_draft(finished_run))
    assert "<ins><span" in words(app)
    assert "<del><span" in words(app)


def test_current_prompts_change_nothing_and_are_approved_as_a_check_only(
    open_page: Open, finished_run: RunEntry
) -> None:
    app = press(open_page("approve", not_approved(finished_run)), "approve-load-current")
    assert app.button(key="approve-approve").disabled
    press(app, "approve-unchanged")
    assert read_approved(finished_run.folder).source == "unchanged"


def test_an_older_approval_can_be_restored_and_approved_again(open_page: Open, finished_run: RunEntry) -> None:
    app = press(open_page("approve", with_draft(finished_run)), "approve-approve")
    assert [one.source for one in approvals(finished_run.folder)] == ["edited", "proposal"]
    press(app, "approve-restore-1")
    press(app, "approve-approve")
    assert [one.source for one in approvals(finished_run.folder)] == ["proposal", "edited", "proposal"]


def test_hostile_names_and_texts_stay_text(open_page: Open, finished_run: RunEntry) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    drafts.keep_draft(finished_run.folder, EDITED.model_copy(update={"system_prompt": hostile * 3}), hostile)
    app = open_page("approve", finished_run)
    assert "<img" not in words(app)


def test_a_damaged_draft_is_none(open_page: Open, finished_run: RunEntry) -> None:
    (finished_run.folder / DRAFT).write_text("{", encoding="utf-8")
    assert drafts.read_draft(finished_run.folder) is None
    assert open_page("approve", finished_run).main


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_page_speaks_every_language(open_page: Open, finished_run: RunEntry, language: str) -> None:
    assert open_page("approve", with_draft(finished_run), language=language).button(key="approve-approve")
