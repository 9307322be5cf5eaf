from collections.abc import Sequence

import numpy as np
import pytest

from surveys.measurement.course.trends import difference_in_differences
from surveys.measurement.course.wave_alignment import AlignmentChange
from surveys.measurement.course.wave_trend import wave_trends
from surveys.measurement.course.waves import Wave
from surveys.measurement.image.composite import Closeness
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.inference.comparisons import Difference
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.moments import Moments, summarise, summarise_by
from surveys.measurement.wave.measure import measure
from surveys.questionnaire.model import Questionnaire
from tests.surveys.measurement.make import likert, questionnaire

CODES = ("price", "trust")
ASKED = questionnaire(*(likert(f"{code}_1", code, scale="ten") for code in CODES))
RESCALED = questionnaire(likert("price_1", "price"), likert("trust_1", "trust", scale="ten"))
MISSION = {"price": Target(80.0), "trust": Target(70.0)}


def wave(
    at: int, centre: Sequence[float], n: int = 120, asked: Questionnaire = ASKED, shards: int = 0
) -> Wave:
    draw = np.random.default_rng(at + 7)
    points = np.clip(np.rint(draw.normal(centre, 1.5, (n, 2))), 1, 7).astype(int).tolist()
    rows = [dict(zip((f"{code}_1" for code in CODES), row, strict=True)) for row in points]
    block = encode(asked, rows)
    whole = summarise(block)
    parts = summarise_by(block, [place % shards for place in range(n)]) if shards else {}
    without = leave_one_out(list(parts.values()), whole)
    return Wave(f"wave {at}", at, asked, {"all": whole}, {"all": without} if shards else {})


def changes(*waves: Wave) -> tuple[AlignmentChange, ...]:
    return wave_trends(waves, mission=MISSION)["all"].alignment


def alignment(of: Wave) -> Closeness:
    group = of.segments["all"]
    assert isinstance(group, Moments)
    whole = measure(ASKED, {"all": group}, profiles=Profiles(MISSION)).segments["all"].whole
    assert whole is not None
    assert whole.alignment is not None
    return whole.alignment


def test_a_change_is_that_of_the_alignments_measured_in_both_waves() -> None:
    spring, autumn = wave(0, (4, 4)), wave(1, (5, 5))
    (found,) = changes(spring, autumn)
    one, other = alignment(spring), alignment(autumn)

    assert (found.since, found.label, found.dimensions) == ("wave 0", "wave 1", CODES)
    assert (found.earlier.value, found.later.value) == pytest.approx((one.value, other.value))
    assert found.difference == difference_in_differences(
        Difference(other.value, other.se, 119), Difference(one.value, one.se, 119)
    )


def test_each_wave_is_held_against_the_previous_and_the_first() -> None:
    found = changes(wave(0, (4, 4)), wave(1, (5, 5)), wave(2, (6, 6)))

    pairs = [(each.since, each.label) for each in found]
    assert pairs == [("wave 0", "wave 1"), ("wave 1", "wave 2"), ("wave 0", "wave 2")]


def test_only_dimensions_that_can_be_compared_are_in_both_alignments() -> None:
    (found,) = changes(wave(0, (4, 4)), wave(1, (5, 5), asked=RESCALED))

    assert found.dimensions == ("trust",)


def test_without_any_there_is_no_change() -> None:
    other = questionnaire(*(likert(f"{code}_1", code) for code in CODES))

    assert changes(wave(0, (4, 4)), wave(1, (5, 5), asked=other)) == ()
    assert wave_trends([wave(0, (4, 4)), wave(1, (5, 5))])["all"].alignment == ()


def test_with_shards_the_jackknife_says_how_sure_it_is() -> None:
    plain = changes(wave(0, (4, 4)), wave(1, (5, 5)))[0]
    found = changes(wave(0, (4, 4), shards=40), wave(1, (5, 5), shards=40))[0]

    assert found.difference.difference == plain.difference.difference
    assert (found.earlier.df, found.later.df) == (39, 39)
    assert found.difference.se == pytest.approx(plain.difference.se, rel=0.3)


@pytest.mark.parametrize("shards", [0, 40])
def test_on_target_there_is_an_interval_by_the_jackknife_only(shards: int) -> None:
    """At the kink of |gap| the delta method does not hold."""
    waves = [wave(0, (4, 4), shards=shards), wave(1, (6, 6), shards=shards)]
    group = waves[0].segments["all"]
    on_target = group.sample("image:price").mean
    assert on_target is not None
    mission = {"price": Target(10 * on_target), "trust": Target(70.0)}
    (found,) = wave_trends(waves, mission=mission)["all"].alignment

    assert (found.earlier.se is not None) == bool(shards)
    assert (found.difference.p is not None) == bool(shards)
    assert found.difference.difference is not None


def test_with_few_people_there_is_no_interval() -> None:
    (found,) = changes(wave(0, (4, 4), n=10), wave(1, (5, 5)))

    assert found.difference.difference is not None
    assert (found.earlier.se, found.difference.se) == (None, None)
