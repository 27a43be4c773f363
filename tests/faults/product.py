"""The whole product as processes: backend, portal, workbench and jobs' worker, on a database and a disk of its own."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from backend.messages.models import Author, Message
from portal.building import ensure_built
from shared.runs.folder import utc_now
from shared.runs.simulating import JOURNAL
from tests.backend.faults.crowd import QUESTION, made_customer
from tests.backend.faults.own_postgres import OwnPostgres
from tests.backend.faults.persistent import Acknowledged, wait_until
from tests.backend.faults.supervised import Supervised
from tests.backend.handoff.builders import made_ticket
from tests.backend.people import Person
from tests.benchmarks.portal_stage import Customer as AtPortal
from tests.benchmarks.portal_tab import Tab
from tests.faults.model import ChangingModel
from tests.faults.simulation import LATENCY_MS, PREPARED, faults_of, undisturbed_run
from tests.faults.small_disk import SmallDisk
from tests.faults.worker import Worker
from tests.portal.running import PortalProcess
from tests.workbench.running import WorkbenchProcess
from workbench.jobs import record as records
from workbench.jobs.record import JobKind, JobRecord, JobState
from workbench.workspace import About, Origin, RunEntry, Workspace

AS_SHIPPED = {"HANDOFF_AFTER_FAILURES": "2", "HANDOFF_AFTER_FAILED_TURNS": "3", "SHUTDOWN_SEC": "20"}
MODEL_TIMES = {"OPENAI_API_KEY": "sk-faults", "OPENAI_TIMEOUT_SEC": "10", "OPENAI_TOTAL_TIMEOUT_SEC": "30"}
PATIENCE_SEC = 60.0


class Product:
    """Everything, started; `seconds` is how long that took."""

    def __init__(self, disk: SmallDisk) -> None:
        self.disk = disk
        self._stack = ExitStack()

    def __enter__(self) -> Product:
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self) -> None:
        enter, data = self._stack.enter_context, self._folder("data")
        self.model = enter(ChangingModel())
        self.postgres = enter(OwnPostgres(self.disk.folder))
        self.engine = self.postgres.engine
        changes = AS_SHIPPED | MODEL_TIMES | {"OPENAI_BASE_URL": self.model.url, "JOBS_IN_PROCESS": "false"}
        self.backend = enter(Supervised(data, self.postgres.url, **changes))
        self.worker = enter(Worker(data, self.postgres.url, **changes))
        offline = {"OPENAI_API_KEY": "", "OPENAI_BASE_URL": "", "OFFLINE_MODEL_LATENCY_MS": LATENCY_MS}
        self.undisturbed = undisturbed_run(self._folder("runs") / "undisturbed")
        ensure_built()
        self.portal = enter(PortalProcess(self._folder("portal"), self.backend.url))
        self.workbench = enter(WorkbenchProcess(self._folder("workbench"), self.backend.url, **offline))
        self.backend.wait_for_status(200)

    def mend(self) -> None:
        """Whatever a phase left broken that failed itself."""
        self.disk.free()
        self.model.behave()
        if not self.postgres.processes():
            self.postgres.start()
        for service in (self.backend, self.worker):
            if service.process.poll() is not None:
                service.start()
        if self.portal.process.poll() is not None:
            self.portal.__enter__()
        if self.workbench.process.poll() is not None:
            self.workbench.start()

    def run_folder(self) -> Path:
        """For a new run of `acs`."""
        return self.disk.folder / "runs" / f"run-{uuid4().hex[:8]}"

    def workbench_run(self) -> RunEntry:
        """A run whose job a workbench left behind: the next one goes on with it."""
        entry = Workspace(self.workbench.runs).create(About(title="Muestra", origin=Origin.SAMPLE))
        for name in PREPARED:
            (entry.folder / name).write_bytes((self.undisturbed / name).read_bytes())
        left = JobRecord(kind=JobKind.SIMULATE, state=JobState.RUNNING, by="ana@example.com", started_at=utc_now())
        records.write(entry.folder.path, left)
        return entry

    @staticmethod
    def played(entry: RunEntry) -> int:
        """Conversations of the run that are in its journal."""
        journal = entry.folder / JOURNAL
        return max(journal.read_bytes().count(b"\n") - 1, 0) if journal.exists() else 0

    def faults_of(self, entry: RunEntry) -> list[str]:
        """What is not as in the undisturbed run, once the workbench's job has ended."""

        def over() -> bool:
            record = records.read(entry.folder.path)
            return record is not None and not record.under_way

        wait_until(over, PATIENCE_SEC, "the workbench's job ends")
        return faults_of(entry.folder.path, self.undisturbed)

    def asked_at_portal(self, visitor: Visitor) -> Acknowledged:
        """A message by way of the portal, in a new tab, until it is answered there; and how it lies in the database."""
        content = f"{QUESTION} {uuid4().hex[:8]}"
        asyncio.run(visitor.asks(content))
        with self.engine.connect() as connection:
            found = connection.execute(
                select(Message.id, Message.idempotency_key).where(
                    Message.content == content, Message.author == Author.CUSTOMER
                )
            ).all()
        stored = found[0] if len(found) == 1 else None
        key, message_id = (stored.idempotency_key or "", str(stored.id)) if stored else ("", "")
        return Acknowledged(visitor.at.ticket_id, key, content, message_id, "done")

    def visitor(self) -> Visitor:
        """A customer who is signed in at the portal, with a ticket."""
        person = made_customer(self.engine, self.backend.url)
        ticket = str(made_ticket(self.engine, person))
        cookie = asyncio.run(self.portal.signed_in(person.token))
        return Visitor(person, AtPortal(person.token, cookie, ticket), self.portal.url)

    def _folder(self, name: str) -> Path:
        made = self.disk.folder / name
        made.mkdir()
        return made


class Visitor:
    """Somebody at the portal."""

    def __init__(self, person: Person, at: AtPortal, url: str) -> None:
        self.person, self.at, self.url = person, at, url

    async def asks(self, content: str) -> None:
        async with Tab(self, self.at) as tab:  # type: ignore[arg-type]  # the url is all that it needs
            await tab.ask(content)
