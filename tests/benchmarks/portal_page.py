"""A case's page in a real Chromium, with the clock inside the page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from tests.benchmarks.portal_stage import Customer, Stage

_CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}

_WATCH = """
(() => {
  const drawn = (then) => requestAnimationFrame(() => requestAnimationFrame(() => then(performance.now())));
  const settled = (act) =>
    new Promise((resolve, reject) => {
      act(resolve);
      setTimeout(() => reject(new Error("it did not come")), 90_000);
    });
  const watch = window.watch = {};
  watch.ready = settled((resolve) => (watch.isReady = resolve));
  new MutationObserver(() => {
    if (!watch.isDrawn && document.querySelector("#composer") && document.querySelector(".lines li")) {
      watch.isDrawn = true;
      drawn(watch.isReady);
    }
    const send = watch.send;
    if (!send) return;
    const once = (name, seen) => {
      if (send[name] || !seen()) return;
      send[name] = true;
      drawn((at) => {
        send[`${name}At`] = at - send.began;
        if (send.takenAt && send.doneAt) send.isOver(send);
      });
    };
    once("own", () => [...document.querySelectorAll(".bubble-customer")].at(-1)?.textContent.includes(send.text));
    once("taken", () => send.own && !document.querySelector(".outbox"));
    once("word", () => document.querySelector("#live .tail")?.textContent.trim());
    once("done", () => send.word && !document.querySelector("#live"));
    if (send.word && !send.done) send.updates.push(performance.now());
  }).observe(document, { subtree: true, childList: true, characterData: true });
  watch.expect = (text) => {
    const send = watch.send = { text, updates: [] };
    watch.over = settled((resolve) => (send.isOver = resolve));
    addEventListener("keydown", () => (send.began = performance.now()), { once: true, capture: true });
  };
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) watch.frames?.long.push(task.duration);
  }).observe({ entryTypes: ["longtask"] });
  watch.record = () => {
    const frames = watch.frames = { gaps: [], long: [], last: performance.now() };
    const next = (now) => {
      if (watch.frames !== frames) return;
      frames.gaps.push(now - frames.last);
      frames.last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  };
  watch.recorded = () => {
    const frames = watch.frames;
    watch.frames = null;
    return { gaps: frames.gaps.slice(2), long: frames.long };
  };
})();
"""
"""Times are milliseconds to the frame after what is looked for was in the document."""


class Sent(NamedTuple):
    """Milliseconds from Enter until the own message is drawn, the service has it, the first word is drawn."""

    own: float
    taken: float
    word: float
    update_gaps: list[float]
    """Between two changes of the page while words stream."""


class Frames(NamedTuple):
    """How smoothly a page ran: gaps between frames and tasks of over 50 ms, in ms, and how much of
    a processor the main thread took."""

    gaps: list[float]
    long_tasks: list[float]
    busy_share: float

    def over(self, milliseconds: float) -> float:
        """The share of frames with a longer gap before them."""
        return sum(gap > milliseconds for gap in self.gaps) / len(self.gaps)


class CasePage:
    """A customer's case on a phone's screen."""

    def __init__(self, context: BrowserContext, stage: Stage, customer: Customer) -> None:
        cookie = {"name": "portal_session", "value": customer.cookie, "url": stage.url, "httpOnly": True,
                  "sameSite": "Strict"}  # fmt: skip
        context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict is such a cookie
        context.add_init_script(_WATCH)
        self.page: Page = context.new_page()
        self.received: list[str] = []
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._receive))
        self._devtools: CDPSession = context.new_cdp_session(self.page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.page.goto(f"{stage.url}/tickets/{customer.ticket_id}")
        self.page.wait_for_selector("#composer")

    def send(self, text: str) -> Sent:
        """Type it, press Enter, and wait for the end of the answer."""
        self.page.fill("#composer", text)
        self.page.evaluate("text => watch.expect(text)", text)
        self.page.keyboard.press("Enter")
        told = self.page.evaluate("watch.over.then(({ isOver, ...send }) => send)")
        gaps = [after - before for before, after in zip(told["updates"], told["updates"][1:], strict=False)]
        return Sent(told["ownAt"], told["takenAt"], told["wordAt"], gaps)

    @contextmanager
    def recorded(self) -> Iterator[list[Frames]]:
        """Frames while the block runs; the list has them after it."""
        found: list[Frames] = []
        busy, began = self._main_thread_sec(), time.perf_counter()
        self.page.evaluate("watch.record()")
        yield found
        told = self.page.evaluate("watch.recorded()")
        share = (self._main_thread_sec() - busy) / (time.perf_counter() - began)
        found.append(Frames(told["gaps"], told["long"], share))

    def slow_down(self, times: int) -> None:
        """As a processor that is so many times slower."""
        self._devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def reload(self) -> float:
        """Milliseconds from the start of the navigation until messages are drawn and can be written."""
        self.page.reload(wait_until="commit")
        return float(self.page.evaluate("watch.ready"))

    def _main_thread_sec(self) -> float:
        """Processor time of the page's main thread: what others do on the machine does not count."""
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")

    def _receive(self, payload: str | bytes) -> None:
        self.received.append(payload if isinstance(payload, str) else payload.decode())


@contextmanager
def case_page(stage: Stage, customer: Customer) -> Iterator[CasePage]:
    """A fresh browser on the customer's case."""
    with sync_playwright() as playwright:
        found = next((path for path in _CHROMIUMS if Path(path).exists()), None)
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        context = browser.new_context(viewport=PHONE, locale="es-MX")  # type: ignore[arg-type]  # a plain dict is a size
        yield CasePage(context, stage, customer)
        browser.close()


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def middle(values: Sequence[float]) -> str:
    """Median and 95th percentile, in ms."""
    return f"{statistics.median(values):.0f} ms, p95 {p95(values):.0f} ms"
