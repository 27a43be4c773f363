"""The server starts and speaks in one shape."""

from __future__ import annotations

import httpx2


def test_an_unknown_path_has_the_error_shape(api: httpx2.Client) -> None:
    answer = api.get("nothing")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
