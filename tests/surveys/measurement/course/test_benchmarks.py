import numpy as np
import pytest

from surveys.measurement.course.benchmarks import benchmark_profiles
from surveys.measurement.image.gaps import Label
from surveys.measurement.image.profiles import score_sample
from surveys.measurement.inference.comparisons import welch
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.scales.congruence import tucker_congruence
from surveys.measurement.sums.moments import Moments
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet
from tests.surveys.measurement.make import likert, moments, questionnaire

CODES = ("price", "service", "trust")
ASKED = questionnaire(*(likert(f"{code}_{item}", code) for code in CODES for item in (1, 2, 3)))


def group(seed: int, n: int, centre: float, asked: Questionnaire = ASKED) -> Moments:
    draw = np.random.default_rng(seed)
    codes = [item.code for item in asked.items()]
    mood = draw.normal(0, 1, (n, 1))
    points = np.clip(np.rint(centre + mood + draw.normal(0, 1, (n, len(codes)))), 1, 7)
    return moments(asked, [dict(zip(codes, map(int, row), strict=True)) for row in points])


def test_own_less_benchmark_by_welch_with_holm_over_the_dimensions() -> None:
    own, rival = group(1, 80, 5.0), group(2, 60, 4.5)
    found = benchmark_profiles(own, {"rival": rival})["rival"]
    scores = {code: own.layout.score(Facet.IMAGE, code) for code in CODES}
    pairs = [welch(score_sample(own, of), score_sample(rival, of)) for of in scores.values() if of]
    gaps = [found.dimensions[code].gap for code in CODES]

    assert [gap and gap.p for gap in gaps] == [pair.p for pair in pairs]
    assert [gap and gap.p_adjusted for gap in gaps] == holm([pair.p for pair in pairs])
    assert found.n == 60


def test_the_answers_about_a_benchmark_are_in_no_figure_of_ones_own() -> None:
    own = group(1, 80, 5.0)
    one = benchmark_profiles(own, {"a": group(2, 60, 4.0), "b": group(3, 60, 6.0)})
    alone = benchmark_profiles(own, {"b": group(3, 60, 6.0)})

    assert one["b"] == alone["b"]


def test_a_benchmark_that_is_seen_alike_is_closed_and_one_far_off_a_gap() -> None:
    own = group(1, 900, 4.0)
    found = benchmark_profiles(own, {"alike": group(2, 900, 4.0), "off": group(3, 900, 5.5)})

    for code in CODES:
        alike, off = found["alike"].dimensions[code].gap, found["off"].dimensions[code].gap
        assert alike is not None
        assert off is not None
        assert (alike.label, off.label) == (Label.CLOSED, Label.GAP)
        assert off.difference < 0


def test_dimensions_that_only_one_side_has_are_shown_alone() -> None:
    asked = questionnaire(likert("price_1", "price"), likert("style_1", "style"))
    found = benchmark_profiles(group(1, 80, 5.0), {"rival": group(2, 60, 4.5, asked)})["rival"]

    assert set(found.dimensions) == {"price", "style"}
    style = found.dimensions["style"]
    assert (style.score.n, style.gap, style.comparable) == (60, None, None)


def test_few_people_give_a_score_alone() -> None:
    found = benchmark_profiles(group(1, 80, 5.0), {"rival": group(2, 10, 4.5)})["rival"]
    price = found.dimensions["price"]

    assert price.score.mean is not None
    assert price.score.low is None
    assert price.gap is not None
    assert (price.gap.p, price.gap.indicative) == (None, True)


def test_it_is_told_whether_the_items_mean_the_same_of_both() -> None:
    own, rival = group(1, 200, 5.0), group(2, 200, 4.5)
    comparable = benchmark_profiles(own, {"rival": rival})["rival"].dimensions["price"].comparable

    assert comparable is not None
    loadings = np.array(comparable.loadings)
    assert comparable.congruence == tucker_congruence(loadings[:, 0], loadings[:, 1])
    assert comparable.congruence == pytest.approx(1, abs=0.05)


def test_without_benchmarks_there_is_nothing() -> None:
    assert benchmark_profiles(group(1, 80, 5.0), {}) == {}
