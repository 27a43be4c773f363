"""The mixed journey of customers and agents on one and on two replicas of the backend (`make load`).

Each on a PostgreSQL of its own on 127.0.0.1 with the offline model; then a thousand clients that hardly read. Prints
tables for docs/benchmarks.md; the exit code is 1 when a request failed, or something was lost, doubled or left
unanswered.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import psutil  # type: ignore[import-untyped]

from tests.backend.faults.account import Account, account
from tests.backend.faults.own_postgres import OwnPostgres
from tests.backend.faults.persistent import Acknowledged, unfinished, wait_until
from tests.backend.faults.supervised import Supervised, allow_open_files
from tests.backend.platform.processes import ROOT
from tests.load.people import made_people
from tests.load.slow_clients import SlowStreams, beside_slow_clients

JOURNEYS = Path(__file__).with_name("journeys.py")
PROMPT_SEC, MOST_MEGABYTES = 2.0, 300
LAST_ANSWERS_SEC = 30


class Wanted(NamedTuple):
    """The words on the command line."""

    users: int
    seconds: int
    replicas: list[int]
    latency_ms: int
    bcrypt_rounds: int
    slow_clients: int


class Measured(NamedTuple):
    """One round: what Locust met, megabytes by process, and the account."""

    told: dict[str, Any]
    megabytes: dict[str, float]
    account: Account


def main() -> int:
    """Run all rounds."""
    wanted = _wanted()
    allow_open_files(wanted.users * 4 + 500)
    good = True
    for replicas in wanted.replicas:
        measured = _round(wanted, replicas)
        _print_round(wanted, replicas, measured)
        good = good and measured.account.good and not measured.told["errors"]
    return int(not ((not wanted.slow_clients or _slow_clients(wanted.slow_clients)) and good))


def _wanted() -> Wanted:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--users", type=int, default=36, help="at the same time (36)")
    parser.add_argument("--seconds", type=int, default=35, help="of each round (35)")
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2], help="a round for each number (1 2)")
    parser.add_argument("--latency-ms", type=int, default=300, help="of each call of the model (300)")
    parser.add_argument("--bcrypt-rounds", type=int, default=12, help="of a password's hash (12, as shipped)")
    parser.add_argument("--slow-clients", type=int, default=1_000, help="that hardly read; 0: leave them out (1000)")
    return Wanted(**vars(parser.parse_args()))


def _round(wanted: Wanted, replicas: int) -> Measured:
    changes = {"OFFLINE_MODEL_LATENCY_MS": str(wanted.latency_ms), "BCRYPT_ROUNDS": str(wanted.bcrypt_rounds)}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="acs-load-")))
        postgres = stack.enter_context(OwnPostgres())
        backends = []
        for number in range(replicas):
            (own := folder / str(number)).mkdir()
            backends.append(stack.enter_context(Supervised(own, postgres.url, **changes)))
            backends[-1].wait_for_status(200)
        people = made_people(postgres.engine, wanted.users, wanted.bcrypt_rounds)
        told, locust_mb = _locust(wanted, folder, people | {"hosts": [backend.url for backend in backends]})
        wait_until(lambda: unfinished(postgres.engine) == 0, LAST_ANSWERS_SEC, "every reply ended")
        megabytes = {f"backend {number}": backend.memory() / 1e6 for number, backend in enumerate(backends, start=1)}
        megabytes |= {"PostgreSQL, all processes": _postgres_mb(postgres), "Locust": locust_mb}
        posts = [Acknowledged(**one) for one in told["acknowledged"]]
        return Measured(told, megabytes, account(postgres.engine, posts))


def _locust(wanted: Wanted, folder: Path, people: dict[str, Any]) -> tuple[dict[str, Any], float]:
    """What it met, and the most megabytes that it took. Raises `RuntimeError` when it did not run."""
    given, told = folder / "people.json", folder / "told.json"
    given.write_text(json.dumps(people), encoding="utf-8")
    command = [
        sys.executable, "-m", "locust", "-f", str(JOURNEYS), "--headless", "--users", str(wanted.users),
        "--spawn-rate", "3", "--reset-stats", "--run-time", f"{wanted.seconds}s", "--stop-timeout", "30",
        "--loglevel", "WARNING",
    ]  # fmt: skip
    environment = os.environ | {"ACS_LOAD_PEOPLE": str(given), "ACS_LOAD_TOLD": str(told)}
    with (folder / "locust.txt").open("wb") as output:
        process = psutil.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        most = 0
        while process.poll() is None:
            try:
                most = max(most, process.memory_info().rss)
                process.wait(1)
            except psutil.TimeoutExpired:
                continue
            except psutil.NoSuchProcess:
                break
    if not told.exists():
        raise RuntimeError(f"Locust did not run: {(folder / 'locust.txt').read_text(encoding='utf-8')[-4_000:]}")
    return json.loads(told.read_text(encoding="utf-8")), most / 1e6


def _postgres_mb(postgres: OwnPostgres) -> float:
    """What all its processes take, memory that they share counted once."""
    return sum(float(process.memory_full_info().pss) for process in postgres.processes()) / 1e6


def _print_round(wanted: Wanted, replicas: int, measured: Measured) -> None:
    told, kinds = measured.told, measured.told["kinds"]
    named = "one replica" if replicas == 1 else f"{replicas} replicas"
    print(f"\n## {named}\n")
    print(f"{wanted.users} users for {told['seconds']:.0f} s, {wanted.latency_ms} ms for a call of the model,")
    print(f"BCRYPT_ROUNDS={wanted.bcrypt_rounds}, no rate limits, load of the machine {os.getloadavg()[0]:.1f}.\n")
    print("| request | n | a second | p50 ms | p95 ms | p99 ms | errors |\n|---|---:|---:|---:|---:|---:|---:|")
    for kind in kinds:
        _print_kind(kind, told["seconds"])
    requests = [kind for kind in kinds if " " in kind["name"] and kind["name"].split()[0] in ("GET", "POST")]
    total = sum(kind["requests"] for kind in requests)
    print(f"| **all requests** | {total} | {total / told['seconds']:.1f} | | | | {len(told['errors'])} |")
    for error, times in Counter(told["errors"]).most_common(10):
        print(f"error: {error} ({times})")
    print("\n| memory at the end | MB |\n|---|---:|")
    for name, megabytes in measured.megabytes.items():
        print(f"| {name} | {megabytes:.0f} |")
    print("\n| messages acknowledged | lost | doubled | unanswered | failed visibly |\n|---:|---:|---:|---:|---:|")
    print("| " + " | ".join(map(str, measured.account)) + " |", flush=True)


def _print_kind(kind: dict[str, Any], seconds: float) -> None:
    shares = " | ".join(f"{kind[share]:.0f}" for share in ("p50", "p95", "p99"))
    each = f"{kind['requests'] / seconds:.1f}"
    print(f"| {kind['name']} | {kind['requests']} | {each} | {shares} | {kind['errors']} |")


def _slow_clients(number: int) -> bool:
    """Whether everybody else was served promptly beside so many."""
    print(f"\n## {number} clients that hardly read, and one who reads a ticket again and again\n")
    crowded, posting = number // 10, number // 20
    with tempfile.TemporaryDirectory(prefix="acs-load-") as folder:
        try:
            met = beside_slow_clients(Path(folder), SlowStreams(number - crowded - posting, crowded, posting))
        except AssertionError as error:
            print(f"They were not served: {error}")
            return False
    print("| reads | slowest s | most MB of the server | wanted |\n|---:|---:|---:|---|")
    megabytes = met.most_bytes / 1e6
    print(f"| {met.reads} | {met.slowest_sec:.2f} | {megabytes:.0f} | < {PROMPT_SEC:.0f} s, < {MOST_MEGABYTES} MB |")
    return met.failed is None and met.slowest_sec < PROMPT_SEC and megabytes < MOST_MEGABYTES


if __name__ == "__main__":
    sys.exit(main())
