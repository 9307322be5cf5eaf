from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats

from surveys.measurement.course.map_figures import FigureMap, MapPoint, NoMap, PointKind, WhyNoMap
from surveys.measurement.course.maps import correspondence_analysis
from surveys.measurement.course.touchpoint_map import touchpoint_map
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.moments import Moments, summarise, summarise_by
from surveys.measurement.sums.summary import Summary
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make import likert, questionnaire

CODES = ("site", "staff", "press", "friends")


def experience(code: str) -> dict[str, Any]:
    text, measures = {"nl": code}, {"touchpoint": code}
    return {"code": f"tp_{code}", "type": "experience", "text": text, "measures": measures}


def touchpoint(code: str) -> dict[str, Any]:
    return {"code": code, "name": {"nl": code}, "kind": "other", "steerability": "none"}


ASKED = questionnaire(
    likert("price_1", "price"),
    *(experience(code) for code in CODES),
    touchpoints=[touchpoint(code) for code in CODES],
)
REACH: Mapping[str, Sequence[float]] = {
    "online": (0.9, 0.2, 0.3, 0.3),
    "young": (0.8, 0.2, 0.3, 0.4),
    "counter": (0.2, 0.9, 0.3, 0.3),
    "old": (0.1, 0.8, 0.5, 0.3),
}


def rows(seed: int, reach: Sequence[float], n: int = 200) -> list[dict[str, Any]]:
    met = np.random.default_rng(seed).random((n, len(CODES))) < np.array(reach)
    return [
        {f"tp_{code}": {"met": int(one)} for code, one in zip(CODES, row, strict=True)}
        for row in met.tolist()
    ]


def groups(seed: int = 0, n: int = 200) -> dict[str, Moments]:
    return {
        name: summarise(encode(ASKED, rows(10 * seed + at, reach, n)))
        for at, (name, reach) in enumerate(REACH.items())
    }


def drawn(found: FigureMap | NoMap) -> FigureMap:
    assert isinstance(found, FigureMap)
    return found


def places(found: FigureMap | NoMap) -> dict[str, MapPoint]:
    return {point.name: point for point in drawn(found).points}


def counts(segments: Mapping[str, Summary]) -> np.ndarray:
    return np.array(
        [[dict(of.value_counts(f"tp_{code}.met"))[1] for code in CODES] for of in segments.values()]
    )


def test_it_is_the_correspondence_analysis_of_who_met_what() -> None:
    segments = groups()
    expected = correspondence_analysis(counts(segments))
    found = drawn(touchpoint_map(segments, ASKED))
    by_kind = {kind: [(p.x, p.y) for p in found.points if p.kind is kind] for kind in PointKind}

    assert expected is not None
    assert by_kind[PointKind.SEGMENT] == pytest.approx(expected.row_principal[:, :2])
    assert by_kind[PointKind.TOUCHPOINT] == pytest.approx(expected.column_principal[:, :2])
    assert found.explained == pytest.approx(expected.inertias[:2] / expected.total_inertia)
    shown = [point.shown for point in found.points]
    cos2 = np.vstack([expected.row_cos2, expected.column_cos2])[:, :2].sum(axis=1)
    assert shown == pytest.approx(cos2)


def test_segments_that_meet_the_same_lie_together_on_the_side_of_what_they_meet() -> None:
    found = places(touchpoint_map(groups(), ASKED))

    assert found["online"].x * found["young"].x > 0 > found["online"].x * found["counter"].x
    assert found["site"].x * found["online"].x > 0
    assert found["staff"].x * found["old"].x > 0


def test_axes_do_not_flip_between_waves() -> None:
    spring = drawn(touchpoint_map(groups(), ASKED))
    for seed in range(1, 8):
        autumn = drawn(touchpoint_map(groups(seed), ASKED, like=spring.axes))
        assert (autumn.is_on_earlier_axes, autumn.axes) == (True, spring.axes)
        for name, before in places(spring).items():
            after = places(autumn)[name]
            assert abs(before.x) < 0.2 or before.x * after.x > 0


def test_the_same_wave_on_its_own_axes_is_the_same_map() -> None:
    spring = drawn(touchpoint_map(groups(), ASKED))
    again = drawn(touchpoint_map(groups(), ASKED, like=spring.axes))

    for one, other in zip(spring.points, again.points, strict=True):
        assert (one.x, one.y, one.shown) == pytest.approx((other.x, other.y, other.shown))


def test_with_weights_people_count_by_them() -> None:
    segments = groups()
    equal = {
        name: Weighted.of_rows(encode(ASKED, rows(at, reach)), np.full(200, 2.0))
        for at, (name, reach) in enumerate(REACH.items())
    }
    some = {
        **equal,
        "online": Weighted.of_rows(
            encode(ASKED, rows(0, REACH["online"])), np.linspace(0.1, 3, 200)
        ),
    }
    plain, weighed = places(touchpoint_map(segments, ASKED)), places(touchpoint_map(equal, ASKED))

    for name, point in plain.items():
        assert (point.x, point.y) == pytest.approx((weighed[name].x, weighed[name].y))
    other = correspondence_analysis(counts(some))
    assert other is not None
    moved = places(touchpoint_map(some, ASKED))["online"]
    assert (moved.x, moved.y) == pytest.approx(tuple(other.row_principal[0, :2]))


@pytest.mark.parametrize("reach", [0.15, 0.5])
def test_of_alike_segments_one_in_twenty_at_most_gives_a_map(reach: float) -> None:
    found = [
        touchpoint_map(
            {
                str(at): summarise(encode(ASKED, rows(40 * seed + at, (reach,) * 4)))
                for at in range(4)
            },
            ASKED,
        )
        for seed in range(60)
    ]
    none = [each for each in found if isinstance(each, NoMap)]

    assert len(none) >= 60 - stats.binom.ppf(0.999, 60, 0.05)
    assert {each.why for each in none} == {WhyNoMap.ALIKE}


def test_a_touchpoint_hidden_in_one_segment_is_left_out() -> None:
    hidden = [
        {code: of for code, of in row.items() if code != "tp_press"}
        for row in rows(1, REACH["old"])
    ]
    segments = {**groups(), "old": summarise(encode(ASKED, hidden))}

    assert drawn(touchpoint_map(segments, ASKED)).left_out == ("press",)


def test_what_few_people_met_and_segments_of_few_mentions_are_left_out() -> None:
    nothing = {
        name: [{**row, "tp_press": {"met": 0}} for row in rows(at, of)]
        for at, (name, of) in enumerate(REACH.items())
    }
    segments = {name: summarise(encode(ASKED, of)) for name, of in nothing.items()}
    tiny = summarise(encode(ASKED, rows(1, (1, 1, 0, 0), 10)))
    found = drawn(touchpoint_map({**segments, "tiny": tiny}, ASKED))

    assert found.left_out == ("tiny", "press")
    assert found.axes.columns == ("site", "staff", "friends")


@pytest.mark.parametrize("names", [(), ("online", "old")])
def test_with_few_segments_there_is_no_map(names: Sequence[str]) -> None:
    found = touchpoint_map({name: groups()[name] for name in names}, ASKED)

    assert isinstance(found, NoMap)
    assert found.why is WhyNoMap.TOO_FEW


def test_without_touchpoints_there_is_no_map() -> None:
    bare = questionnaire(likert("price_1", "price"))
    segments = {name: summarise(encode(bare, [{"price_1": 3}] * 50)) for name in REACH}

    assert touchpoint_map(segments, bare) == NoMap(WhyNoMap.TOO_FEW, tuple(REACH))


def test_segments_and_touchpoints_have_regions() -> None:
    segments, replicates = {}, {}
    for at, (name, reach) in enumerate(REACH.items()):
        block = encode(ASKED, rows(at, reach))
        segments[name] = summarise(block)
        parts = summarise_by(block, [place % 40 for place in range(len(block))])
        replicates[name] = leave_one_out(list(parts.values()), segments[name])
    own = drawn(touchpoint_map(segments, ASKED, replicates=replicates))
    earlier = drawn(touchpoint_map(segments, ASKED, replicates=replicates, like=own.axes))

    for found in (own, earlier):
        for point in found.points:
            assert point.region is not None
            assert (point.region.x, point.region.y) == pytest.approx((point.x, point.y))
            assert 0 < point.region.minor <= point.region.major < 1
