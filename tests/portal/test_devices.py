"""Where the customer is signed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portal.states.devices import Devices, device_words
from tests.portal.tabs import Tab, goes_to, new_tab, refused

CHROME_ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"
SAFARI_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1"
EDGE_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
FIREFOX_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def tab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    tab = new_tab(tmp_path, monkeypatch, "/profile")
    tab.sign_in()
    return tab


@pytest.fixture
def devices(tab: Tab) -> Devices:
    return tab.state(Devices)


def sign_in(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"s{number}", "user_agent": CHROME_ANDROID, "created_at": "2026-10-01T10:00:00Z",
        "last_used_at": "2026-10-02T10:00:00Z", "current": False,
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [(CHROME_ANDROID, "Chrome en Android"), (SAFARI_IPHONE, "Safari en iPhone"), (EDGE_WINDOWS, "Edge en Windows"),
     (FIREFOX_MAC, "Firefox en Mac"), ("python-httpx2/2.16", "Dispositivo desconocido"),
     ("", "Dispositivo desconocido"), ("<b>Firefox</b>", "Firefox")],
)  # fmt: skip
def test_a_device_is_told_in_words(user_agent: str, words: str) -> None:
    assert device_words(user_agent, "es") == words


def test_this_device_comes_first_and_the_rest_on_request(tab: Tab, devices: Devices) -> None:
    found = [sign_in(number) for number in range(5)] + [sign_in(9, current=True)]
    tab.backend.answers["GET me/sessions"] = {"items": found}
    tab.press(devices, "load")
    assert [device.id for device in devices.shown] == ["s9", "s0", "s1", "s2"]
    assert devices.more
    tab.press(devices, "show_all")
    assert len(devices.shown) == 6
    assert not devices.more


def test_times_are_told_in_every_language(tab: Tab, devices: Devices) -> None:
    tab.backend.answers["GET me/sessions"] = {"items": [sign_in(1)]}
    tab.press(devices, "load")
    assert set(devices.devices[0].used) == {"es", "pt", "en"}
    assert "Oct" in devices.devices[0].used["en"]


@pytest.mark.parametrize("answer", [None, refused(404, "not_found")])
def test_signing_a_device_out_shows_the_list_without_it(tab: Tab, devices: Devices, answer: object) -> None:
    tab.backend.answers |= {"DELETE me/sessions/s1": answer, "GET me/sessions": {"items": []}}
    tab.press(devices, "sign_out", "s1")
    assert tab.backend.calls == ["DELETE me/sessions/s1", "GET me/sessions"]
    assert devices.ended
    assert devices.devices == []
    assert devices.busy == ""


def test_a_failure_is_told_and_nothing_is_said_to_have_ended(tab: Tab, devices: Devices) -> None:
    tab.backend.answers["DELETE me/sessions/s1"] = refused(503, "unavailable")
    tab.press(devices, "sign_out", "s1")
    assert devices.problem
    assert not devices.ended
    assert devices.busy == ""


def test_signing_out_everywhere_ends_this_session_too(tab: Tab, devices: Devices) -> None:
    (step,) = tab.press(devices, "sign_out_everywhere")
    assert tab.backend.calls == ["DELETE me/sessions"]
    assert goes_to(step) == "log_out"
