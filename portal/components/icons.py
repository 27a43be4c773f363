"""Icons: outlines on a grid of 24, drawn inline, hidden from assistive technology (the label beside them speaks)."""

from __future__ import annotations

import reflex as rx

_PATHS = {
    "plus": "M12 5v14M5 12h14",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "check": "M5 12.5l4.5 4.5L19 7",
    "close": "M6 6l12 12M18 6L6 18",
    "send": "M4 12l16-8-6 16-3-7-7-1z",
    "stop": "M7 7h10v10H7z",
    "retry": "M20 11a8 8 0 1 0-2.3 6.2M20 5v6h-6",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
    "spark": "M12 3.5l2.2 6.3 6.3 2.2-6.3 2.2-2.2 6.3-2.2-6.3-6.3-2.2 6.3-2.2z",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
    "moon": "M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z",
    "sun": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
    "globe": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.6 3.8 5.6 3.8 9S14.5 18.4 12 21c-2.5-2.6-3.8-5.6-3.8-9S9.5 5.6 12 3z",
    "logout": "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
    "inbox": "M4 13l2.5-8h11L20 13v6H4zM4 13h5l1 2h4l1-2h5",
    "archive": "M4 5h16v4H4zM5.5 9v10h13V9M10 13h4",
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
    "up": "M7 11v9H4v-9zM7 11l4-8c1.7 0 2.5 1.2 2.2 2.8L12.6 9H19c1.2 0 2 1 1.8 2.2l-1.2 7A2 2 0 0 1 17.6 20H7",
    "down": "M17 13V4h3v9zM17 13l-4 8c-1.7 0-2.5-1.2-2.2-2.8l.6-3.200H5c-1.2 0-2-1-1.8-2.200l1.2-7A2 2 0 0 1 6.4 4H17",
    "star": "M12 4l2.5 5.2 5.5.8-4 4 1 5.600L12 17l-5 2.6 1-5.6-4-4 5.5-.8z",
    "calendar": "M5 6h14v14H5zM5 10h14M9 3v5M15 3v5",
    "money": "M3 7h18v10H3zM12 14.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.5 12h.01M17.5 12h.01",
    "shield": "M12 3l7 3v5c0 4.6-2.9 8.3-7 10-4.1-1.7-7-5.4-7-10V6zM9 12l2 2 4-4",
    "doc": "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
    "alert": "M12 4l9 16H3zM12 10v4M12 17h.01",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
    "undo": "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
    "edit": "M4 20l1-4L16 5l3 3L8 19z",
    "download": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "chat": "M6 5h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-5.5L8 20v-4H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
}


def icon(name: str) -> rx.Component:
    """The icon, as large as the text it stands in."""
    return rx.el.svg(
        rx.el.path(d=_PATHS[name]), class_name="icon", view_box="0 0 24 24",
        custom_attrs={"aria-hidden": "true", "focusable": "false"},
    )  # fmt: skip
