// Where the customer writes. What was sent stays here until the service has it: shown at once, kept over reloads and
// lost connections, sent again by itself, and stored once thanks to its key.
import { createElement as h, useEffect, useLayoutEffect, useRef, useState } from "react";

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
};

const write = (name, items) => {
  try {
    items.length ? localStorage.setItem(name, JSON.stringify(items)) : localStorage.removeItem(name);
  } catch {
    // Storage is full or forbidden: the message lives as long as the page.
  }
};

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

export function Composer({ owner, ticket, delivered, refused, online, live, maxLength, labels, onSay, onStop }) {
  const outboxName = `outbox:${owner}:${ticket}`;
  const draftName = `draft:${owner}:${ticket}`;
  const [outbox, setOutbox] = useState(() => read(outboxName));
  const [length, setLength] = useState(0);
  const field = useRef(null);
  const inFlight = useRef("");

  const keep = (items) => {
    write(outboxName, items);
    setOutbox(items);
  };
  const fit = () => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 200)}px`;
    setLength([...area.value].length);
  };

  // One composer is of one case and one person (its `key`): what is kept is read once.
  useEffect(() => {
    field.current.value = read(draftName)[0] ?? "";
    fit();
  }, []);

  // What the service has taken leaves the outbox; the next one goes, one after the other.
  useLayoutEffect(() => {
    const waiting = outbox.filter((item) => !delivered.includes(item.key));
    if (waiting.length !== outbox.length) keep(waiting);
    if (!waiting.some((item) => item.key === inFlight.current) || refused[inFlight.current]) inFlight.current = "";
    const next = waiting.find((item) => !refused[item.key]);
    if (online && next && !inFlight.current) {
      inFlight.current = next.key;
      onSay(ticket, next.text, next.key);
    }
  }, [outbox, delivered, refused, online]);

  useEffect(() => {
    if (!online) inFlight.current = "";
  }, [online]);

  const say = () => {
    const text = field.current.value.trim();
    if (!text || [...text].length > maxLength) return;
    keep([...outbox, { key: newKey(), text }]);
    field.current.value = "";
    write(draftName, []);
    fit();
  };
  const again = (item) => keep(outbox.map((one) => (one.key === item.key ? { ...one, key: newKey() } : one)));
  const takeBack = (item) => {
    keep(outbox.filter((one) => one.key !== item.key));
    const text = [item.text, field.current.value].filter(Boolean).join("\n");
    field.current.value = text;
    write(draftName, [text]);
    field.current.focus();
    fit();
  };

  return h(
    "div",
    { className: "composer-area" },
    outbox.length > 0 &&
      h(
        "ol",
        { className: "outbox", "aria-label": labels.outbox },
        outbox.map((item) =>
          h(
            "li",
            { key: item.key, className: "line line-customer line-first", "data-pending": "true" },
            h("div", { className: "bubble bubble-customer" }, item.text),
            refused[item.key]
              ? h(
                  "div",
                  { className: "bubble-note bubble-failed", role: "alert" },
                  h("span", null, refused[item.key]),
                  h("button", { type: "button", className: "text-button", onClick: () => again(item) }, labels.again),
                  h("button", { type: "button", className: "text-button", onClick: () => takeBack(item) }, labels.edit),
                )
              : h("div", { className: "bubble-note" }, online ? labels.sending : labels.waiting),
          ),
        ),
      ),
    h(
      "form",
      {
        className: "composer",
        onSubmit: (event) => {
          event.preventDefault();
          say();
        },
      },
      h("label", { htmlFor: "composer", className: "hidden" }, labels.field),
      h("textarea", {
        id: "composer",
        ref: field,
        rows: 1,
        className: "composer-field",
        placeholder: labels.placeholder,
        "aria-describedby": "composer-hint",
        "aria-invalid": length > maxLength,
        enterKeyHint: "send",
        onInput: () => {
          write(draftName, field.current.value ? [field.current.value] : []);
          fit();
        },
        onKeyDown: (event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          say();
        },
      }),
      live &&
        h("button", { type: "button", className: "button button-quiet composer-stop", onClick: () => onStop() },
          h("span", { className: "stop-mark", "aria-hidden": "true" }), h("span", { className: "stop-word" }, labels.stop)),
      h(
        "button",
        { type: "submit", className: "composer-send", "aria-label": labels.send, title: labels.send },
        h("svg", { viewBox: "0 0 24 24", className: "icon", "aria-hidden": "true" }, h("path", { d: "M12 19V5M5.500 11.500L12 5l6.500 6.500" })),
      ),
    ),
    h(
      "p",
      {
        id: "composer-hint",
        className: length > maxLength ? "composer-hint composer-over" : "composer-hint",
        role: length > maxLength ? "alert" : undefined,
      },
      length > maxLength * 0.9 ? `${length} / ${maxLength}` : labels.hint,
    ),
  );
}

// Keeps the end of the conversation in view while it grows, unless the reader has gone up to read.
export function FollowEnd({ mark, label, sent, children }) {
  const box = useRef(null);
  const atEnd = useRef(true);
  const last = useRef(0);
  const [away, setAway] = useState(false);
  const toEnd = () => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  const follow = () => {
    atEnd.current = true;
    setAway(false);
    toEnd();
  };
  useEffect(follow, [sent]);
  useEffect(() => {
    const element = box.current;
    const grown = new ResizeObserver(() => atEnd.current && toEnd());
    grown.observe(element.firstElementChild);
    grown.observe(element);
    return () => grown.disconnect();
  }, []);
  return h(
    "div",
    { className: "log-frame" },
    h(
      "div",
      {
        className: "log",
        ref: box,
        tabIndex: 0,
        role: "region",
        "aria-label": mark,
        // Only who scrolls up leaves the end: while the text grows, an event may come late and see a gap.
        onScroll: () => {
          const { scrollTop, scrollHeight, clientHeight } = box.current;
          const near = scrollHeight - scrollTop - clientHeight < 48;
          if (near || scrollTop < last.current - 2) atEnd.current = near;
          last.current = scrollTop;
          setAway(!atEnd.current);
        },
      },
      h("div", { className: "log-inner" }, children),
    ),
    away &&
      h("button", { type: "button", className: "button button-quiet button-small to-end", onClick: follow }, label),
  );
}
