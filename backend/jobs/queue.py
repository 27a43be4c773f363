"""Work for later, on PostgreSQL."""

from __future__ import annotations

import hashlib

import orjson
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.types import JSONValue

from backend.errors import Unavailable

JSON = JSONValue


class JobQueue:
    """Where work for later goes. What is deferred outlives the process; a worker, here or elsewhere, does it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.alive = True
        """False while this process's worker, if it has one, is down and waits to be started again."""

    async def defer(self, task_name: str, **arguments: JSON) -> None:
        """Have `task_name` done with `arguments` soon. The same work that still waits is not queued twice.

        Raises `procrastinate.exceptions.TaskNotFound` for a task that there is not, and `Unavailable` without a
        database.
        """
        task = self._app.configure_task(
            task_name, allow_unknown=False, queueing_lock=f"{task_name}:{fingerprint(arguments)}"
        )
        try:
            await task.defer_async(**arguments)
        except AlreadyEnqueued:
            return
        except ConnectorException as error:
            raise Unavailable("the database is not available right now; try again") from error


def fingerprint(arguments: dict[str, JSON]) -> str:
    """The same for the same arguments in any order."""
    return hashlib.sha256(orjson.dumps(arguments, option=orjson.OPT_SORT_KEYS)).hexdigest()
