"""The key that signs, where a deployment has given none."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from backend.security import signing_secret
from tests.backend.serving import test_settings

AT_ONCE = 8


def test_a_key_that_a_dying_process_left_empty_is_made(tmp_path: Path) -> None:
    settings = test_settings("postgresql://db/acs", tmp_path, secret_key=None)
    (tmp_path / "secret_key").touch()
    secret = signing_secret(settings)
    assert len(secret) >= 32
    assert signing_secret(settings) == secret


def test_processes_that_begin_at_once_sign_with_one_key_of_the_owners(tmp_path: Path) -> None:
    settings = test_settings("postgresql://db/acs", tmp_path / "data", secret_key=None)
    together = threading.Barrier(AT_ONCE)

    def begin(_: int) -> str:
        together.wait()
        return signing_secret(settings)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        (secret,) = set(pool.map(begin, range(AT_ONCE)))
    path = tmp_path / "data" / "secret_key"
    assert path.read_text() == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
