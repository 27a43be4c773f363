"""The bot's replies, running."""

from __future__ import annotations


class ReplyRunner:
    pass
