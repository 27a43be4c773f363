"""The backend killed while it answers: nothing that it took is lost, doubled or left hanging.

The same again and again under load, with every other service, is `make faults`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.backend.faults.crowd import Crowd
from tests.backend.faults.own_postgres import OwnPostgres
from tests.backend.faults.persistent import assert_everything_once, unfinished, wait_until
from tests.backend.faults.supervised import Supervised

CLIENTS, POSTS = 4, 8
ALL = CLIENTS * POSTS
BROKEN = {"RemoteProtocolError", "ReadError", "WriteError", "ConnectError"}


@pytest.mark.slow
def test_killed_in_the_middle_of_posts_each_is_there_once_and_answered_once(tmp_path: Path) -> None:
    leases = {"REPLY_LEASE_SEC": "2", "REPLY_RECOVERY_SEC": "0.5", "OFFLINE_MODEL_LATENCY_MS": "100"}
    with OwnPostgres() as postgres, Supervised(tmp_path, postgres.url, **leases) as backend:
        backend.wait_for_status(200)
        crowd = Crowd(postgres.engine, backend.url, clients=CLIENTS, posts=POSTS, give_up_sec=90)
        with crowd.posting():
            crowd.wait_for(ALL // 3, within_sec=60)
            backend.kill()
            backend.start()
            backend.wait_for_status(200)
        wait_until(lambda: unfinished(postgres.engine) == 0, 30, "every reply ended")
        assert len(crowd.acknowledged) == ALL
        endings = assert_everything_once(postgres.engine, crowd.acknowledged)
        assert endings["done"] >= ALL * 0.9
        met: Counter[str] = sum((client.met for client in crowd.clients), start=Counter())
        assert set(met) <= {"200", "503", *BROKEN}
        assert met.keys() & BROKEN
