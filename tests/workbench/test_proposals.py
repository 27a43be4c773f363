"""Proposals: asked for, watched, read as plain text, kept, chosen, compared."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from shared.domains.pack import load_pack
from shared.improvement.approval import PromptPair
from shared.improvement.models import Proposal
from shared.improvement.proposals import proposal_warnings
from shared.runs.proposals_kept import PROPOSAL, kept
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobKind, JobState
from workbench.jobs.work import WORK, Stopped, Task
from workbench.model import llm_settings
from workbench.proposals.choosing import _WARNINGS
from workbench.proposals.outlook import outlook
from workbench.workspace import RunEntry

Open = Callable[..., AppTest]
PATIENCE_SEC = 60
HOSTILE = "<img src=x onerror=alert(1)> [pulse](https://example.com) ![x](https://example.com/x.png) **fuerte**"


def words(app: AppTest) -> str:
    """Everything that the page says in HTML of its own."""
    return "\n".join(getattr(block, "body", "") for block in app.main.get("html"))


def wait_for_job(entry: RunEntry, state: JobState = JobState.DONE) -> None:
    ends = time.monotonic() + PATIENCE_SEC
    while (job := jobs().view(entry)) and job.under_way and time.monotonic() < ends:
        time.sleep(0.05)
    assert job
    assert job.state is state, job


def without_proposal(entry: RunEntry) -> RunEntry:
    (entry.folder / PROPOSAL).unlink()
    return entry


def change_proposal(entry: RunEntry, change: Callable[[dict[str, Any]], None]) -> None:
    record = entry.folder.read_json(PROPOSAL)
    change(record["proposal"])
    entry.folder.write_json(PROPOSAL, record)


def test_without_a_proposal_it_says_what_one_will_use_and_starts_it(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("proposals", without_proposal(finished_run))
    assert "offline-rules-1" in words(app)
    assert "12 de" in words(app)
    assert "Sin costo" in words(app)
    app.button(key="proposals-start").click().run()
    wait_for_job(finished_run)
    app.run()
    assert [tab.label for tab in app.tabs] == ["Textos", "Código", "Herramientas", "Evaluación", "Riesgos"]


def test_while_it_is_written_the_page_says_so_asks_nothing_twice_and_can_cancel(
    open_page: Open, finished_run: RunEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def hold(task: Task) -> list[str]:
        asked.append(task)
        task.tell(None, {"phase": "asking", "characters": 1_234})
        task.stop.wait(30)
        raise Stopped

    monkeypatch.setitem(WORK, JobKind.PROPOSE, hold)
    app = open_page("proposals", without_proposal(finished_run))
    app.button(key="proposals-start").click().run()
    jobs().start(finished_run, JobKind.PROPOSE, "other@example.com")
    app.run()
    assert "El modelo está escribiendo" in [block.value for block in app.header]
    assert any(block.value.startswith("1,234 caracteres recibidos") for block in app.caption)
    app.button(key="proposals-cancel").click().run()
    wait_for_job(finished_run, JobState.STOPPED)
    app.run()
    assert app.button(key="proposals-start")
    assert len(asked) == 1


def test_every_part_of_the_proposal_is_on_the_page(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("proposals", finished_run)
    proposal = Proposal.model_validate(finished_run.folder.read_json(PROPOSAL)["proposal"])
    said = words(app)
    assert proposal.prompt_changes.rationale in said.replace("&#x27;", "'")
    assert [block.value.strip() for block in app.code] == [
        *[change.patch.strip() for change in proposal.code_changes],
        *[tool.api_sketch for tool in proposal.tools],
    ]
    for text in (*proposal.risks, *proposal.evaluation_plan.metrics):
        assert text in said


def test_the_tools_stand_beside_their_place_in_the_ranking(open_page: Open, finished_run: RunEntry) -> None:
    app = open_page("proposals", finished_run)
    table = app.dataframe[0].value
    with (finished_run.folder / "candidate_tools_ranked.csv").open(encoding="utf-8") as file:
        assert table["Herramienta"].tolist()[0] == file.readlines()[1].split(",")[2]
    assert table["Puesto"].tolist() == list(range(1, 9))


def test_words_of_the_model_are_never_markdown_or_html(open_page: Open, finished_run: RunEntry) -> None:
    def poison(proposal: dict[str, Any]) -> None:
        proposal["prompt_changes"]["rationale"] = proposal["risks"][0] = HOSTILE
        proposal["prompt_changes"]["system_prompt"] += HOSTILE
        proposal["tools"][0]["name"] = proposal["code_changes"][0]["title"] = HOSTILE

    change_proposal(finished_run, poison)
    app = open_page("proposals", finished_run)
    assert "<img" not in words(app)
    assert "&lt;img src=x" in words(app)
    texts = [*app.markdown, *app.caption, *app.title, *app.header]
    assert not [block for block in texts if "example.com/x.png" in block.value]


def test_another_proposal_keeps_the_first_and_either_can_be_used(open_page: Open, finished_run: RunEntry) -> None:
    jobs().start(finished_run, JobKind.PROPOSE, "ana@example.com")
    wait_for_job(finished_run)
    app = open_page("proposals", finished_run)
    assert [one.current for one in kept(finished_run.folder)] == [False, True]
    app.button_group[0].set_value(1).run()
    app.button(key="proposals-use").click().run()
    assert [one.current for one in kept(finished_run.folder)] == [True, False]


def test_two_proposals_are_compared_word_by_word(open_page: Open, finished_run: RunEntry) -> None:
    change_proposal(finished_run, lambda proposal: proposal["tools"].append({**proposal["tools"][0], "name": "Otra"}))
    jobs().start(finished_run, JobKind.PROPOSE, "ana@example.com")
    wait_for_job(finished_run)
    app = open_page("proposals", finished_run)
    app.toggle[0].set_value(True).run()
    assert not app.tabs
    assert "<li>Otra</li>" in words(app)


def test_a_damaged_proposal_is_said_and_can_be_replaced(open_page: Open, finished_run: RunEntry) -> None:
    (finished_run.folder / PROPOSAL).write_text(json.dumps({"proposal": 1}), encoding="utf-8")
    app = open_page("proposals", finished_run)
    assert app.error[0].value.startswith("La propuesta de esta corrida no se puede leer")
    assert app.button(key="proposals-start")


def test_every_warning_of_a_proposal_has_words_of_ours(finished_run: RunEntry) -> None:
    proposal, pack = kept(finished_run.folder)[0].proposal, load_pack("kavak")
    for prompt in (pack.prompts.system, pack.prompts.system * 9 + "{contexto}"):
        changes = proposal.prompt_changes.model_copy(update={"system_prompt": prompt})
        current = PromptPair.of_pack(pack)
        warnings = proposal_warnings(proposal.model_copy(update={"prompt_changes": changes}), current)
        assert warnings
        assert set(warnings) <= set(_WARNINGS)


def test_the_outlook_has_a_price_for_a_real_model(finished_run: RunEntry) -> None:
    real = llm_settings().model_copy(update={"openai_api_key": "sk-none"})
    seen = outlook(finished_run.folder, real)
    assert seen.model == real.openai_model
    assert 0 < seen.cost_usd < seen.most_usd < 0.1


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_page_speaks_every_language(open_page: Open, finished_run: RunEntry, language: str) -> None:
    assert open_page("proposals", finished_run, language=language).tabs
