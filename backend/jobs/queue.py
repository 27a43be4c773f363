"""Work for later, on PostgreSQL."""

from __future__ import annotations


class JobQueue:
    pass
