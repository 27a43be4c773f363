"""Sample sizes and the check of the split."""

from __future__ import annotations

import pytest

from shared.experiments.planning import required_per_arm_means, required_per_arm_proportions, split_is_broken


def test_the_textbook_sample_size_for_rates() -> None:
    # (1.95996 + 0.84162)² = 7.8489; (0.6·0.4 + 0.7·0.3) / 0.1² = 45; 353.2.
    assert required_per_arm_proportions(0.6, 0.1) == 354


def test_the_textbook_sample_size_for_means() -> None:
    # 2 · 7.8489 · (1 / 0.5)² = 62.8.
    assert required_per_arm_means(1.0, 0.5) == 63


@pytest.mark.parametrize(("base", "lift"), [(0.9, 0.2), (0.5, 0.0), (-0.1, 0.2)])
def test_impossible_plans_are_refused(base: float, lift: float) -> None:
    with pytest.raises(ValueError, match="cannot plan"):
        required_per_arm_proportions(base, lift)


def test_a_mean_that_does_not_move_cannot_be_planned() -> None:
    with pytest.raises(ValueError, match="lift"):
        required_per_arm_means(1.0, 0.0)


def test_a_split_that_chance_does_not_give_is_broken() -> None:
    # χ² = 2 · 50² / 500 = 10 for 550 and 450 (p = 0.0016), 2 · 70² / 500 = 19.6 for 570 and 430 (p = 0.00001).
    assert not split_is_broken([550, 450], [0.5, 0.5])
    assert split_is_broken([570, 430], [0.5, 0.5])
    assert not split_is_broken([90, 10], [0.9, 0.1])
    assert not split_is_broken([0, 0], [0.5, 0.5])
    with pytest.raises(ValueError, match="2 counts"):
        split_is_broken([1, 2], [1.0])
