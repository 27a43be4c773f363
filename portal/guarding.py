"""A tab's state belongs to the browser session that filled it.

Reflex finds a tab's state by a token in the websocket's address, which proxies may log. Whoever comes with that token
but without the session's cookie is not this browser: they are given an empty state, and none of their events is heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate

from portal.states.session import Session

if TYPE_CHECKING:
    from reflex.app import App

_HYDRATE = "hydrate_and_load"


class OwnTab(Middleware):
    """Looks at every event before it is handled."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """An empty update for an event that is not to be heard, None to go on."""
        session = await state.get_state(Session)
        if session.is_of_this_browser():
            return None
        if not event.name.endswith(_HYDRATE):
            return StateUpdate()
        state._get_root_state().reset()
        return None
