"""The options of `acs`, each with the limits and the help that the commands share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS, RANKING_PARTS
from shared.analysis.score import DEFAULT_WEIGHTS, PARTS, checked_weights
from shared.cli.console import WrongInput
from shared.domains.pack import available_packs
from shared.improvement.number_format import Language
from shared.runs.settings import RunSettings

SIMULATION = "Simulation"
FIGURES = "Figures"
WORK = "How the work is done"


def _written(weights: Mapping[str, float]) -> str:
    return ",".join(f"{name}={weight:g}" for name, weight in weights.items())


def _packs() -> list[str]:
    return list(available_packs())


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"acs {version('adaptive-customer-service')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
]
Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT", help="JSONL or messages-CSV files (plain, gzip, zstd), folders of them, or - for stdin."
    ),
]
Run = Annotated[Path, typer.Argument(metavar="RUN", help="The run's folder.", show_default=False)]
Out = Annotated[
    Path, typer.Option("--out", metavar="RUN", help="The run's folder; made if it is not there.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Domain = Annotated[str, typer.Option(help="The domain pack, or the path of a pack's YAML file.", autocompletion=_packs)]
Seed = Annotated[
    int | None, typer.Option(help="Decides every random choice; the same seed gives the same run.", show_default="0")
]
Weights = Annotated[
    str | None,
    typer.Option(
        help="Weights of the score's parts; those not named count 0, the sum is scaled to 1.",
        metavar="NAME=NUMBER,…",
        show_default=_written(DEFAULT_WEIGHTS),
        rich_help_panel=FIGURES,
    ),
]
RankingWeights = Annotated[
    str | None,
    typer.Option(
        help="Weights of the parts of the ranking of tools; those not named count 0, the sum is scaled to 1.",
        metavar="NAME=NUMBER,…",
        show_default=_written(DEFAULT_RANKING_WEIGHTS),
        rich_help_panel=FIGURES,
    ),
]
TargetCsat = Annotated[
    float | None,
    typer.Option(
        min=1.0, max=5.0, help="The CSAT that counts as full marks.", show_default="4.5", rich_help_panel=FIGURES
    ),
]
MaxTurns = Annotated[
    int | None,
    typer.Option(
        min=2,
        max=12,
        help="The length aimed at, in messages; simulated conversations are cut at twice as many.",
        show_default="6",
        rich_help_panel=FIGURES,
    ),
]
TargetLatency = Annotated[
    float | None,
    typer.Option(
        min=10.0,
        max=600.0,
        help="The duration of a conversation at which the latency part is 0, in seconds.",
        show_default="120",
        rich_help_panel=FIGURES,
    ),
]
PerContext = Annotated[
    int | None,
    typer.Option(
        "--conversations-per-context",
        min=1,
        max=10,
        help="Scenarios for each context of the pack.",
        show_default="3",
        rich_help_panel=SIMULATION,
    ),
]
Scenarios = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=10_000,
        help="Scenarios in all, spread over the contexts (instead of a number per context).",
        show_default="by context",
        rich_help_panel=SIMULATION,
    ),
]
Trials = Annotated[
    int | None,
    typer.Option(
        min=1, max=100, help="How often each scenario is played.", show_default="1", rich_help_panel=SIMULATION
    ),
]
Temperature = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        max=1.5,
        help="Sampling temperature; not sent to models that refuse it.",
        show_default="0.8",
        rich_help_panel=SIMULATION,
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        min=1, max=16, help="Conversations simulated at the same time.", show_default="6", rich_help_panel=WORK
    ),
]
Retries = Annotated[
    int | None,
    typer.Option(
        min=1, max=8, help="Tries of a model call that fails for want of luck.", show_default="4", rich_help_panel=WORK
    ),
]
Budget = Annotated[
    float | None,
    typer.Option(
        "--budget-usd",
        min=0.0001,
        help="Stop before the run costs more than this.",
        show_default="no limit",
        rich_help_panel=WORK,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="tcp://HOST:PORT",
        help="A Dask scheduler whose workers do the work. If they see the run's folder, no reply is paid twice.",
        show_default="this machine",
        rich_help_panel=WORK,
    ),
]
Fresh = Annotated[
    bool,
    typer.Option("--fresh", help="Start over; an earlier journal is set aside, not deleted.", rich_help_panel=WORK),
]
ReportLanguage = Annotated[Language, typer.Option("--language", help="The report's language: es, pt or en.")]


def domain_of(text: str) -> str:
    """A pack's name as it is; the path of a pack's file such that it holds from any folder."""
    return str(Path(text).resolve()) if text.endswith((".yaml", ".yml")) else text


def parse_weights(text: str | None) -> dict[str, float] | None:
    """`csat=.35,resolution=.35` -> numbers by part of the score. Raises `WrongInput`."""
    return _parsed(text, "--weights", PARTS, DEFAULT_WEIGHTS)


def parse_ranking_weights(text: str | None) -> dict[str, float] | None:
    """`frequency=.5,effort=.5` -> numbers by part of the ranking. Raises `WrongInput`."""
    return _parsed(text, "--ranking-weights", RANKING_PARTS, DEFAULT_RANKING_WEIGHTS)


def _parsed(
    text: str | None, option: str, parts: Sequence[str], example: Mapping[str, float]
) -> dict[str, float] | None:
    if text is None:
        return None
    try:
        pairs = [part.split("=", 1) for part in text.split(",")]
        given = {name.strip(): float(number) for name, number in pairs}
        if len(given) < len(pairs):
            raise ValueError("a weight is there twice")
        return checked_weights(given, parts)
    except ValueError as error:
        wanted = _written(example).replace("=0.", "=.")
        problem = str(error) if "weight" in str(error) else f"cannot read {text!r}; write {wanted}"
        raise WrongInput(f"{option}: {problem}") from error


def settings_with(base: RunSettings, **given: Any) -> RunSettings:
    """`base` with the options that were given (`None`: not given). Raises `WrongInput`."""
    changed = {name: value for name, value in given.items() if value is not None}
    try:
        return RunSettings.model_validate({**base.model_dump(), **changed})
    except ValidationError as error:
        problem = error.errors()[0]
        raise WrongInput(f"--{str(problem['loc'][0]).replace('_', '-')}: {problem['msg']}") from error
