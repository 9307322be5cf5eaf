import numpy as np
import pytest

from app.demo.simulation import Comments, Crowd, Former, simulate
from app.demo.wholesaler import noordwal
from surveys import library
from surveys.measurement.blocks import encode
from surveys.measurement.layout import Layout
from surveys.measurement.measure import measure
from surveys.measurement.moments import Moments, summarise
from surveys.questionnaire.items import DONT_KNOW, Answer

SEED = 7
MANY = 4000
CUSTOMERS = library.load("customer_image")


def _crowd(n: int, *, thorough: bool = False, **ratings: float) -> Crowd:
    """People who think 60 of everything that is not named."""
    subjects = [dimension.code for dimension in CUSTOMERS.dimensions]
    outcomes = ("recommendation", "satisfaction", "involvement", "intention")
    return Crowd(
        n=n,
        ratings=dict.fromkeys((*subjects, *outcomes), 60.0) | ratings,
        comments=Comments(positive=("good",), mixed=("fair",), negative=("poor",)),
        shares={
            "word_of_mouth_given": {"no": 1, "positive": 3},
            "word_of_mouth_heard": {"no": 1},
            "customer_years": {"under_1": 1, "from_10": 1},
        },
        importance=dict.fromkeys(subjects, 1.0) | {"trust": 20.0},
        formers={
            touchpoint.code: Former(own=0.5, heard=0.2, recent=0.6, tone=0.5, weight=1.0)
            for touchpoint in CUSTOMERS.touchpoints
        },
        unaware={"innovation": 0.3},
        thorough=thorough,
    )


def _answers(crowd: Crowd) -> list[dict[str, Answer]]:
    return simulate(CUSTOMERS, crowd, np.random.default_rng(SEED))


def test_the_same_seed_gives_the_same_answers() -> None:
    assert _answers(_crowd(30)) == _answers(_crowd(30))


def test_every_answer_is_one_that_the_questionnaire_takes() -> None:
    for answers in _answers(_crowd(200)):
        for code, answer in answers.items():
            assert CUSTOMERS.accept(code, answer) == answer


@pytest.mark.parametrize("mean", [20.0, 50.0, 85.0])
def test_a_profile_comes_out_as_it_was_laid_down(mean: float) -> None:
    moments = summarise(encode(CUSTOMERS, _answers(_crowd(MANY, trust=mean, price=mean))))

    figures = measure(CUSTOMERS, {"all": moments}).segments["all"].dimensions
    for dimension in ("trust", "price"):  # price has a reversed item
        external, alpha = figures[dimension].external, figures[dimension].alpha
        assert external.mean == pytest.approx(mean, abs=1.2)
        assert alpha is not None
        assert 0.7 < alpha < 0.9


def test_some_do_not_know_and_some_skip() -> None:
    given = [answers.get("innovation_1") for answers in _answers(_crowd(MANY))]

    assert given.count(DONT_KNOW) / MANY == pytest.approx(0.3, abs=0.03)
    assert 0 < given.count(None) / MANY < 0.05


def test_the_thorough_answer_every_item_but_the_open_one() -> None:
    everything = {item.code for item in CUSTOMERS.items()} - {"recommend_reason"}

    for answers in _answers(_crowd(50, thorough=True)):
        assert set(answers) >= everything
        assert DONT_KNOW not in answers.values()


def test_what_weighs_more_is_ranked_first_more_often() -> None:
    ranked = [answers["most_important"] for answers in _answers(_crowd(500, thorough=True))]

    first = [order[0] for order in ranked if isinstance(order, list)]
    assert first.count("trust") > len(first) / 2


def test_whoever_met_nothing_says_so_and_whoever_skipped_says_nothing() -> None:
    experiences = {item.code for item in CUSTOMERS.items() if item.type == "experience"}

    for answers in _answers(_crowd(300)):
        assert len(experiences & set(answers)) in (0, len(experiences))


def test_the_wholesaler_is_complete() -> None:
    wholesaler = noordwal()
    image = {dimension.code for dimension in CUSTOMERS.dimensions}
    identity = {dimension.code for dimension in library.load("employee_identity").dimensions}

    assert set(wholesaler.internal) == set(wholesaler.mission) == identity
    for segment in wholesaler.segments:
        assert set(segment.image) == set(segment.wish) == set(segment.importance) == image
        assert set(segment.name) == {"nl", "en"}


def test_an_empty_crowd_answers_nothing() -> None:
    assert _answers(_crowd(0)) == []
    assert summarise(encode(CUSTOMERS, [])).n == Moments.empty(Layout.of(CUSTOMERS)).n
