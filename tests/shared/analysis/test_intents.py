"""The detector of the pack `kavak`, judged on messages that no tuning has seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from shared.analysis.compiled import compiled_path
from shared.analysis.detection_quality import detection_quality
from shared.analysis.intents import IntentDetector
from shared.analysis.linear import LinearScorer
from shared.analysis.linear_model import LinearModel
from shared.analysis.material import LabelledMessage, material_hash, read_material, read_messages
from shared.domains.pack import Pack, PackError, available_packs, load_pack

HELD_OUT = Path(__file__).parent / "heldout"


@pytest.fixture(scope="module")
def kavak() -> Pack:
    return load_pack("kavak")


@pytest.fixture(scope="module")
def detector(kavak: Pack) -> IntentDetector:
    return IntentDetector.for_pack(kavak)


@pytest.fixture(scope="module")
def held_out(detector: IntentDetector) -> list[LabelledMessage]:
    return [m for path in sorted(HELD_OUT.glob("*.tsv")) for m in read_messages(path, detector.intents)]


def test_held_out_messages_are_answered_well_and_silence_is_kept(
    detector: IntentDetector, held_out: list[LabelledMessage]
) -> None:
    quality = detection_quality(detector, held_out)
    assert quality.macro_f1 >= 0.87
    assert quality.false_alarm_rate <= 0.10
    assert quality.language_accuracy >= 0.97


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_each_language_is_served(detector: IntentDetector, held_out: list[LabelledMessage], language: str) -> None:
    quality = detection_quality(detector, [m for m in held_out if m.language == language])
    assert quality.macro_f1 >= 0.80
    assert quality.false_alarm_rate <= 0.15


def test_what_most_customers_open_with_is_understood(detector: IntentDetector) -> None:
    messages = read_messages(Path(__file__).parent / "plain_messages.tsv", detector.intents)
    wrong = [m.text for m in messages if detector.detect(m.text).intents != m.labels]
    assert wrong == []


def test_no_held_out_message_is_in_the_material(kavak: Pack, held_out: list[LabelledMessage]) -> None:
    material = {m.text.casefold() for m in read_material(kavak)}
    assert not [m.text for m in held_out if m.text.casefold() in material]


@pytest.mark.parametrize("name", available_packs())
def test_the_compiled_detector_fits_the_material(name: str) -> None:
    pack = load_pack(name)
    assert LinearModel.load(compiled_path(pack)).source_hash == material_hash(pack), "run 'make train'"


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("¿ya cayó la lana del Jetta?", ("payment_status",)),
        ("no quiero crédito, pago de contado", ()),
        ("trabajo en una financiera, ¿tienen vacantes?", ()),
        ("hola buenas tardes", ()),
    ],
)
def test_typical_messages(detector: IntentDetector, text: str, intents: tuple[str, ...]) -> None:
    assert detector.detect(text).intents == intents


@pytest.mark.parametrize("text", ["", " \n\t", "🚗🚗", "....", "\x00\ufffd", "a" * 100_000, "¿" * 5000, "‮abc"])
def test_any_text_gets_probabilities(detector: IntentDetector, text: str) -> None:
    detected = detector.detect(text)
    assert all(0.0 <= p <= 1.0 for p in detected.scores.values())
    assert len(detected.scores) == 8


def test_a_message_scores_the_same_alone_and_in_a_batch(
    detector: IntentDetector, held_out: list[LabelledMessage]
) -> None:
    texts = [m.text for m in held_out[:100]]
    together = detector.probabilities(texts)
    alone = np.vstack([detector.probabilities([text]) for text in texts])
    assert np.array_equal(together, alone)


def test_case_accents_and_stretched_letters_do_not_matter(detector: IntentDetector) -> None:
    plain, shouted = detector.probabilities(
        ["cuando me depositan mi dinero porfa", "CUÁNDO ME DEPOSITAN MI DINERO PORFA"]
    )
    assert np.array_equal(plain, shouted)


def test_threads_do_not_disturb_each_other(kavak: Pack, held_out: list[LabelledMessage]) -> None:
    model = LinearModel.load(compiled_path(kavak))
    texts = [m.text for m in held_out]
    expected = LinearScorer(model).score(texts)
    shared_scorer = LinearScorer(model)
    with ThreadPoolExecutor(8) as pool:
        turned = list(pool.map(lambda i: shared_scorer.score(texts[i:] + texts[:i]), range(0, 320, 20)))
    for shift, got in zip(range(0, 320, 20), turned, strict=True):
        assert np.array_equal(np.roll(got, shift, axis=0), expected)


def test_a_line_that_does_not_fit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_text("es\t-\thola\nes\tno_such_intent\thola\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"m\.tsv, line 2"):
        read_messages(path, ["offer_24h"])
