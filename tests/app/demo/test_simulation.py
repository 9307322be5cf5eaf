import numpy as np
import pytest

from app.demo.simulation import Comments, Crowd, Former, simulate
from app.demo.wholesaler import noordwal
from surveys import library
from surveys.measurement.origins.formers import formers
from surveys.measurement.origins.outcomes import outcome_drivers
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.wave.measure import measure
from surveys.questionnaire.items import DONT_KNOW, Answer

SEED = 7
MANY = 4000
CUSTOMERS = library.load("customer_image")


EVERYDAY = Former(own=0.5, heard=0.2, recent=0.6, tone=0.5, weight=1.0, bond=0.5)


def _crowd(
    n: int, *, thorough: bool = False, formers: dict[str, Former] | None = None, **ratings: float
) -> Crowd:
    """People who think 60 of everything that is not named, and find all formers alike."""
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
        hangs_on={"satisfaction": {"trust": 0.8, "price": 0.2}},
        formers=dict.fromkeys((one.code for one in CUSTOMERS.touchpoints), EVERYDAY)
        | (formers or {}),
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


def _contacts(given: list[dict[str, Answer]], former: str) -> list[dict[str, int | str]]:
    """What people had with a former whom they met and judged."""
    contacts = [answers.get(f"tp_{former}") for answers in given]
    return [one for one in contacts if isinstance(one, dict) and "tone" in one]


def _mean_tone(contacts: list[dict[str, int | str]], part: str, word: str) -> float:
    return float(np.mean([int(one["tone"]) for one in contacts if one[part] == word]))


def test_what_was_heard_or_is_long_ago_is_judged_as_it_was_laid_down() -> None:
    middling = EVERYDAY.model_copy(update={"tone": 0.0})
    formers = {
        "press": middling.model_copy(update={"hearsay": -0.6}),
        "website": middling.model_copy(update={"past": 0.4}),
    }
    given = _answers(_crowd(MANY, formers=formers))

    press, website = _contacts(given, "press"), _contacts(given, "website")
    assert _mean_tone(press, "source", "heard") - _mean_tone(press, "source", "own") == (
        pytest.approx(-0.6, abs=0.1)
    )
    assert _mean_tone(website, "recency", "longer_ago") == pytest.approx(0.4, abs=0.1)
    assert _mean_tone(website, "recency", "this_year") == pytest.approx(0.0, abs=0.1)


def _together(given: list[dict[str, Answer]], first: str, second: str) -> float:
    """How far two items of 1-7 go together."""
    pairs = [(one.get(first), one.get(second)) for one in given]
    both = [pair for pair in pairs if all(isinstance(point, int) for point in pair)]
    return float(np.corrcoef(np.array(both, dtype=float).T)[0, 1])


def test_an_outcome_goes_along_with_what_it_hangs_on() -> None:
    given = _answers(_crowd(MANY))

    trust, price, breadth = (
        _together(given, "satisfaction", item) for item in ("trust_1", "price_1", "breadth_1")
    )
    assert trust > price + 0.15
    assert price > breadth + 0.03


@pytest.mark.parametrize(("bond", "low", "high"), [(0.0, -0.05, 0.05), (0.9, 0.3, 0.5)])
def test_a_former_goes_along_with_the_image_as_far_as_it_is_bound_to_it(
    bond: float, low: float, high: float
) -> None:
    formers = {"press": EVERYDAY.model_copy(update={"bond": bond})}
    given = [
        answers | {"tone": contact["tone"]}
        for answers in _answers(_crowd(MANY, formers=formers))
        for contact in _contacts([answers], "press")
    ]

    assert low < _together(given, "tone", "trust_1") < high


def test_the_wholesaler_is_complete() -> None:
    wholesaler = noordwal()
    image = {dimension.code for dimension in CUSTOMERS.dimensions}
    identity = {dimension.code for dimension in library.load("employee_identity").dimensions}

    assert set(wholesaler.internal) == set(wholesaler.mission) == identity
    assert set(wholesaler.formers) == {touchpoint.code for touchpoint in CUSTOMERS.touchpoints}
    assert all(set(dimensions) <= image for dimensions in wholesaler.hangs_on.values())
    for segment in wholesaler.segments:
        assert set(segment.image) == set(segment.wish) == set(segment.importance) == image
        assert set(segment.name) == {"nl", "en"}


def test_an_empty_crowd_answers_nothing() -> None:
    assert _answers(_crowd(0)) == []
    assert summarise(encode(CUSTOMERS, [])).n == Moments.empty(Layout.of(CUSTOMERS)).n


def test_what_is_laid_down_about_the_wholesaler_is_found_in_its_answers() -> None:
    wholesaler = noordwal()
    rng = np.random.default_rng(SEED)
    answers = simulate(CUSTOMERS, wholesaler.customers(wholesaler.segments[0], n=MANY), rng)
    group = summarise(encode(CUSTOMERS, answers))

    found = formers(CUSTOMERS, group, k=5)
    drivers = outcome_drivers(CUSTOMERS, group)

    assert found.image is not None
    strongest = [*found.image.split.drivers]
    assert set(strongest[:2]) == {"inside_sales", "other_customers"}
    assert strongest[-1] == "advertisements"
    supported = {
        code: [
            gap is not None and gap.is_supported
            for gap in (one.experiences.own_less_heard, one.experiences.recent_less_past)
        ]
        for code, one in found.formers.items()
    }
    assert supported["other_customers"] == [True, False]
    assert supported["inside_sales"] == [False, True]
    for outcome, dimensions in wholesaler.hangs_on.items():
        assert set([*drivers[outcome].dimensions][: len(dimensions)]) == dimensions.keys()
