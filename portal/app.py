"""The application: the list of pages, each in the same shell."""

from __future__ import annotations

import reflex as rx

from portal.components.error_page import error_page
from portal.components.shell import shell
from portal.components.text import t
from portal.guarding import OwnTab
from portal.i18n.catalogue import DEFAULT_LANGUAGE, say
from portal.pages import (
    dashboard,
    forgot,
    goodbye,
    landing,
    login,
    new_ticket,
    not_found,
    profile,
    reset,
    signup,
    ticket,
    tickets,
)
from portal.pages.page import Page
from portal.serving import ROUTES, PageHeaders, Pages
from portal.states.connection import connections_of
from portal.states.session import Session, unexpected

PAGES: tuple[Page, ...] = (
    landing.PAGE,
    signup.PAGE,
    login.PAGE,
    forgot.PAGE,
    reset.PAGE,
    dashboard.PAGE,
    tickets.PAGE,
    new_ticket.PAGE,
    ticket.PAGE,
    profile.PAGE,
    goodbye.PAGE,
    not_found.PAGE,
)

STYLESHEETS = (
    "base.css", "parts.css", "shell.css", "home.css", "auth.css", "tickets.css", "chat.css", "cards.css", "profile.css",
)  # fmt: skip

_ZONE_FIRST = """
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const secure = location.protocol === "https:" ? "; secure" : "";
  if (zone) document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
})();
"""
"""Times are written by the server in the zone of the browser, which only the browser knows (`Session.zone`)."""

_LANGUAGE_FIRST = """
(() => {
  const chosen = /(?:^|; )language=(es|pt|en)/.exec(document.cookie)?.[1];
  const wanted = (navigator.languages ?? []).map((tag) => tag.slice(0, 2));
  const first = wanted.find((tag) => ["es", "pt", "en"].includes(tag));
  if ((chosen || first || "es") === "es") return;
  document.documentElement.dataset.language = chosen || first;
  document.documentElement.classList.add("waiting");
  setTimeout(() => document.documentElement.classList.remove("waiting"), 3000);
})();
"""
"""The built pages are Spanish. One that is to be read in another language stays blank for the moment until it is."""

app = rx.App(
    stylesheets=[f"/{name}" for name in STYLESHEETS],
    html_lang=DEFAULT_LANGUAGE,
    head_components=[
        rx.el.link(rel="stylesheet", href="/theme.css"),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.script(_ZONE_FIRST),
        rx.el.script(_LANGUAGE_FIRST),
    ],
    toaster=None,
    backend_exception_handler=unexpected,
    app_wraps={(55, "ErrorPage"): lambda stateful: error_page()},
    api_transformer=[ROUTES, Pages, PageHeaders],
)
app.add_middleware(OwnTab())
connections_of(app)


def _add(page: Page) -> None:
    first = Session.require if page.guarded else Session.welcome if page.for_strangers else Session.arrive
    app.add_page(
        lambda: shell(page.build(), guarded=page.guarded, wide=page.wide),
        route=page.route,
        title=t(page.title),
        description=say("home.lead", DEFAULT_LANGUAGE),
        image="/favicon.svg",
        on_load=[first, *page.load],
    )


for _page in PAGES:
    _add(_page)
