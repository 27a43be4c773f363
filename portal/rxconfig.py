"""Reflex's settings. Reflex runs in this folder; the repository's root is importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import reflex as rx
from reflex_base.constants import StateManagerMode

from portal.building import PortalBuild
from portal.settings import settings

_settings = settings()

config = rx.Config(
    app_name="portal",
    app_module_import="portal.app",
    plugins=[PortalBuild()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    frontend_packages=["@fontsource-variable/figtree@5.3.0"],
    redis_url=_settings.redis_url.get_secret_value() if _settings.redis_url else None,
    state_manager_mode=StateManagerMode.REDIS if _settings.redis_url else StateManagerMode.MEMORY,
    # A page's load holds its tab's lock while the backend is asked: longer than the slowest answer that is waited for.
    redis_lock_expiration=60_000,
    redis_lock_warning_threshold=30_000,
    trusted_proxy_hops=_settings.portal_proxy_hops,
    cors_allowed_origins=list(_settings.origins),
)
