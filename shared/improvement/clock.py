"""The modelled clock of a simulation: how long a conversation would have taken people and a live agent.

A simulation's wall time depends on the machine and the model's load; modelled seconds depend on the words alone, so
they are the same wherever a run is made, and both arms are timed by one rule.
"""

from __future__ import annotations

TYPING_CHARS_PER_SEC = 3.5
"""A customer on a phone: about 40 words a minute."""
READING_CHARS_PER_SEC = 20.0
"""Silent reading of short messages: about 240 words a minute."""
AGENT_START_SEC = 1.2
"""From the customer's message to the agent's first word."""
AGENT_CHARS_PER_SEC = 60.0
"""The agent's words as they stream."""
TOOL_CALL_SEC = 0.8
"""Looking up or changing a record."""
BUTTON_SEC = 2.0
"""Deciding on a confirmation button and pressing it."""


def customer_seconds(message: str, read: str) -> float:
    """Reading the agent's last message (`read`) and typing the answer."""
    return len(read) / READING_CHARS_PER_SEC + len(message) / TYPING_CHARS_PER_SEC


def agent_seconds(message: str, tool_calls: int) -> float:
    """Starting, calling tools and streaming the answer."""
    return AGENT_START_SEC + tool_calls * TOOL_CALL_SEC + len(message) / AGENT_CHARS_PER_SEC
