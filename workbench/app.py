"""The Streamlit script: who is there, the frame around every page, and the page.

The worker processes of an analysis import this module too, as it is `__main__` while a page is drawn: for them nothing
is loaded and nothing happens.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # Streamlit puts only this folder there


def main() -> None:
    import streamlit as st

    from shared.analysis.table import TableError
    from shared.domains.pack import PackError
    from shared.runs.folder import RunError
    from workbench.components import frame, sign_in
    from workbench.desk import desk
    from workbench.errors import SignedOut
    from workbench.keeping import keep_up

    keep_up()
    here = desk()
    pages = frame.pages(here)
    page = st.navigation(pages, position="hidden")
    frame.styles(here)
    if not here.state.signed_in:
        sign_in.show(here)
        return
    was_at_work = here.at_work
    frame.around(here, page, pages)
    frame.check_needs(here, page)
    try:
        page.run()
    except SignedOut:
        here.state.forget(ended=True)
        st.rerun()
    except (RunError, TableError, PackError) as error:
        frame.damaged(here, error)
    if was_at_work and not here.at_work:  # its job ended meanwhile: no page is half before that and half after
        st.rerun()


if __name__ == "__main__":
    main()
