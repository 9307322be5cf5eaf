import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.charts.marks import Mark
from app.web.charts.rows import Axis, Tone, axis_for, tone_of, track_of
from surveys.measurement.image.gaps import GapName, Label
from tests.app.web.charts.make import dimension, estimate, gap


@given(scores=st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_every_mark_stands_on_the_axis(scores: list[float]) -> None:
    found = [dimension(image=score, internal=estimate(score)) for score in scores]

    axis = axis_for(found)

    assert axis.start % 10 == 0
    for one in found:
        for point in track_of(one, None, axis).points:
            assert 0 <= float(point.x.rstrip("%")) <= 100
        for line in track_of(one, None, axis).intervals:
            assert float(line.x1.rstrip("%")) >= 0
            assert float(line.x2.rstrip("%")) <= 100


@pytest.mark.parametrize(
    ("start", "ticks"),
    [(0, [0, 25, 50, 75, 100]), (30, [30, 50, 70, 90]), (80, [80, 90])],
)
def test_an_axis_names_few_scores(start: int, ticks: list[int]) -> None:
    assert list(Axis(start).ticks) == ticks


def test_an_axis_begins_below_the_lowest_mark() -> None:
    assert axis_for([dimension(image=45.0)]).start == 40
    assert axis_for([dimension(image=41.0)]).start == 30
    assert axis_for([dimension(image=12.0)]).start == 0
    assert axis_for([]).start == 0


def test_marks_are_drawn_mission_wish_internal_image() -> None:
    points = track_of(dimension(), None, Axis()).points

    assert [point.mark for point in points] == [
        Mark.MISSION,
        Mark.WISH,
        Mark.INTERNAL,
        Mark.EXTERNAL,
    ]
    assert not any(point.is_faint for point in points)


def test_the_profiles_of_the_gap_lie_on_top_of_the_faint_others() -> None:
    found = dimension({GapName.WISH: gap(-15)})

    points = track_of(found, GapName.WISH, Axis()).points

    assert [(point.mark, point.is_faint) for point in points] == [
        (Mark.MISSION, True),
        (Mark.INTERNAL, True),
        (Mark.WISH, False),
        (Mark.EXTERNAL, False),
    ]


def test_only_what_is_sampled_and_compared_has_an_interval() -> None:
    found = dimension({GapName.WISH: gap(-15), GapName.RECOGNITION: gap(-10)})

    assert [line.style for line in track_of(found, GapName.WISH, Axis()).intervals] == ["external"]
    assert [line.style for line in track_of(found, GapName.RECOGNITION, Axis()).intervals] == [
        "internal",
        "external",
    ]


def test_the_bar_joins_the_two_profiles_in_the_colour_of_the_gap() -> None:
    bar = track_of(dimension({GapName.WISH: gap(-15)}), GapName.WISH, Axis()).bar

    assert bar is not None
    assert (bar.style, bar.x1, bar.x2) == (Tone.DEFICIT, "60.00%", "75.00%")


def test_an_indicative_gap_is_drawn_pale() -> None:
    found = dimension({GapName.WISH: gap(-15, Label.UNDECIDED, indicative=True)})

    track = track_of(found, GapName.WISH, Axis())

    assert track.bar is not None
    assert track.bar.style is Tone.PALE
    assert all(point.is_faint for point in track.points)
    assert {line.style for line in track.intervals} == {"soft"}


def test_a_hidden_image_is_not_drawn() -> None:
    track = track_of(dimension(image=None), GapName.WISH, Axis())

    assert Mark.EXTERNAL not in {point.mark for point in track.points}
    assert track.bar is None
    assert track.intervals == ()


@pytest.mark.parametrize(
    ("difference", "label", "tone"),
    [
        (-15, Label.GAP, Tone.DEFICIT),
        (15, Label.GAP, Tone.SURPLUS),
        (-3, Label.NEGLIGIBLE, Tone.PALE),
        (-1, Label.CLOSED, Tone.PALE),
        (-15, Label.UNDECIDED, Tone.PALE),
    ],
)
def test_only_a_supported_gap_has_colour(difference: float, label: Label, tone: Tone) -> None:
    assert tone_of(gap(difference, label)) is tone
