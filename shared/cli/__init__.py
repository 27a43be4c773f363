"""`acs`, the command line."""

from shared.cli.app import main

__all__ = ["main"]
