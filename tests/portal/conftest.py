"""Reflex for unit tests: its states and components are imported without a folder of pages to put files into."""

from __future__ import annotations

import os

os.environ["REFLEX_BACKEND_ONLY"] = "true"
os.environ["REFLEX_TELEMETRY_ENABLED"] = "false"
