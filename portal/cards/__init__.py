"""What a tool found out or did, as a card that a customer reads at a glance."""

from portal.cards.making import card, confirmation, worth_showing
from portal.cards.model import CardRow, Confirmation, Slot, Step, ToolCard

__all__ = ["CardRow", "Confirmation", "Slot", "Step", "ToolCard", "card", "confirmation", "worth_showing"]
