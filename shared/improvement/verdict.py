"""From paired results to a verdict, and the words for it. Why this rule: docs/decisions/verdict.md."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from shared.improvement.number_format import LANGUAGES, Language, number
from shared.improvement.paired import ALPHA, CONFIDENCE, PairedEstimate, required_pairs

MIN_PAIRS = 8
"""Below this many scenarios no verdict is given: with seven, only a unanimous result could reach the level."""
RELEVANT_DIFFERENCE = 0.05
"""The smallest difference of Score that would change a decision."""
CONTRADICTION_ALPHA = 0.10
"""A resolution or CSAT difference against the Score's direction at this level withholds the verdict."""


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    INCONCLUSIVE = "inconclusive"


class Reason(StrEnum):
    """Why the verdict is what it is."""

    CLEAR = "clear"
    TOO_FEW = "too_few_pairs"
    NOT_ENOUGH = "not_enough_data"
    NO_DIFFERENCE = "no_relevant_difference"
    MIXED = "mixed_signals"


class VerdictRule(BaseModel):
    """The thresholds behind a verdict, kept with the result."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alpha: float = ALPHA
    min_pairs: int = MIN_PAIRS
    relevant_difference: float = RELEVANT_DIFFERENCE
    contradiction_alpha: float = CONTRADICTION_ALPHA


class Decision(NamedTuple):
    """`scenarios_needed`: about how many more would settle it; None where the verdict is clear or more is no help."""

    verdict: Verdict
    reason: Reason
    scenarios_needed: int | None = None


def decide(metrics: Mapping[str, PairedEstimate], rule: VerdictRule | None = None) -> Decision:
    """The verdict on `metrics` ("score", and where known "resolution" and "csat")."""
    rule = rule or VerdictRule()
    score = metrics["score"]
    if score.n < rule.min_pairs or score.difference is None or score.p_value is None:
        return Decision(Verdict.INCONCLUSIVE, Reason.TOO_FEW, rule.min_pairs - score.n if score.n else None)
    if score.p_value < rule.alpha and score.difference:
        if any(_contradicts(metrics.get(name), score.difference, rule) for name in ("resolution", "csat")):
            return Decision(Verdict.INCONCLUSIVE, Reason.MIXED)
        return Decision(Verdict.BETTER if score.difference > 0 else Verdict.WORSE, Reason.CLEAR)
    if largest_possible(score) < rule.relevant_difference:
        return Decision(Verdict.INCONCLUSIVE, Reason.NO_DIFFERENCE)
    return Decision(Verdict.INCONCLUSIVE, Reason.NOT_ENOUGH, _more_pairs(score, rule))


def largest_possible(score: PairedEstimate) -> float:
    """The largest difference, in either direction, that the 95 % interval leaves open."""
    return (
        max(abs(bound) for bound in (score.low, score.high) if bound is not None) if score.low is not None else math.inf
    )


def _contradicts(part: PairedEstimate | None, direction: float, rule: VerdictRule) -> bool:
    if part is None or part.difference is None or part.p_value is None:
        return False
    return part.difference * direction < 0 and part.p_value < rule.contradiction_alpha


def _more_pairs(score: PairedEstimate, rule: VerdictRule) -> int:
    """More pairs to show a difference as large as the one seen, or the smallest that matters if that is larger."""
    if not score.sd:
        needed = math.ceil(math.log((1 - CONFIDENCE) / 2) / math.log(1 - rule.relevant_difference))
    else:
        needed = required_pairs(max(abs(score.difference or 0.0), rule.relevant_difference), score.sd, rule.alpha)
    return max(needed - score.n, 1)


_WORDS: Mapping[tuple[Verdict, Reason], Mapping[Language, str]] = {
    (Verdict.BETTER, Reason.CLEAR): {
        "es": "La versión propuesta es mejor: el Score sube {size} (intervalo de 95 %: de {low} a {high}; "
        "{n} escenarios).",
        "pt": "A versão proposta é melhor: o Score sobe {size} (intervalo de 95%: de {low} a {high}; {n} cenários).",
        "en": "The proposed version is better: the Score rises by {size} (95% interval: {low} to {high}; "
        "{n} scenarios).",
    },
    (Verdict.WORSE, Reason.CLEAR): {
        "es": "La versión propuesta es peor: el Score baja {size} (intervalo de 95 %: de {low} a {high}; "
        "{n} escenarios).",
        "pt": "A versão proposta é pior: o Score cai {size} (intervalo de 95%: de {low} a {high}; {n} cenários).",
        "en": "The proposed version is worse: the Score falls by {size} (95% interval: {low} to {high}; "
        "{n} scenarios).",
    },
    (Verdict.INCONCLUSIVE, Reason.TOO_FEW): {
        "es": "Sin veredicto: hay {n} escenarios comparables y se necesitan al menos {min_pairs}.",
        "pt": "Sem veredito: há {n} cenários comparáveis e são necessários pelo menos {min_pairs}.",
        "en": "No verdict: there are {n} comparable scenarios and at least {min_pairs} are needed.",
    },
    (Verdict.INCONCLUSIVE, Reason.NOT_ENOUGH): {
        "es": "No hay datos suficientes: la diferencia vista en el Score ({difference}) puede ser azar. Se necesitan "
        "unos {needed} escenarios más para demostrar una diferencia de {target}.",
        "pt": "Não há dados suficientes: a diferença vista no Score ({difference}) pode ser acaso. São "
        "necessários cerca de {needed} cenários a mais para demonstrar uma diferença de {target}.",
        "en": "Not enough data: the difference seen in the Score ({difference}) may be chance. About {needed} more "
        "scenarios are needed to show a difference of {target}.",
    },
    (Verdict.INCONCLUSIVE, Reason.NO_DIFFERENCE): {
        "es": "Sin diferencia que importe: si existe, es menor que {largest} de Score ({n} escenarios).",
        "pt": "Sem diferença que importe: se existir, é menor que {largest} de Score ({n} cenários).",
        "en": "No difference that matters: if there is one, it is smaller than {largest} of Score ({n} scenarios).",
    },
    (Verdict.INCONCLUSIVE, Reason.MIXED): {
        "es": "Señales contrarias: el Score cambia {difference}, pero la resolución o la satisfacción va en sentido "
        "opuesto. Decida leyendo los casos.",
        "pt": "Sinais contrários: o Score muda {difference}, mas a resolução ou a satisfação vai no sentido "
        "oposto. Decida lendo os casos.",
        "en": "Mixed signals: the Score changes by {difference}, but resolution or satisfaction goes the other way. "
        "Decide by reading the cases.",
    },
}


def verdict_words(decision: Decision, score: PairedEstimate, rule: VerdictRule | None = None) -> dict[Language, str]:
    """One or two sentences a reader can act on, in each language."""
    rule = rule or VerdictRule()
    largest = largest_possible(score)
    target = max(abs(score.difference or 0.0), rule.relevant_difference)
    sentences = _WORDS[decision.verdict, decision.reason]
    return {
        language: sentences[language].format(
            n=number(score.n, language),
            difference=number(score.difference, language, 2, signed=True),
            size=number(abs(score.difference or 0.0), language, 2),
            low=number(score.low, language, 2, signed=True),
            high=number(score.high, language, 2, signed=True),
            needed=number(decision.scenarios_needed, language),
            min_pairs=rule.min_pairs,
            # Rounded up: "smaller than" must stay true.
            largest=number(math.ceil(largest * 100) / 100 if math.isfinite(largest) else None, language, 2),
            target=number(target, language, 2),
        )
        for language in LANGUAGES
    }
