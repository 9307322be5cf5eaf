from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.measurement.course.trends import WaveMean, lines
from surveys.measurement.course.wave_trend import DimensionTrend, wave_trends
from surveys.measurement.course.waves import Wave, wave_sample
from surveys.measurement.inference.comparisons import welch
from surveys.measurement.inference.estimates import Sample
from surveys.measurement.inference.multiplicity import holm
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import likert, moments, questionnaire

CODES = ("price", "service", "trust")
OLD = questionnaire(*(likert(f"{code}_1", code, scale="ten") for code in CODES))
REWORDED = questionnaire(
    *(likert(f"{code}_1", code, scale="ten", text={"nl": "Anders"}) for code in CODES)
)
RESCALED = questionnaire(
    likert("price_1", "price"), *(likert(f"{code}_1", code, scale="ten") for code in CODES[1:])
)
seeds = st.integers(0, 2**32 - 1)


def wave(
    at: float, n: int = 60, asked: Questionnaire = OLD, centre: float = 5.0, **changes: Any
) -> Wave:
    draw = np.random.default_rng(int(10 * at) + 100)
    points = np.clip(np.rint(draw.normal(centre, 1.5, (n, 3))), 1, 7).astype(int).tolist()
    rows = [dict(zip((f"{code}_1" for code in CODES), row, strict=True)) for row in points]
    return Wave(f"wave {at:g}", at, asked, {"all": moments(asked, rows)}, **changes)


def trend(waves: Sequence[Wave], code: str = "price") -> DimensionTrend:
    return wave_trends(waves)["all"].dimensions[code]


def sample(of: Wave, code: str = "price") -> Sample:
    found = wave_sample(of, "all", code)
    assert found is not None
    return found


def test_each_wave_is_held_against_the_previous_and_the_first_by_welch() -> None:
    waves = [wave(at, centre=4 + at) for at in range(3)]
    points = trend(waves).points

    assert (points[0].since_previous, points[0].since_first) == (None, None)
    last = points[2]
    assert last.since_previous is not None
    assert last.since_first is not None
    assert last.since_previous.difference == welch(sample(waves[2]), sample(waves[1]))
    assert last.since_first.difference == welch(sample(waves[2]), sample(waves[0]))
    assert (last.since_previous.since, last.since_first.since) == ("wave 1", "wave 0")


def test_p_is_adjusted_over_the_dimensions_of_a_segment() -> None:
    waves = [wave(0), wave(1, centre=5.4)]
    dimensions = wave_trends(waves)["all"].dimensions
    moved = [dimensions[code].points[1].since_previous for code in CODES]
    p_values = [welch(sample(waves[1], code), sample(waves[0], code)).p for code in CODES]

    assert [each and each.p_adjusted for each in moved] == holm(p_values)


def test_a_trend_through_other_words_goes_on_and_says_so() -> None:
    point = trend([wave(0), wave(1, asked=REWORDED)]).points[1]

    assert not point.is_break
    assert point.since_previous is not None
    assert point.continuity is not None
    assert [change.code for change in point.continuity.changes] == ["price_1"]


def test_at_another_scale_a_trend_breaks_for_that_dimension_only() -> None:
    waves = [wave(0), wave(1), wave(2, asked=RESCALED), wave(3, asked=RESCALED)]
    found, other = trend(waves), trend(waves, "trust")

    assert [point.is_break for point in found.points] == [False, False, True, False]
    assert found.points[2].since_previous is None
    since = found.points[3].since_first
    assert since is not None
    assert since.since == "wave 2"
    assert len(found.lines) == 2
    assert not any(point.is_break for point in other.points)
    assert len(other.lines) == 1


def test_a_break_that_was_declared_breaks_all_dimensions() -> None:
    waves = [wave(0), wave(1, is_break=True)]

    for code in CODES:
        point = trend(waves, code).points[1]
        assert (point.is_break, point.since_previous) == (True, None)
        assert point.continuity is not None
        assert not point.continuity.is_broken


def test_a_small_wave_is_shown_and_not_judged() -> None:
    waves = [wave(0), wave(1, n=20), wave(2, n=10)]
    points = trend(waves).points

    indicative, alone = points[1].since_previous, points[2].since_first
    assert indicative is not None
    assert (indicative.indicative, indicative.p_adjusted) == (True, None)
    assert indicative.difference.p is not None
    assert alone is not None
    assert alone.difference.difference is not None
    assert alone.difference.p is None
    assert points[2].score.low is None


def test_a_line_is_drawn_by_the_waves_with_people_enough() -> None:
    waves = [
        wave(0),
        wave(1),
        wave(2, n=20),
        wave(3),
        wave(4, n=20, is_break=True),
        wave(5),
        wave(6),
    ]
    means = [
        WaveMean(each.at, sample(each), each.at == 5) for each in waves if each.at not in {2, 4}
    ]

    assert trend(waves).lines == tuple(lines(means))


def test_a_segment_and_a_dimension_may_be_missing_in_some_waves() -> None:
    without = questionnaire(likert("trust_1", "trust", scale="ten"))
    middle = Wave("wave 1", 1, without, {"all": moments(without, [{"trust_1": 5}] * 40)})
    late = moments(OLD, [{"price_1": 5}] * 40)
    last = wave(2)
    waves = [wave(0), middle, Wave("wave 2", 2, OLD, {**last.segments, "new": late})]
    found = wave_trends(waves)

    assert [point.label for point in found["all"].dimensions["price"].points] == [
        "wave 0",
        "wave 2",
    ]
    assert [point.label for point in found["new"].dimensions["price"].points] == ["wave 2"]
    assert "trust" not in found["new"].dimensions


def test_without_waves_there_is_no_trend() -> None:
    assert wave_trends([]) == {}


@pytest.mark.parametrize("slope", [0.0, 0.1])
def test_a_slope_that_is_there_is_found(slope: float) -> None:
    waves = [wave(at, n=800, centre=3.75 + slope * at) for at in range(6)]
    (line,) = trend(waves).lines

    assert line is not None
    assert line.is_trend
    assert line.interval.low < 10 * slope < line.interval.high


@given(seed=seeds)
def test_a_later_wave_changes_nothing_about_earlier_ones(seed: int) -> None:
    draw = np.random.default_rng(seed)
    waves = [wave(at, n=int(draw.integers(30, 60)), centre=draw.uniform(3, 6)) for at in range(3)]

    assert trend(waves).points[:2] == trend(waves[:2]).points
