"""The bot that a run is compared with: the one that answers customers, asked of the backend, or the pack's."""

from __future__ import annotations

from shared.runs.current_prompts import CurrentPrompts, read_current
from shared.runs.proposals_kept import PROPOSAL
from workbench.access import Access
from workbench.desk import Desk
from workbench.errors import SignedOut, WorkbenchError
from workbench.publishing.releases import PRODUCTION


def to_give(here: Desk) -> CurrentPrompts | None:
    """The live prompts for a run that is to get its first proposal. None: it keeps what it has, nobody is signed in,
    the backend does not answer, or it serves another business. Raises `SignedOut`."""
    if not here.state.cookie or (here.folder / PROPOSAL).is_file():
        return None
    try:
        found = live(here.access)
    except SignedOut:
        raise
    except WorkbenchError:
        return None
    return found if found.domain == here.settings.domain else None


def live(access: Access) -> CurrentPrompts:
    """Those that answer customers now. Raises `ApiError`, `BackendDown`, `SignedOut`."""
    labels = access.ask("GET", "admin/releases/labels")["items"]
    answering = next(label["answering_release_id"] for label in labels if label["label"] == PRODUCTION)
    release = access.ask("GET", f"admin/releases/{answering}")
    return CurrentPrompts(
        system_prompt=release["system_prompt"],
        user_template=release["user_template"],
        domain=release["domain"],
        source=release["id"],
    )


def words(here: Desk, given: CurrentPrompts | None = None) -> str:
    """One sentence: what the run is compared with, `given` or kept. Raises `RunError`."""
    if given:
        return here.say("baseline.live", release=given.source)
    kept = read_current(here.folder, here.pack)
    if not kept.of_pack:
        return here.say("baseline.release", release=kept.source)
    return here.say("baseline.pack" if (here.folder / PROPOSAL).is_file() else "baseline.no_server")
