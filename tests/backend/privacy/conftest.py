"""Further servers on the same database, and customers with something to ask."""

from tests.backend.chatbot.conftest import at, customer, replica

__all__ = ["at", "customer", "replica"]
