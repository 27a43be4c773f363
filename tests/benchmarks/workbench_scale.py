"""The workbench with 100,000 conversations: a real process and a real browser, from the upload to every click.

Run with `.venv/bin/python -m tests.benchmarks.workbench_scale`; needs a Chromium.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, sync_playwright

from tests.benchmarks.synthetic_conversations import write_conversations
from tests.workbench.running import WorkbenchProcess

CHROMIUM = "/usr/bin/chromium"
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
ROUNDS = 3
PAGES = ("Métricas", "Intenciones", "Propuestas", "Historial", "Datos")
_PATIENCE_MS = 300_000
WARM_MS = 12_000
"""What a workbench that was just started loads aside; nobody signs in and finds a file sooner."""
_IDLE = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
_NOBODY = "http://127.0.0.1:9"


class Memory:
    """The most memory (resident, MB) that a process was seen with, its workers apart."""

    def __init__(self, process: int) -> None:
        self.own = self.workers = 0.0
        self._process = psutil.Process(process)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            try:
                self.own = max(self.own, self._process.memory_info().rss / 1e6)
                children = [child.memory_info().rss / 1e6 for child in self._process.children(recursive=True)]
                self.workers = max(self.workers, sum(children))
            except psutil.Error:  # a worker that has just ended
                continue


@contextmanager
def browser_page(url: str) -> Iterator[Page]:
    """A page in Spanish, working on files only."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_page(locale="es-MX", viewport={"width": 1440, "height": 2_600})
        page.set_default_timeout(_PATIENCE_MS)
        page.goto(url)
        page.get_by_role("button", name="Trabajar solo con archivos").click()
        page.get_by_role("button", name="Probar con la muestra").wait_for()
        yield page
        browser.close()


def until(act: Callable[[], object], seen: Locator) -> float:
    """Seconds from an act to what it leads to."""
    began = time.perf_counter()
    act()
    seen.wait_for()
    return time.perf_counter() - began


def uploaded(page: Page, path: Path) -> list[str]:
    """Lines of the table: from the file to the look at it, and from there to the figures."""
    chooser = page.locator("input[type=file]").first
    analyze = page.get_by_role("button", name="Analizar", exact=True)
    to_look = until(lambda: chooser.set_input_files(path), analyze)
    to_contents = until(analyze.click, page.get_by_role("button", name="Ver métricas"))
    to_figures = until(page.get_by_role("button", name="Ver métricas").click, page.get_by_text("Se resuelve el"))
    return [
        f"| upload to the look at the file | {to_look:.1f} s | |",
        f"| analysis, as seen on the page | {to_contents:.1f} s | |",
        f"| first figures on the metrics page | {to_figures:.1f} s | |",
        f"| **upload to metrics** | {to_look + to_contents + to_figures:.1f} s | under 15 s |",
    ]


def clicks(page: Page) -> list[str]:
    """Lines of the table: the median of some clicks of each kind."""
    every = {
        "trend by month and by week": lambda number: _segment(page, "Mes" if number % 2 else "Semana"),
        "breakdown by another dimension": lambda number: _segment(page, ("Canal", "Idioma", "Intención")[number % 3]),
        "worst conversation opened": lambda _: _opened(page),
        "search through all messages": lambda number: _found(page, ("garantia", "pago", "cita")[number % 3]),
    }
    every |= {f"to the page {step}": partial(_page, page, step) for step in PAGES}
    lines = []
    for what, act in every.items():
        taken = [_settled(page, act, number) for number in range(ROUNDS)]
        lines.append(f"| {what} | {statistics.median(taken):.2f} s | under 1 s |")
    return lines


def _settled(page: Page, act: Callable[[int], float], number: int) -> float:
    page.wait_for_function(_IDLE)
    page.wait_for_timeout(500)
    return act(number)


def _segment(page: Page, name: str) -> float:
    """Press a segment and wait until the page is drawn anew."""
    began = time.perf_counter()
    page.get_by_role("radio", name=name, exact=True).click()
    page.wait_for_timeout(50)
    page.wait_for_function(_IDLE)
    return time.perf_counter() - began


def _page(page: Page, step: str, number: int) -> float:
    """Follow a step of the bar, coming from the history; the first time it is all new."""
    if number:
        page.locator(".st-key-steps").get_by_role("link", name="Historial").click()
        page.wait_for_url("**/history*")
        page.wait_for_timeout(300)
        page.wait_for_function(_IDLE)
    began = time.perf_counter()
    page.locator(".st-key-steps").get_by_role("link", name=step).click()
    page.get_by_role("heading", name=step, level=1).wait_for()
    page.wait_for_function(_IDLE)
    return time.perf_counter() - began


def _found(page: Page, words: str) -> float:
    """Search and wait until the page is drawn anew."""
    search = page.get_by_label("Buscar", exact=True)
    search.fill(words)
    began = time.perf_counter()
    search.press("Enter")
    page.wait_for_timeout(50)
    page.wait_for_function(_IDLE)
    page.get_by_text("que se encontraron").wait_for()
    return time.perf_counter() - began


def _opened(page: Page) -> float:
    taken = until(page.get_by_role("button", name="Leer las peores").click, page.get_by_text("Identificador:"))
    page.keyboard.press("Escape")
    page.get_by_text("Identificador:").wait_for(state="hidden")
    return taken


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="The workbench with many conversations.")
    parser.add_argument("--conversations", type=int, default=100_000)
    count = parser.parse_args().conversations
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "conversations.jsonl"
        write_conversations(path, count)
        print(f"{count:,} conversations, {path.stat().st_size / 1e6:.0f} MB\n")
        print("| what | median | aim |\n|---|---|---|", flush=True)
        with (
            WorkbenchProcess(Path(folder), _NOBODY, WORKBENCH_FILES_ONLY="true") as workbench,
            Memory(workbench.process.pid) as memory,
            browser_page(workbench.url) as page,
        ):
            page.wait_for_timeout(WARM_MS)
            for line in [*uploaded(page, path), *clicks(page)]:
                print(line, flush=True)
        print(f"| most memory of the workbench | {memory.own:.0f} MB | under 2,000 MB |")
        print(f"| most memory of its worker processes together | {memory.workers:.0f} MB | |")
    print(f"\nload of the machine (1, 5, 15 minutes): {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


if __name__ == "__main__":
    main()
