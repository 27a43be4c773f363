"""Whether a tab is still there."""

from __future__ import annotations

from reflex.app import App

_apps: list[App] = []


def connections_of(app: App) -> None:
    """Ask this application from now on; `portal.app` says so once it is made."""
    _apps[:] = [app]


async def is_connected(client_token: str) -> bool:
    """Whether the tab of this Reflex token has a socket, at any replica."""
    namespace = _apps[0].event_namespace if _apps else None
    return namespace is None or await namespace._token_manager.is_token_connected(client_token)
