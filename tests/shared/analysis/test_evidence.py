from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.analysis.evidence import LowestHashes, sample_key

ITEMS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 60)), max_size=60)


def sampled(items: list[tuple[str, int]], size: int = 5) -> list[tuple[str, int, str]]:
    sample: LowestHashes[str] = LowestHashes(size)
    for group, key in items:
        sample.add(group, key, f"{group}{key}")
    return list(sample.entries())


def test_each_group_keeps_its_lowest_keys() -> None:
    assert sampled([("a", 9), ("a", 2), ("b", 50), ("a", 7), ("a", 1)], size=2) == [
        ("a", 1, "a1"),
        ("a", 2, "a2"),
        ("b", 50, "b50"),
    ]


def test_the_first_of_two_with_the_same_key_stays() -> None:
    sample: LowestHashes[str] = LowestHashes(3)
    assert sample.add("a", 1, "first")
    assert not sample.add("a", 1, "second")
    assert sample.group("a") == ("first",)


def test_only_full_groups_have_a_cutoff() -> None:
    sample: LowestHashes[str] = LowestHashes(2)
    for group, key in (("a", 5), ("a", 3), ("b", 1)):
        sample.add(group, key, "")
    assert sample.cutoffs() == {"a": 5}


@given(ITEMS)
def test_the_order_does_not_matter(items: list[tuple[str, int]]) -> None:
    assert sampled(items) == sampled(items[::-1])


@given(ITEMS, st.integers(0, 60))
def test_a_sample_of_samples_is_the_sample_of_the_whole(items: list[tuple[str, int]], cut: int) -> None:
    first, second = ([(g, k) for g, k, _ in sampled(part)] for part in (items[:cut], items[cut:]))
    assert sampled(first + second) == sampled(items)


def test_the_key_is_the_same_everywhere_and_another_for_another_seed() -> None:
    assert sample_key("conv_12345", 0) == sample_key("conv_12345", 0) == 6031698422354467369
    assert sample_key("conv_12345", 0) != sample_key("conv_12345", 1)
