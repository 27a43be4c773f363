"""`make compose-test`: the containers as a company runs them, in each profile, walked through as a customer does.

Says which step failed and what its services logged last, and takes everything down again, also after Ctrl-C. The images
stay.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import yaml

from tests.compose.measuring import Figures, image_sizes
from tests.compose.stack import PROFILES, ROOT, Failed, NoEngine, Stack, compose_command, fetch
from tests.compose.steps import StepFailed, step
from tests.compose.walks import clustered, plain, scaled

WRONG, STOPPED = 1, 130


def main() -> int:
    """Every profile in turn; 0 when all is as it should be."""
    signal.signal(signal.SIGTERM, _stop)
    figures = Figures()
    try:
        print(f"with {' '.join(compose_command())}, in {os.cpu_count()} processors", flush=True)
        with tempfile.TemporaryDirectory(prefix="acs-compose-") as folder:
            prepare(Stack("acs-compose-build", Path(folder)), figures)
            for number, walk in enumerate((plain, scaled, clustered)):
                with standing(Stack(f"acs-compose-{os.getpid()}-{number}", Path(folder))) as stack:
                    walk(stack, figures)
    except NoEngine as error:
        print(f"make: compose-test needs a container engine: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return STOPPED
    except StepFailed:
        return WRONG
    except Failed as error:
        print(f"FAILED  {error}", file=sys.stderr)
        return WRONG
    print(figures.tables())
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def standing(stack: Stack) -> Iterator[Stack]:
    """The stack; whatever happens, it is taken down, and a second Ctrl-C does not stop that."""
    try:
        yield stack
    finally:
        before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
        print("        taking it down", flush=True)
        stack.down()
        for number, handler in before.items():
            signal.signal(number, handler)


def prepare(stack: Stack, figures: Figures) -> None:
    """Images: those of others fetched, ours built."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"].values()
    for image in sorted({one["image"] for one in services if "build" not in one}):
        with step(stack, f"image {image}"):
            print(f"        {image}: {fetch(image)}", flush=True)
    with step(stack, "images of ours are built"):
        stack.compose("build", profiles=PROFILES)
    figures.sizes = image_sizes(sorted({one["image"] for one in services}))


if __name__ == "__main__":
    sys.exit(main())
