"""Where the work is done: this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import NamedTuple

from shared.cli.console import WrongInput

CONNECT_TIMEOUT_SEC = 10


class Workplace(NamedTuple):
    """`executor` takes the work (`None`: this machine's own threads and processes); `processes` it spreads over."""

    executor: Executor | None
    processes: int


@contextmanager
def workplace(address: str | None) -> Iterator[Workplace]:
    """The workers at `address`. Raises `WrongInput` where no scheduler answers or it has no workers."""
    if address is None:
        yield Workplace(None, 1)
        return
    from distributed import Client  # only who has a cluster pays for the import

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT_TIMEOUT_SEC, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise WrongInput(f"--scheduler: no Dask scheduler answers at {address}") from error
    with client:
        workers = client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            raise WrongInput(f"--scheduler: the scheduler at {address} has no workers")
        with client.get_executor(pure=False) as executor:  # type: ignore[no-untyped-call]
            yield Workplace(executor, len(workers))
