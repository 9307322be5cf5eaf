import pytest

from app.web.charts.ranking import not_known, ranking
from surveys.measurement.course.priorities import Priority, Ranked
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.wave.figures import DimensionFigures, SegmentFigures


def gap(difference: float, label: Label = Label.GAP) -> Gap:
    return Gap(difference, margin=5.0, n=50, label=label)


def figures(**gaps: Gap) -> DimensionFigures:
    return DimensionFigures(
        external=Estimate(50, 50.0, 1.0, 48.0, 52.0),
        internal=None,
        desired=None,
        mission=None,
        wish=None,
        alpha=None,
        importance=None,
        gaps={GapName(name): of for name, of in gaps.items()},
        verdict=None,
    )


def test_a_wish_gap_is_split_in_what_is_not_known_and_not_able_yet() -> None:
    both = figures(wish=gap(-20), recognition=gap(-15), ability=gap(-5))

    assert not_known(both, GapName.WISH) == 0.75


@pytest.mark.parametrize(
    "one",
    [
        figures(wish=gap(-20)),
        figures(wish=gap(-20), recognition=gap(-30), ability=gap(10)),
        figures(wish=gap(-20), recognition=gap(10), ability=gap(-30)),
    ],
    ids=["no employees", "more than able", "seen as better"],
)
def test_without_two_deficits_a_gap_is_not_split(one: DimensionFigures) -> None:
    assert not_known(one, GapName.WISH) is None


def test_a_part_that_is_above_by_chance_counts_as_none() -> None:
    one = figures(wish=gap(-20), recognition=gap(1, Label.CLOSED), ability=gap(-21))

    assert not_known(one, GapName.WISH) == 0


def test_only_a_wish_gap_is_split() -> None:
    both = figures(promise=gap(-20), recognition=gap(-15), ability=gap(-5))

    assert not_known(both, GapName.PROMISE) is None


def test_the_widest_interval_fills_the_width() -> None:
    def ranked(dimension: str, weight: float, high: float | None) -> Ranked:
        low = None if high is None else 2 * weight - high
        of = Priority("a", dimension, GapName.WISH, 10, 0.1, 0.5, None, weight, low=low, high=high)
        return Ranked(of, 1, 1, 2, 0.5)

    segment = SegmentFigures(
        50, {"price": figures(wish=gap(-20)), "service": figures(wish=gap(-10))}
    )
    first, second = ranking(
        [ranked("price", 2.0, 4.0), ranked("service", 1.0, None)], {"a": segment}
    )

    assert (first.bar.width, first.bar.low, first.bar.high) == ("50.00%", "0.00%", "100.00%")
    assert (second.bar.width, second.bar.low, second.bar.high) == ("25.00%", None, None)
    assert second.gap.difference == -10
    assert second.n == 50
