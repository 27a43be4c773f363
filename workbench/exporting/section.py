"""The export page's files: each said in words, with its download; and all of them as one zip."""

from __future__ import annotations

from html import escape

import streamlit as st

from shared.improvement.journal import JournalError
from shared.improvement.number_format import LANGUAGES, Language
from shared.runs.comparing import report_again
from shared.runs.folder import RunError
from workbench.compare.reading import REPORT, report_language
from workbench.desk import Desk
from workbench.exporting import files
from workbench.exporting.bundle import ZIP, fresh
from workbench.exporting.files import EXPORTS, Export, Stamp
from workbench.exporting.packing import packing
from workbench.i18n import formats
from workbench.i18n.catalogue import LANGUAGE_NAMES
from workbench.widgets import of_widget

WRONG = "acs.export_wrong"
"""Where the page finds what went wrong with the last thing done on it."""
_MB, _KB = 1_000_000, 1_000


def show(here: Desk) -> None:
    """The zip first: it is what most people come for."""
    _zip(here)
    st.header(here.say("export.files"))
    now = files.stamps(here.folder)
    with st.container(key="card-files", gap=None):
        for export in EXPORTS:
            _file(here, export, now.get(export.name))


@st.fragment(run_every=1.0)
def _watch_zip(here: Desk) -> None:
    if not packing().is_under_way(here.run):
        st.rerun()
    st.button(
        here.say("export.zip.making"), icon=":material/hourglass_top:", disabled=True, key="zip-making", type="primary"
    )


def _zip(here: Desk) -> None:
    with st.container(key="card-zip"):
        st.header(here.say("export.zip"))
        st.write(here.say("export.zip.lead"))
        if packing().is_under_way(here.run):
            _watch_zip(here)
            return
        if error := packing().error(here.run):
            st.error(here.say("export.zip.failed", error=error), icon=":material/error:")
        manifest, made = fresh(here.folder, here.language), files.stamp(here.folder / ZIP)
        if manifest is None or made is None:
            if made is not None:
                st.caption(here.say("export.zip.stale"))
            st.button(
                here.say("export.zip.make"), icon=":material/folder_zip:", type="primary", key="zip-make",
                on_click=packing().start, args=(here.run, here.language),
            )  # fmt: skip
            return
        told = here.count("export.zip.ready", len(manifest.files), size=size(made.bytes, here.language))
        st.caption(f"{told} {here.say('export.made', when=_when(here, made))}")
        st.html(link(here, ZIP, here.say("export.zip.download"), primary=True), width="content")


def _file(here: Desk, export: Export, made: Stamp | None) -> None:
    with st.container(key=f"export-file-{export.name.replace('.', '-')}"):
        words, action = st.columns([3.2, 1], vertical_alignment="center")
        with words:
            st.html(told(here, export, made))
            if export.name == REPORT and made is not None:
                _report_language(here)
        with action:
            if made is not None:
                st.html(link(here, export.name, here.say("export.download")))
            elif st.button(
                here.say(f"step.{export.made_in}"), icon=":material/arrow_forward:", key=f"go-{export.name}"
            ):
                here.go(export.made_in)


def told(here: Desk, export: Export, made: Stamp | None) -> str:
    """What the file is, and how it stands, as HTML."""
    if made is None:
        facts = here.say("export.missing", step=here.say(f"step.{export.made_in}"))
        pill = f'<span class="pill warn">{escape(here.say("export.not_yet"))}</span>'
    else:
        facts = " · ".join(_facts(here, export, made))
        pill = f'<span class="pill good">{escape(here.say("export.ready"))}</span>'
    what = escape(here.say(f"export.file.{export.name}"))
    return (
        f'<div class="export"><p><code>{escape(export.name)}</code> {pill}</p><p>{what}</p>'
        f'<p class="muted">{escape(facts)}</p></div>'
    )


def _facts(here: Desk, export: Export, made: Stamp) -> list[str]:
    count = files.rows(export, here.folder / export.name, made)
    rows = [here.count("export.rows", count)] if count is not None else []
    return [size(made.bytes, here.language), *rows, here.say("export.made", when=_when(here, made))]


def _when(here: Desk, made: Stamp) -> str:
    return formats.moment(made.made_at, here.language, st.context.timezone)


def size(count: int, language: Language) -> str:
    """Bytes as people read them."""
    if count >= _MB:
        return f"{formats.number(count / _MB, language, 1)} MB"
    return f"{formats.number(max(count / _KB, 0.1), language, 1)} kB"


def link(here: Desk, name: str, words: str, *, primary: bool = False) -> str:
    """A download that the browser takes from the server's disk, whatever its size."""
    kind = "download primary" if primary else "download"
    return (
        f'<a class="{kind}" href="/runs/{escape(here.run.id)}/{escape(name)}" download '
        f'aria-label="{escape(words)}: {escape(name)}">{escape(words)}</a>'
    )


def _report_language(here: Desk) -> None:
    current = report_language(here.folder)
    key = f"report-language-{here.run.id}-{current}"
    st.segmented_control(
        here.say("export.report_in"), LANGUAGES, default=current, key=key, format_func=LANGUAGE_NAMES.__getitem__,
        on_change=_translate, args=(here, key), disabled=bool(here.job and here.job.under_way), required=True,
    )  # fmt: skip


@of_widget
def _translate(here: Desk, key: str) -> None:
    try:
        report_again(here.folder, language=st.session_state[key])
    except (RunError, JournalError) as error:
        st.session_state[WRONG] = str(error)
