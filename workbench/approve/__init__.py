"""Deciding which prompts are tried."""
