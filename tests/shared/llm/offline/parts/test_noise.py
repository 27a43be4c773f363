from __future__ import annotations

from statistics import mean, stdev

from shared.llm.offline.parts.noise import Noise


def draws(name: str, count: int = 2000) -> list[float]:
    return [Noise.of(str(sample), "agent", ["hola"]).uniform(name) for sample in range(count)]


def test_a_draw_is_a_function_of_sample_part_text_and_name() -> None:
    one = Noise.of("1", "agent", ["hola"]).uniform("x")
    assert one == Noise.of("1", "agent", ["hola"]).uniform("x")
    others = [
        Noise.of("2", "agent", ["hola"]).uniform("x"),
        Noise.of("1", "judge", ["hola"]).uniform("x"),
        Noise.of("1", "agent", ["hol", "a"]).uniform("x"),
        Noise.of("1", "agent", ["hola"]).uniform("y"),
    ]
    assert one not in others
    assert len(set(others)) == 4


def test_draws_are_uniform_and_independent_by_name() -> None:
    first, second = draws("first"), draws("second")
    assert abs(mean(first) - 0.5) < 0.02
    assert abs(stdev(first) - 0.2887) < 0.01
    products = mean((a - 0.5) * (b - 0.5) for a, b in zip(first, second, strict=True))
    assert abs(products) * 12 < 0.07


def test_what_happens_at_a_probability_happens_at_any_higher_one() -> None:
    noises = [Noise.of(str(n), "agent", []) for n in range(500)]
    assert all(noise.chance("x", 0.9) for noise in noises if noise.chance("x", 0.6))
    assert not any(noise.chance("x", 0.0) for noise in noises)
    assert all(noise.chance("x", 1.0) for noise in noises)


def test_normal_draws_have_the_deviation_that_is_asked_for() -> None:
    values = [Noise.of(str(n), "judge", []).gauss("rating", 0.35) for n in range(2000)]
    assert abs(mean(values)) < 0.03
    assert abs(stdev(values) - 0.35) < 0.02
