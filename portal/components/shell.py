"""What stands around every page: header, language and theme, the signs of a lost connection, the footer."""

from __future__ import annotations

import reflex as rx
from reflex.style import resolved_color_mode, set_color_mode
from reflex_components_core.core.banner import has_connection_errors
from reflex_components_core.el.elements.inline import A

from portal.components.browser import page_focus, page_language, session_cookie
from portal.components.icons import icon
from portal.components.parts import button, empty, link, link_button, skeleton
from portal.components.text import t
from portal.i18n.catalogue import LANGUAGE_NAMES
from portal.states.session import Session


def shell(content: rx.Component, *, guarded: bool, wide: bool = False) -> rx.Component:
    """The page. What is `guarded` is drawn only once somebody is known to be signed in."""
    main = rx.cond(Session.signed_in, content, _not_yet()) if guarded else content
    return rx.fragment(
        page_language(),
        page_focus(),
        session_cookie(),
        # Plain: `rx.el.a` is the router's, whose address changes with the page and is another for the built one.
        A.create(t("shell.skip"), href="#main", class_name="skip", on_click=rx.set_focus("main").prevent_default),
        header(),
        connection_notice(),
        rx.el.main(main, id="main", tab_index=-1, class_name="page page-wide" if wide else "page"),
        footer(),
    )


def header() -> rx.Component:
    """Company, navigation, language, theme."""
    return rx.el.header(
        rx.el.div(
            link(
                rx.el.span(Session.company_name[:1], class_name="logo", aria_hidden="true"),
                rx.el.span(
                    rx.el.strong(Session.company_name, class_name="brand-name"),
                    rx.el.span(t("shell.support"), class_name="brand-line"),
                    class_name="brand-words",
                ),
                href=rx.cond(Session.signed_in, "/dashboard", "/"), class_name="brand",
            ),
            rx.el.nav(
                rx.cond(Session.signed_in, _member_links(), _visitor_links()),
                class_name="nav", aria_label=t("shell.menu"),
            ),
            rx.el.div(language_choice(), theme_switch(), class_name="tools"),
            class_name="header-row",
        ),
        class_name="header",
    )  # fmt: skip


def _member_links() -> rx.Component:
    return rx.fragment(
        _nav_link("/dashboard", "home", "shell.home"),
        _nav_link("/tickets", "inbox", "shell.tickets"),
        _nav_link("/tickets/new", "plus", "shell.new"),
        _nav_link("/profile", "person", "shell.profile"),
    )


def _visitor_links() -> rx.Component:
    return rx.fragment(
        rx.cond(
            Session.checked,
            rx.fragment(_nav_link("/login", "person", "shell.login"), _nav_link("/signup", "plus", "shell.signup")),
        )
    )


def _nav_link(href: str, symbol: str, key: str) -> rx.Component:
    here = rx.State.router.url.path == href
    return link(
        icon(symbol), rx.el.span(t(key)), href=href, class_name="nav-link",
        custom_attrs={"aria-current": rx.cond(here, "page", "false")},
    )  # fmt: skip


def language_choice() -> rx.Component:
    """The language, by the names that its speakers give it."""
    return rx.el.label(
        icon("globe"),
        rx.el.span(t("shell.language"), class_name="hidden"),
        rx.el.select(
            *[rx.el.option(name, value=code, lang=code) for code, name in LANGUAGE_NAMES.items()],
            value=Session.language, on_change=Session.choose_language, class_name="select-quiet", id="language",
        ),
        class_name="language",
    )  # fmt: skip


def theme_switch() -> rx.Component:
    """Light or dark; the first visit follows the system."""
    return rx.el.button(
        rx.el.span(icon("moon"), class_name="when-light"),
        rx.el.span(icon("sun"), class_name="when-dark"),
        type="button", class_name="icon-button", aria_label=t("shell.theme"), title=t("shell.theme"),
        on_click=set_color_mode(rx.cond(resolved_color_mode == "dark", "light", "dark")),
    )  # fmt: skip


def connection_notice() -> rx.Component:
    """Says that the connection is lost for as long as it is."""
    return rx.el.div(
        rx.cond(
            has_connection_errors,
            rx.el.div(icon("alert"), rx.el.p(t("shell.offline")), class_name="connection"),
        ),
        rx.cond(
            Session.stumble != "",
            rx.el.div(
                icon("alert"),
                rx.el.p(Session.stumble),
                rx.el.button(
                    icon("close"),
                    type="button",
                    class_name="icon-button",
                    aria_label=t("shell.close"),
                    on_click=Session.stand_up,
                ),
                class_name="connection",
            ),
        ),
        role="status",
    )


def waiting_page() -> rx.Component:
    """Before it is known who is there."""
    return rx.el.div(
        rx.el.span(t("shell.loading"), class_name="hidden", role="status"), skeleton(4), class_name="stack"
    )


def _not_yet() -> rx.Component:
    """In place of what is guarded: it is being found out who is there, or cannot be."""
    retry = button(icon("retry"), t("shell.retry"), on_click=Session.try_again)
    return rx.cond(
        Session.service_down,
        rx.fragment(
            rx.el.h1(t("shell.down"), class_name="hidden"),
            empty("alert", t("shell.down"), t("error.backend_down"), retry),
        ),
        rx.cond(Session.expired, _ended(), waiting_page()),
    )


def _ended() -> rx.Component:
    """A session ended on a page that could not lead to the log-in by itself."""
    return rx.fragment(
        rx.el.h1(t("shell.ended"), class_name="hidden"),
        empty("person", t("shell.ended"), t("error.signed_out"), link_button(t("shell.login"), href=Session.way_back)),
    )


def footer() -> rx.Component:
    """Who answers, said plainly."""
    return rx.el.footer(
        rx.cond(Session.offline_model, rx.el.p(icon("info"), t("shell.offline_model"), class_name="footer-note")),
        class_name="footer",
    )
