"""The commands of `acs`. Exit codes: 0 done, 1 the job failed, 2 the input or the words are wrong.

Each command imports what it needs: `--help` and `detect` start without the model's client and the statistics.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shared.cli import options as opt
from shared.cli.console import (
    DONE,
    FAILED,
    STOPPED,
    TERMINATED,
    WRONG_INPUT,
    JobFailed,
    WrongInput,
    fail,
    reading_progress,
    say,
    show,
    simulation_progress,
)
from shared.cli.process import Terminated, forget_output, hear_ctrl_c, prepare_process
from shared.cli.scheduler import workplace
from shared.runs.settings import RunSettings

if TYPE_CHECKING:
    from shared.runs.simulating import SimulationOutcome

app = typer.Typer(
    name="acs",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Conversations in, a measured better agent out. Each command writes into the folder of a run; "
    "`acs improve` does it all. Without OPENAI_API_KEY the offline model answers.",
)


@app.callback()
def about(version: opt.Version = False) -> None: ...


@app.command()
def analyze(
    inputs: opt.Inputs,
    out: opt.Out,
    domain: opt.Domain = "kavak",
    weights: opt.Weights = None,
    ranking_weights: opt.RankingWeights = None,
    target_csat: opt.TargetCsat = None,
    max_turns: opt.MaxTurns = None,
    target_latency: opt.TargetLatency = None,
    seed: opt.Seed = None,
    scheduler: opt.Scheduler = None,
    json: opt.Json = False,
) -> None:
    """Figures with intervals, intents and the tools worth building, from files of conversations.

    Writes metrics.json, intents.csv, candidate_tools_ranked.csv, baseline_meta.csv, evidence.jsonl, rejected.jsonl
    (every line that could not be used, with the reason) and run.json.

    Example: acs analyze conversations.jsonl.gz --out runs/june
    """
    from shared.cli import wording
    from shared.llm.settings import LLMSettings
    from shared.runs import analyzing
    from shared.runs.folder import RunFolder

    settings = opt.settings_with(
        RunSettings(domain=opt.domain_of(domain)),
        weights=opt.parse_weights(weights), ranking_weights=opt.parse_ranking_weights(ranking_weights),
        target_csat=target_csat, max_turns=max_turns, target_latency=target_latency, seed=seed,
    )  # fmt: skip
    hear_ctrl_c()
    with workplace(scheduler) as work, reading_progress(_size(inputs)) as progress:
        result = analyzing.analyze(
            inputs, RunFolder(out), settings, LLMSettings(), executor=work.executor, progress=progress
        )
    analyzing.check_accepted(result.counts)
    show(
        {
            "run": str(out),
            "counts": result.counts,
            "metrics": result.metrics,
            "ranking": [asdict(t) for t in result.ranking],
        },
        wording.analysis_words(result, out),
        as_json=json,
    )


@app.command()
def detect(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help='JSONL of {"id","text"}; stdin without it.')
    ] = None,
    domain: opt.Domain = "kavak",
) -> None:
    """Intents and language of messages: JSONL {"id","text"} in, {"id","intents","scores","language"} out.

    Example: echo '{"id": 1, "text": "¿ya cayó la lana del Jetta?"}' | acs detect
    """
    from shared.analysis.intents import IntentDetector
    from shared.cli.detecting import detect_lines
    from shared.conversations.writing import to_json
    from shared.domains.pack import load_pack

    detector = IntentDetector.for_pack(load_pack(domain))
    hear_ctrl_c()
    wrong = 0
    with file.open("rb") if file else sys.stdin.buffer as lines:
        for record in detect_lines(lines, detector):
            wrong += "error" in record
            sys.stdout.buffer.write(to_json(record) + b"\n")
    sys.stdout.flush()
    if wrong:
        raise WrongInput(f"{wrong} lines could not be read; their records say why")


@app.command()
def propose(run: opt.Run, json: opt.Json = False) -> None:
    """Have a model propose improvements from a run's figures: prompts, code, tools, evaluation plan, risks.

    Writes llm_rewrite_response.json. A proposal is data for a person to read; nothing in it is ever executed.
    """
    from shared.cli import wording
    from shared.llm.settings import LLMSettings
    from shared.runs import stages
    from shared.runs.folder import RunFolder

    folder = RunFolder(run)
    proposed = stages.propose(folder, LLMSettings())
    show(folder.read_json(stages.PROPOSAL), wording.proposal_words(proposed, run), as_json=json)


@app.command()
def approve(
    run: opt.Run,
    system: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Use this system prompt instead of the proposed one.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Use this user template; it must hold {contexto} {tono} {idioma} {canal}."),
    ] = None,
    unchanged: Annotated[
        bool, typer.Option("--unchanged", help="Approve the current prompts (an A/A check of the method).")
    ] = False,
    json: opt.Json = False,
) -> None:
    """Decide which prompts are simulated: the proposal as it is, edited files, or the current ones.

    Writes approved_prompts.json.
    """
    from shared.cli import wording
    from shared.cli.prompt_files import read_prompt
    from shared.improvement.approval import Choice
    from shared.llm.settings import LLMSettings
    from shared.runs import stages
    from shared.runs.folder import RunFolder

    if unchanged and (system or template):
        raise WrongInput("--unchanged does not go with --system or --template")
    approved = stages.approve(
        RunFolder(run), LLMSettings(), Choice(read_prompt(system), read_prompt(template), unchanged)
    )
    show(approved.model_dump(mode="json"), wording.approval_words(approved, run), as_json=json)


@app.command()
def simulate(
    run: opt.Run,
    conversations_per_context: opt.PerContext = None,
    scenarios: opt.Scenarios = None,
    trials: opt.Trials = None,
    threads: opt.Threads = None,
    retries: opt.Retries = None,
    temperature: opt.Temperature = None,
    max_turns: opt.MaxTurns = None,
    seed: opt.Seed = None,
    budget_usd: opt.Budget = None,
    scheduler: opt.Scheduler = None,
    fresh: opt.Fresh = False,
    json: opt.Json = False,
) -> None:
    """Play the same scenarios with the current and the approved prompts; goes on where it stopped.

    Writes baseline_simulated.jsonl, proposed_conversations.jsonl, proposed_meta.csv and the journal.
    """
    from shared.cli import wording
    from shared.llm.settings import LLMSettings
    from shared.runs import simulating
    from shared.runs.folder import RunFolder

    folder = RunFolder(run)
    folder.need("run.json")
    settings = opt.settings_with(
        folder.info().settings, conversations_per_context=conversations_per_context, scenarios=scenarios,
        trials=trials, threads=threads, retries=retries, temperature=temperature, max_turns=max_turns, seed=seed,
        budget_usd=budget_usd,
    )  # fmt: skip
    with workplace(scheduler) as work, simulation_progress() as progress:
        outcome = simulating.simulate(
            folder, LLMSettings(), settings=settings, executor=work.executor, processes=work.processes, fresh=fresh,
            progress=progress,
        )  # fmt: skip
    _finished(outcome)
    show(asdict(outcome), wording.simulation_words(outcome, run), as_json=json)


@app.command()
def compare(run: opt.Run, language: opt.ReportLanguage = "es", json: opt.Json = False) -> None:
    """A verdict with its uncertainty: better, worse, or not enough data.

    Writes comparison.json, report.html (one page, no network) and report.md.
    """
    from shared.cli import wording
    from shared.runs import comparing
    from shared.runs.folder import RunFolder

    comparison = comparing.compare(RunFolder(run), language=language)
    show(comparison.model_dump(mode="json"), wording.comparison_words(comparison, run, language), as_json=json)


@app.command()
def improve(
    inputs: opt.Inputs,
    out: opt.Out,
    approve: Annotated[
        bool, typer.Option("--approve", help="Approve the proposal as it is and go on to the report.")
    ] = False,
    domain: opt.Domain = "kavak",
    conversations_per_context: opt.PerContext = None,
    scenarios: opt.Scenarios = None,
    trials: opt.Trials = None,
    threads: opt.Threads = None,
    retries: opt.Retries = None,
    temperature: opt.Temperature = None,
    target_csat: opt.TargetCsat = None,
    max_turns: opt.MaxTurns = None,
    target_latency: opt.TargetLatency = None,
    weights: opt.Weights = None,
    ranking_weights: opt.RankingWeights = None,
    seed: opt.Seed = None,
    budget_usd: opt.Budget = None,
    scheduler: opt.Scheduler = None,
    fresh: opt.Fresh = False,
    language: opt.ReportLanguage = "es",
    json: opt.Json = False,
) -> None:
    """The whole cycle: analyze, propose, approve, simulate, compare; goes on where it stopped.

    Without --approve it waits after the proposal for `acs approve RUN`; call it again to go on.

    Example: acs improve shared/samples/kavak.jsonl --out runs/first --approve
    """
    from shared.cli import wording
    from shared.llm.settings import LLMSettings
    from shared.runs import comparing, improving, stages
    from shared.runs.folder import RunFolder

    settings = opt.settings_with(
        RunSettings(domain=opt.domain_of(domain)),
        conversations_per_context=conversations_per_context, scenarios=scenarios,
        trials=trials, threads=threads, retries=retries, temperature=temperature, target_csat=target_csat,
        max_turns=max_turns, target_latency=target_latency, weights=opt.parse_weights(weights),
        ranking_weights=opt.parse_ranking_weights(ranking_weights), seed=seed, budget_usd=budget_usd,
    )  # fmt: skip
    folder = RunFolder(out)
    hear_ctrl_c()
    with workplace(scheduler) as work, reading_progress(_size(inputs)) as analyzed, simulation_progress() as simulated:
        outcome = improving.improve(
            inputs, folder, settings, LLMSettings(), approve_proposal=approve, fresh=fresh, executor=work.executor,
            processes=work.processes, announce=lambda stage: say(f"{stage} …"), analyzed=analyzed, simulated=simulated,
        )  # fmt: skip
    if outcome is None:
        waiting = f"Read {out / stages.PROPOSAL}, then: acs approve {out}, and this command again."
        show({"run": str(out), "waits_for": "approval"}, waiting, as_json=json)
        return
    _finished(outcome)
    for note in outcome.notes:
        say(f"note: {note}")
    comparison = comparing.compare(folder, language=language)
    show(comparison.model_dump(mode="json"), wording.comparison_words(comparison, out, language), as_json=json)


@app.command("offline-model")
def offline_model(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on 127.0.0.1.")] = 9011,
    faults: Annotated[
        str, typer.Option(help="Fail on demand, as in rate=0.2,seed=1,kinds=429|500|timeout|cut|invalid_json|refusal.")
    ] = "",
    latency_ms: Annotated[float, typer.Option(min=0, help="Answer this much later, in milliseconds.")] = 0.0,
) -> None:
    """Serve the offline model over HTTP, in the protocol of the Responses API.

    Example: acs offline-model --port 9011 &  OPENAI_BASE_URL=http://127.0.0.1:9011/v1 acs improve …
    """
    from shared.llm.offline.faults import FaultPlan
    from shared.llm.offline.server import serve
    from shared.llm.settings import LLMSettings

    try:
        plan = FaultPlan.parse(faults)
    except ValueError as error:
        raise WrongInput(f"--faults: {error}") from error
    address = f"http://127.0.0.1:{port}/v1"
    try:
        serve(
            port,
            faults=plan,
            latency_sec=latency_ms / 1000,
            retired=LLMSettings().retired_models,
            ready=lambda: say(f"The offline model answers at {address} (Ctrl-C stops it)"),
        )
    except OSError as error:
        raise JobFailed(f"port {port} cannot be used: {error.strerror}") from error
    except KeyboardInterrupt:
        say("The offline model has stopped.")


def _size(inputs: Sequence[str]) -> int | None:
    """Bytes of all inputs; `None` where one is stdin."""
    from shared.conversations.sources import expand_inputs

    sizes = [source.size for source in expand_inputs(inputs)]
    return None if None in sizes else sum(size for size in sizes if size is not None)


def _finished(outcome: SimulationOutcome) -> None:
    if outcome.stopped:
        raise JobFailed(outcome.stopped)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `acs` and leave with its exit code; errors are one line on stderr."""
    try:
        prepare_process()
        code = run(arguments)
    except (KeyboardInterrupt, Terminated) as stop:
        fail("stopped; the same command goes on")
        code = TERMINATED if isinstance(stop, Terminated) else STOPPED
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run `acs`; the exit code. Raises `KeyboardInterrupt` and `Terminated`."""
    from shared.cli.exits import FAILURES, WRONG_INPUTS, words_of_defect, words_of_failure

    try:
        code = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except typer.exceptions.TyperException as error:
        fail(f"{_words_of(error)} (see acs --help)")
        return WRONG_INPUT
    except typer.Abort as stop:
        raise KeyboardInterrupt from stop
    except BrokenPipeError:  # who reads the output has enough of it, as `head` does
        forget_output()
        return FAILED
    except WRONG_INPUTS as error:
        fail(words_of_failure(error))
        return WRONG_INPUT
    except FAILURES as error:
        fail(words_of_failure(error))
        return FAILED
    except Exception as error:
        fail(words_of_defect(error))
        return FAILED
    if code == STOPPED:  # what typer makes of Ctrl-C
        raise KeyboardInterrupt
    return code if isinstance(code, int) else DONE


def _words_of(error: typer.exceptions.TyperException) -> str:
    """The error's message with the option or argument that it is about."""
    format_message = getattr(error, "format_message", None)
    return format_message() if format_message else str(error)
