"""The customers and further servers of the chatbot's tests."""

from __future__ import annotations

from tests.backend.chatbot.conftest import at, customer, replica

__all__ = ["at", "customer", "replica"]
