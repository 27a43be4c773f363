"""One thing after the other breaks under traffic, and an account is made of each (`make faults`).

The whole product runs as processes on a PostgreSQL and a small disk of its own. Prints a table for docs/benchmarks.md;
the exit code is 1 when something was lost, doubled or left unanswered, when a simulation's result is another one, or
when not everything was done within the time.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import httpx2
from sqlalchemy import func, select

from backend.chatbot.models import Confirmation, ConfirmationStatus
from backend.operations.models import OperationRecord
from shared.llm.offline.service import Mind
from tests.backend.faults.account import Account, account
from tests.backend.faults.own_postgres import Mode
from tests.backend.faults.persistent import unfinished, wait_until
from tests.backend.faults.supervised import allow_open_files
from tests.faults.model import lying, unasked_acceptance, unknown_tool
from tests.faults.product import PATIENCE_SEC, Product
from tests.faults.simulation import DisturbedRun
from tests.faults.small_disk import SmallDisk
from tests.faults.traffic import Customers
from tests.faults.worker import waiting_jobs

BEFORE, AFTER = 6, 6
"""Messages that are acknowledged before a fault begins, and after it has ended."""
HELD_SEC = 2.0
FULL_SEC = 6.0
MODEL_SEC = 4.0
MAILS = 6
HEAD = """\
| phase | acknowledged | lost | doubled | unanswered | failed visibly | recovered after s | simulation | customers met |
|---|---:|---:|---:|---:|---:|---:|---|---|"""


@dataclass(slots=True)
class Scene:
    """What a fault finds. It may say from when on the recovery is measured, or how long that took where what was broken
    is not on the customers' way; else it is from the fault's end to the next answered message."""

    product: Product
    customers: Customers
    run: DisturbedRun
    mended_at: float | None = None
    recovered_sec: float | None = None


Fault = Callable[[Scene], list[str]]
"""Breaks something and mends it; what is wrong beside the account."""


class Outcome(NamedTuple):
    """A line of the table. `wrong`: in words; `commands`: how often `acs simulate` was started; `met`: what customers'
    requests met."""

    account: Account
    recovered_sec: float
    wrong: list[str]
    commands: int
    met: Counter[str]

    @property
    def good(self) -> bool:
        return self.account.good and not self.wrong


def main() -> int:
    """Every phase, within the time."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=6.0, help="after which nothing new begins (6)")
    parser.add_argument("--disk", choices=["", "loop", "tmpfs", "limit"], default="", help="how it is made small")
    parser.add_argument("--only", default="", help="the phases whose names hold this")
    wanted = parser.parse_args()
    began = time.monotonic()
    allow_open_files(4_096)
    with SmallDisk(wanted.disk) as disk, Product(disk) as product:
        print(f"\nThe data folder's disk: {disk.kind}. Load of the machine {os.getloadavg()[0]:.1f}.")
        print(f"Everything started within {time.monotonic() - began:.0f} s.\n")
        print(HEAD, flush=True)
        good = True
        for name, fault in PHASES.items():
            if wanted.only not in name:
                continue
            if time.monotonic() - began > wanted.minutes * 60:
                print(f"\n{wanted.minutes:g} minutes are over: {name!r} and what follows were not tried.")
                return 1
            good = _phase(product, name, fault) and good
    print(f"\n{time.monotonic() - began:.0f} s in all.")
    return int(not good)


def _phase(product: Product, name: str, fault: Fault) -> bool:
    """A fault under traffic, and its line of the table; whether all is well."""
    customers = Customers(product.engine, product.backend.url)
    try:
        outcome = _played(product, customers, fault)
    except Exception as error:  # the other phases are worth their lines
        traceback.print_exc()
        product.mend()
        print(f"| {name} | the phase itself failed: {error} |", flush=True)
        return False
    finally:
        customers.close()
    _print(name, outcome)
    return outcome.good


def _print(name: str, outcome: Outcome) -> None:
    numbers = " | ".join(map(str, outcome.account))
    commands = f"same bytes, {outcome.commands} command{'s' if outcome.commands > 1 else ''}"
    met = ", ".join(f"{what} × {times}" for what, times in outcome.met.most_common() if not what.startswith("2"))
    print(
        f"| {name} | {numbers} | {outcome.recovered_sec:.1f} | {'see below' if outcome.wrong else commands} | {met} |"
    )
    for wrong in outcome.wrong:
        print(f"wrong: {wrong}")
    sys.stdout.flush()


def _played(product: Product, customers: Customers, fault: Fault) -> Outcome:
    with DisturbedRun(product.run_folder(), product.undisturbed) as run:
        scene = Scene(product, customers, run)
        with customers.writing():
            customers.wait_for(BEFORE)
            wrong = fault(scene)
            recovered = scene.recovered_sec or _recovered(scene)
            customers.wait_for(AFTER)
        wait_until(lambda: unfinished(product.engine) == 0, PATIENCE_SEC, "every reply ended")
    counted = account(product.engine, customers.acknowledged)
    return Outcome(counted, recovered, [*wrong, *customers.untaken, *run.faults], run.commands, customers.met)


def _recovered(scene: Scene) -> float:
    """The seconds from the mending to an answered message."""
    began = scene.mended_at or time.monotonic()
    scene.product.backend.wait_for_status(200)
    scene.customers.probe()
    return time.monotonic() - began


def undisturbed(scene: Scene) -> list[str]:
    return []


def postgres_restarted(mode: Mode, scene: Scene) -> list[str]:
    scene.product.postgres.stop(mode)
    scene.product.backend.wait_for_status(503)
    time.sleep(HELD_SEC)
    scene.mended_at = time.monotonic()
    scene.product.postgres.start()
    return []


def backend_killed(scene: Scene) -> list[str]:
    scene.product.backend.kill()
    time.sleep(HELD_SEC)
    scene.product.backend.start()
    return []


def worker_killed(scene: Scene) -> list[str]:
    """Mails are asked for before and after; all are taken once the worker is there again."""
    people = [client.customer for client in scene.customers.clients[:MAILS]]
    for number, person in enumerate(people):
        if number == MAILS // 2:
            scene.product.worker.kill()
        asked = httpx2.post(f"{scene.product.backend.url}/api/v1/auth/password/forgot", json={"email": person.email})
        asked.raise_for_status()
    began = time.monotonic()
    scene.product.worker.start()
    wait_until(lambda: waiting_jobs(scene.product.engine) == 0, PATIENCE_SEC, "every mail is taken")
    scene.recovered_sec = time.monotonic() - began
    return []


def portal_killed(scene: Scene) -> list[str]:
    """A customer asks in a tab before and in another one after, with the same cookie."""
    product = scene.product
    visitor = product.visitor()
    scene.customers.acknowledged.append(product.asked_at_portal(visitor))
    product.portal.__exit__()
    began = time.monotonic()
    product.portal.__enter__()
    scene.customers.acknowledged.append(product.asked_at_portal(visitor))
    scene.recovered_sec = time.monotonic() - began
    visitor.person.close()
    return []


def workbench_killed(scene: Scene) -> list[str]:
    """A job of its own is under way and is killed in the middle; the next workbench goes on with it by itself."""
    product = scene.product
    entry = product.workbench_run()
    for _ in range(2):
        product.workbench.kill()
        before, began = product.played(entry), time.monotonic()
        product.workbench.start()
        wait_until(lambda: product.played(entry) > before, PATIENCE_SEC, "the job goes on")  # noqa: B023
        scene.recovered_sec = time.monotonic() - began
    return product.faults_of(entry)


def simulation_killed(scene: Scene) -> list[str]:
    for _ in range(3):
        before = scene.run.played
        wait_until(lambda: scene.run.played > before or not scene.run.going_on, PATIENCE_SEC, "it plays")  # noqa: B023
        scene.run.kill()
    return []


def disk_full(scene: Scene) -> list[str]:
    """Room comes back, and a database that the full disk has ended is started again, as an operator would."""
    product = scene.product
    wait_until(lambda: scene.run.played > 0 or not scene.run.going_on, PATIENCE_SEC, "it plays")
    product.disk.fill(product.postgres.processes)
    time.sleep(FULL_SEC)
    product.disk.free()
    scene.mended_at = time.monotonic()
    if not product.postgres.processes():
        product.postgres.start()
    return [] if scene.customers.met["503"] else ["nobody met the full disk"]


def model_is(scene: Scene, faults: str = "", latency_sec: float = 0.15, mind: Mind | None = None) -> list[str]:
    """For a while the model is like that."""
    given = {} if mind is None else {"mind": mind}
    scene.product.model.behave(faults, latency_sec, **given)
    time.sleep(MODEL_SEC)
    scene.product.model.behave()
    return []


def model_acts_unasked(scene: Scene) -> list[str]:
    """No offer is accepted but by the customer's button."""
    told = model_is(scene, mind=lying(unasked_acceptance))
    with scene.product.engine.connect() as connection:
        accepted = connection.scalar(select(func.count()).where(OperationRecord.state == "accepted")) or 0
        pressed = connection.scalar(
            select(func.count()).where(Confirmation.status == ConfirmationStatus.CONFIRMED)
        ) or 0  # fmt: skip
        asked = connection.scalar(select(func.count()).select_from(Confirmation)) or 0
    if not asked > pressed:
        told.append("the model's lie was not met")
    return told + ([f"{accepted} offers are accepted, {pressed} buttons were pressed"] if accepted > pressed else [])


PHASES: dict[str, Fault] = {
    "nothing": undisturbed,
    "PostgreSQL restarted (fast)": partial(postgres_restarted, "fast"),
    "PostgreSQL restarted (immediate)": partial(postgres_restarted, "immediate"),
    "backend killed": backend_killed,
    "jobs' worker killed": worker_killed,
    "portal killed": portal_killed,
    "workbench killed twice": workbench_killed,
    "acs simulate killed": simulation_killed,
    "disk full": disk_full,
    "model slow (3 s a call)": partial(model_is, latency_sec=3.0),
    "model 429": partial(model_is, faults="rate=0.8,kinds=429"),
    "model 500": partial(model_is, faults="rate=0.8,kinds=500"),
    "model cuts streams": partial(model_is, faults="rate=0.6,kinds=cut"),
    "model lies: invalid JSON": partial(model_is, faults="rate=0.6,kinds=invalid_json"),
    "model lies: unknown tools": partial(model_is, mind=lying(unknown_tool)),
    "model lies: acts without asking": model_acts_unasked,
}


if __name__ == "__main__":
    sys.exit(main())
