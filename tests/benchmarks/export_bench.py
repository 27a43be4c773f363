"""How fast are conversations exported? `python -m tests.benchmarks.export_bench [--conversations 100000]`.

On an embedded PostgreSQL of its own, through the export itself, without HTTP. The messages are the sample's.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]
import psycopg

from backend.embedded import embedded_postgres
from backend.exports.query import records
from backend.exports.redacting import redacted
from backend.exports.stream import exporting
from backend.exports.wanted import Wanted
from backend.migrating import upgrade
from shared.domains.pack import load_pack
from tests.benchmarks.synthetic_conversations import conversations

TEXTS = 5_000
MESSAGES = 8
SAMPLING_SEC = 0.02
REDACTED_AT_MOST = 20_000
TICKETS = """
insert into tickets (id, customer_id, title, category, description, status, language, channel, reopened_count,
                     csat_score, last_seq, created_at, last_message_at)
select gen_random_uuid(), users.id, 'Mi pago', 'buying', text, 'resolved', 'es', 'web', 0,
       case when n %% 3 = 0 then 1 + n %% 5 end, 9, opened, opened + interval '56 second'
from generate_series(1, %(count)s) as n join texts on texts.place = n %% %(texts)s, users,
     lateral (select timestamptz '2026-01-01' + n * interval '1 minute' as opened) as moment
order by n
"""
SAID = """
insert into messages (id, ticket_id, seq, author, content, items, stopped, search, created_at)
select gen_random_uuid(), tickets.id, seq, case when seq %% 2 = 1 then 'customer' else 'bot' end,
       case when seq = 1 then description else text end, '[]', false, '', created_at + seq * interval '7 second'
from tickets cross join generate_series(1, %(messages)s) as seq
join texts on texts.place = (tickets.number * 7 + seq) %% %(texts)s
order by tickets.number, seq
"""
AROUND = (
    "insert into outcomes (ticket_id, kind, source) select id, 'confirmed', 'customer' from tickets "
    "where number % 5 > 0",
    "insert into handoffs (id, ticket_id, by, reason, summary) select gen_random_uuid(), id, 'bot', 'r', 's' "
    "from tickets where number % 8 = 0",
    "insert into tool_calls (id, ticket_id, call_id, tool, arguments, outcome, result, duration_ms, writes) "
    "select gen_random_uuid(), id, 'c', 'payout_status', '{}', 'ok', '{}', 1, '[]' from tickets where number % 2 = 0",
    "insert into replies (id, ticket_id, message_id, status, attempt, recoveries, stop_requested, partial, release_id, "
    "calls, input_tokens, cached_tokens, output_tokens, cost_usd, notes, created_at) select gen_random_uuid(), "
    "ticket_id, id, 'done', 1, 0, false, '', '0123456789ab', 1, 1, 1, 1, 0, '[]', created_at from messages "
    "where author = 'customer'",
    "vacuum analyze",
)


class Row(NamedTuple):
    """One export: wall time, processor time of this process and of the server's in seconds, peak resident memory of
    this process in MB, and time to the first piece in milliseconds."""

    name: str
    conversations: int
    megabytes: float
    seconds: float
    own_cpu: float
    server_cpu: float
    peak_mb: float
    first_ms: float


def fill(url: str, count: int) -> None:
    """`count` conversations of `MESSAGES` messages. The search index is left out: it is most of the time to fill."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set synchronous_commit = off")
        connection.execute("alter table messages alter column search drop expression")
        connection.execute("insert into users (id, email, name, password_hash, role, language) "
                           "values (gen_random_uuid(), 'a@example.com', 'Ana', '', 'customer', 'es')")  # fmt: skip
        connection.execute("create table texts as select 0 as place, ''::text as text limit 0")
        with connection.cursor() as cursor, cursor.copy("copy texts from stdin") as copy:
            for row in enumerate(texts()):
                copy.write_row(row)
        connection.execute(TICKETS, {"count": count, "texts": TEXTS})
        connection.execute(SAID, {"messages": MESSAGES, "texts": TEXTS})
        for statement in AROUND:
            connection.execute(statement)


def texts() -> list[str]:
    """Messages of the sample, varied, as many as `TEXTS`."""
    said = [turn["content"] for record in conversations(TEXTS // 4, 0) for turn in record["transcript"]]
    return random.Random(0).sample(said, TEXTS)


async def exported(url: str, name: str, limit: int, *, redact: bool) -> Row:
    """Export `limit` conversations and throw them away."""
    me, done, peak = psutil.Process(), threading.Event(), [0.0]

    def watch() -> None:
        while not done.wait(SAMPLING_SEC):
            peak[0] = max(peak[0], me.memory_info().rss / 1e6)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    count = size = 0
    first = server = 0.0
    started, cpu = time.perf_counter(), time.process_time()
    async with exporting(url, records(Wanted(limit=limit), load_pack("kavak"), with_names=redact)) as export:
        backend = psutil.Process(export._connection.info.backend_pid)
        async for chunk in export.chunks(redacted if redact else None):
            first = first or time.perf_counter() - started
            count += chunk.count(b"\n")
            size += len(chunk)
            used = backend.cpu_times()
            server = used.user + used.system
    seconds, own = time.perf_counter() - started, time.process_time() - cpu
    done.set()
    watcher.join()
    return Row(name, count, size / 1e6, seconds, own, server, peak[0], first * 1000)


def table(count: int) -> str:
    """The figures, as a table."""
    plan = [("warm-up", count // 10, False), ("as it is", count // 10, False), ("as it is", count, False),
            ("redacted", min(count // 10, REDACTED_AT_MOST), True)]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, embedded_postgres(Path(folder) / "data") as url:
        Path(folder).chmod(0o755)
        upgrade(url)
        fill(url, count)
        rows = [asyncio.run(exported(url, name, limit, redact=redact)) for name, limit, redact in plan][1:]
    head = [
        f"{psutil.cpu_count()} cores, {MESSAGES} messages each",
        "",
        "| | conversations | MB | seconds | a second | own CPU s | PostgreSQL's CPU s | peak MB | first ms |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    return "\n".join(head + [_line(row) for row in rows])


def _line(row: Row) -> str:
    return (
        f"| {row.name} | {row.conversations:,} | {row.megabytes:,.0f} | {row.seconds:.2f} | "
        f"{row.conversations / row.seconds:,.0f} | {row.own_cpu:.2f} | {row.server_cpu:.2f} | {row.peak_mb:.0f} | "
        f"{row.first_ms:.0f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100_000)
    print(table(parser.parse_args().conversations))


if __name__ == "__main__":
    main()
