"""What a proposal would use, before it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domains.pack import load_pack
from shared.improvement.proposals import ATTEMPTS, Grounds, chosen_examples, proposal_request
from shared.llm.catalog import model_info
from shared.llm.protocol import Usage
from shared.llm.requests import build_call
from shared.llm.settings import OFFLINE_MODEL, LLMSettings
from shared.runs.current_prompts import CurrentPrompts, current_for
from shared.runs.folder import RunFolder
from shared.runs.stages import read_evidence, read_table

TYPICAL_ANSWER_TOKENS = 2_500
"""Five parts with a complete prompt, and the reasoning before them."""
_BYTES_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Outlook:
    """`examples` of the `evidence` conversations go along; costs are in USD, `most_usd` with every attempt at its
    longest."""

    model: str
    examples: int
    evidence: int
    cost_usd: float
    most_usd: float


def outlook(folder: RunFolder, llm: LLMSettings, given: CurrentPrompts | None = None) -> Outlook:
    """`given` are the current prompts, as `propose` gets them. Raises `RunError` where the run's figures or
    evidence are damaged."""
    pack = load_pack(folder.info().settings.domain)
    evidence = read_evidence(folder / "evidence.jsonl")
    grounds = Grounds(
        figures=folder.read_json("metrics.json"),
        ranking=read_table(folder / "candidate_tools_ranked.csv"),
        pack=pack,
        evidence=evidence,
        current=current_for(folder, pack, given).pair,
    )
    model = OFFLINE_MODEL if llm.offline else llm.openai_model
    call, info = build_call(proposal_request(grounds), model), model_info(model)
    usage = Usage(input_tokens=call.size_bytes() // _BYTES_PER_TOKEN, output_tokens=TYPICAL_ANSWER_TOKENS)
    return Outlook(
        model=model,
        examples=len(chosen_examples(evidence)),
        evidence=len(evidence),
        cost_usd=info.cost_usd(usage),
        most_usd=ATTEMPTS * info.most_usd(call.size_bytes(), call.output_cap),
    )
