"""What a widget tells when somebody changes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st

P = ParamSpec("P")


def of_widget(callback: Callable[P, Any]) -> Callable[P, None]:
    """A callback whose last argument is the key of its widget, called only while this tab knows that widget.

    A page that is just going away (its session ended, somebody signed out) is still in the browser until the next one
    is drawn to its end, and all of it is sent with the next click. Streamlit takes it for changes; they are none.
    """

    @wraps(callback)
    def called(*args: P.args, **kwargs: P.kwargs) -> None:
        if args[-1] in st.session_state:
            callback(*args, **kwargs)

    return called
