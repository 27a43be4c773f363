// What is typed into a form, kept in this browser alone until it is sent; and how much room a field has.
import { createElement, useEffect, useRef, useState } from "react";

// For its owner only: somebody else's draft is thrown away. Draws nothing.
export function FormDraft({ form, owner, sent }) {
  const over = useRef(false);
  const place = `draft:${owner}:${form}`;
  useEffect(() => {
    const element = document.getElementById(form);
    if (!element || !owner) return;
    over.current = false;
    restore(element, place, owner);
    const keep = () => {
      const fields = Object.fromEntries(new FormData(element));
      if (!over.current) attempt(() => localStorage.setItem(place, JSON.stringify({ owner, fields })));
    };
    element.addEventListener("input", keep);
    return () => element.removeEventListener("input", keep);
  }, [form, owner]);
  useEffect(() => {
    over.current = sent;
    if (sent) attempt(() => localStorage.removeItem(place));
  }, [sent]);
  return null;
}

// "120 / 4,000", in the reader's digits.
export function FieldCount({ field, most, language }) {
  const [written, setWritten] = useState(0);
  useEffect(() => {
    const input = document.getElementById(field);
    if (!input) return;
    const count = () => setWritten(input.value.length);
    count();
    input.addEventListener("input", count);
    return () => input.removeEventListener("input", count);
  }, [field]);
  const digits = (number) => number.toLocaleString(language);
  return createElement("span", { className: "count", "aria-hidden": true }, `${digits(written)} / ${digits(most)}`);
}

function restore(element, place, owner) {
  const draft = attempt(() => JSON.parse(localStorage.getItem(place)));
  if (!draft) return;
  if (draft.owner !== owner) return attempt(() => localStorage.removeItem(place));
  for (const [name, value] of Object.entries(draft.fields)) {
    const choice = element.querySelector(`input[type="radio"][name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    const input = element.elements.namedItem(name);
    if (choice) choice.click();
    else if (input instanceof HTMLElement && !input.value) {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

// A browser may refuse its storage; then there are no drafts.
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
