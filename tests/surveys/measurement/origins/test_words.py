import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.origins.words import WordOdds, distinctive_words, weighted_log_odds

counts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 500), min_size=2)
texts = st.integers(2, 20).flatmap(
    lambda words: st.tuples(*(st.lists(st.integers(1, 500), min_size=words, max_size=words),) * 3)
)


def by_word(odds: list[WordOdds]) -> dict[str, WordOdds]:
    return {each.word: each for each in odds}


def test_it_is_the_formula_of_the_article() -> None:
    """Worked by hand: 12 of 100 against 5 of 300 words, imagined 3 of 200."""
    log_odds, se = weighted_log_odds([12, 88], [5, 295], [3, 197])

    assert log_odds[0] == pytest.approx(math.log(15 / 285) - math.log(8 / 492))
    assert se[0] == pytest.approx(math.sqrt(1 / 15 + 1 / 8))
    assert log_odds[0] / se[0] == pytest.approx(2.683, abs=5e-4)


@given(of=texts)
def test_exchanging_the_texts_turns_the_sign(of: tuple[list[int], list[int], list[int]]) -> None:
    first, second, prior = of
    there, se = weighted_log_odds(first, second, prior)
    back, se_back = weighted_log_odds(second, first, prior)

    assert back == pytest.approx(-there)
    assert se_back == pytest.approx(se)


@given(one=counts, other=counts)
def test_what_is_typical_of_one_of_two_groups_is_as_untypical_of_the_other(
    one: dict[str, int], other: dict[str, int]
) -> None:
    found = distinctive_words({"one": one, "other": other})
    back = by_word(found["other"])

    for odds in found["one"]:
        assert odds.z == pytest.approx(-back[odds.word].z, abs=1e-9)
        assert (odds.count, odds.count_elsewhere) == (
            back[odds.word].count_elsewhere,
            back[odds.word].count,
        )


@given(one=counts, times=st.integers(1, 9))
def test_groups_that_speak_alike_have_no_typical_words(one: dict[str, int], times: int) -> None:
    more = {word: many * times for word, many in one.items()}

    for odds in distinctive_words({"one": one, "more": more, "again": one})["more"]:
        assert odds.z == pytest.approx(0, abs=1e-6)


@given(of=texts, factor=st.floats(1.5, 100))
def test_a_stronger_prior_takes_the_odds_towards_what_everybody_says(
    of: tuple[list[int], list[int], list[int]], factor: float
) -> None:
    first, second, _ = map(np.array, of)
    prior = (first + second) / 10
    weak, _ = weighted_log_odds(first, second, prior)
    strong, se = weighted_log_odds(first, second, prior * factor)

    assert (np.abs(strong) <= np.abs(weak) + 1e-9).all()
    assert (se > 0).all()


def test_a_word_that_is_often_said_counts_more_than_one_said_once() -> None:
    typical, *_ = distinctive_words(
        {"old": {"service": 60, "fiets": 1, "price": 40}, "new": {"service": 20, "price": 80}}
    )["old"]

    assert typical.word == "service"


def test_words_come_by_falling_z_and_equal_ones_by_alphabet() -> None:
    found = distinctive_words({"old": {"b": 5, "a": 5, "c": 40}, "new": {"d": 50}})["old"]

    assert [odds.word for odds in found] == ["c", "a", "b", "d"]


def test_without_two_words_there_is_nothing_to_compare() -> None:
    assert distinctive_words({}) == {}
    assert distinctive_words({"old": {}, "new": {}}) == {"old": [], "new": []}
    assert distinctive_words({"old": {"price": 5}, "new": {"price": 1}}) == {"old": [], "new": []}


def test_a_group_that_said_nothing_is_held_against_the_others_all_the_same() -> None:
    found = distinctive_words({"old": {}, "new": {"price": 5, "service": 5}})

    assert [odds.count for odds in found["old"]] == [0, 0]
    assert all(math.isfinite(odds.z) for odds in found["old"])


def test_planted_words_are_found_and_nothing_else_is() -> None:
    generator = np.random.default_rng(7)
    words = [f"word_{place}" for place in range(200)]
    usual = generator.dirichlet(np.full(200, 0.5))
    planted = usual.copy()
    planted[:3] += 0.01
    said = {"old": planted / planted.sum(), "new": usual, "other": usual}
    found = distinctive_words(
        {
            name: dict(zip(words, generator.multinomial(4000, p).tolist(), strict=True))
            for name, p in said.items()
        }
    )

    assert {odds.word for odds in found["old"][:3]} == set(words[:3])
    beyond = [odds for odds in found["other"] if abs(odds.z) > 3.5]
    assert {odds.word for odds in beyond} <= set(words[:3])
