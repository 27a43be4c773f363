"""A text to edit that answers while it is typed: Streamlit's own text area says nothing before it is left."""

from __future__ import annotations

from typing import Any

import streamlit as st

PAUSE_MS = 300
"""So long nobody types before the text is sent."""
MAX_CHARACTERS = 40_000

_HTML = '<label><span></span><textarea spellcheck="true"></textarea></label>'
_CSS = """
label { display: block; font-size: .875rem; font-family: inherit; color: var(--text); }
span { display: block; margin-bottom: .375rem; }
textarea { box-sizing: border-box; width: 100%; padding: .75rem; resize: vertical; color: var(--text);
  background: var(--surface); border: 1px solid var(--line-strong); border-radius: .75rem; font-family: inherit;
  font-size: .9375rem; line-height: 1.6; }
textarea:focus-visible { outline: 3px solid var(--brand-text); outline-offset: 1px; }
"""
_JS = """
export default function ({ data, parentElement, setStateValue }) {
  const area = parentElement.querySelector("textarea");
  parentElement.querySelector("span").textContent = data.label;
  area.rows = data.rows;
  area.maxLength = data.most;
  if (!area.dataset.begun) {
    area.dataset.begun = "yes";
    area.dataset.sent = area.value = data.text;
  }
  let waiting;
  const send = () => {
    clearTimeout(waiting);
    if (area.value === area.dataset.sent) return;
    area.dataset.sent = area.value;
    setStateValue("text", area.value);
  };
  area.oninput = () => { clearTimeout(waiting); waiting = setTimeout(send, data.pause); };
  area.onblur = send;
}
"""
_component: Any = st.components.v2.component("acs_editor", html=_HTML, css=_CSS, js=_JS)


def editor(label: str, text: str, key: str, *, rows: int) -> str:
    """The text as it was last typed, `text` at first. Another `key` begins anew."""
    data = {"label": label, "text": text, "rows": rows, "pause": PAUSE_MS, "most": MAX_CHARACTERS}
    result = _component(key=key, data=data, default={"text": text}, on_text_change=_noted, height="content")
    typed = result.text
    return typed[:MAX_CHARACTERS] if isinstance(typed, str) else text


def _noted() -> None:
    """The rerun that follows reads the text; Streamlit wants a callback of what has a default."""
