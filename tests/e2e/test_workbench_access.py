"""Every page of the workbench, in both modes, on a phone and wide: nothing breaks a rule that a program can check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.backend.chats import open_ticket
from tests.e2e.accessibility import RULES, SEEN, overflow, violations
from tests.e2e.conftest import Customer
from tests.workbench import walking
from tests.workbench.browsing import DESKTOP, PHONE, Admins, Desk
from tests.workbench.running import WorkbenchProcess
from workbench.steps import Step

pytestmark = pytest.mark.browser

OF_STREAMLIT = "presentation-role-conflict"
"""A rule of good practice, not of WCAG, that the place for dropping files breaks."""


@pytest.mark.parametrize(("width", "scheme", "rules"), [(PHONE, "light", RULES), (DESKTOP, "dark", SEEN)])
def test_pages_for_admins(
    admins: Admins, workbench: WorkbenchProcess, admin_cookie: str, finished_run: Path,
    customer: Callable[..., Customer], width: int, scheme: str, rules: dict[str, Any],
) -> None:  # fmt: skip
    entry = walking.stored(workbench.runs, finished_run)
    ana = customer(name="Ana")
    ticket = open_ticket(ana.person, title="Con una persona")["id"]
    assert ana.person.post(f"tickets/{ticket}/handoff", json={"reason": "prefiero"}).is_success
    desk = Desk(admins.context(cookie=admin_cookie, width=width, color_scheme=scheme).new_page())
    found: list[str] = []

    def look() -> None:
        found.extend(violations(desk.page, rules))
        assert overflow(desk.page) == 0, desk.page.url
        assert desk.page.locator("h1").count() == 1, desk.page.url

    for path in ("/", "/inbox", f"/inbox?case={ticket}", f"/data?run={entry.id}"):
        desk.visit(path)
        look()
    for step in list(Step)[1:]:
        desk.go(step.value)
        look()
    desk.go("metrics")
    desk.press("metrics.read_worst")
    desk.page.get_by_role("dialog").locator("ol.chat li").first.wait_for()
    found += violations(desk.page, rules)
    found = [one for one in found if OF_STREAMLIT not in one]
    assert not found, "\n".join(found)
