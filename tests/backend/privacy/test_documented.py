"""docs/guides/privacy.md says of every table what is kept in it, and for how long."""

from __future__ import annotations

from pathlib import Path

from backend.models import Base

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "privacy.md"


def test_every_table_is_in_the_guide() -> None:
    told = GUIDE.read_text(encoding="utf-8")
    assert [table.name for table in Base.metadata.sorted_tables if f"`{table.name}`" not in told] == []
