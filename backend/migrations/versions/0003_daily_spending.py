"""what the bot costs by day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_spending",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("cost_usd", sa.Numeric(precision=16, scale=8), nullable=False),
        sa.PrimaryKeyConstraint("key", "day", name=op.f("pk_daily_spending")),
    )
    op.create_index(op.f("ix_daily_spending_day"), "daily_spending", ["day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_daily_spending_day"), table_name="daily_spending")
    op.drop_table("daily_spending")
