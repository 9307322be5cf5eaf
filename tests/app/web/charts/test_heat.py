import pytest

from app.web import assets
from app.web.charts.heat import heat_map, look_of
from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.wave.figures import SegmentFigures
from tests.app.web.charts.make import NAMES, dimension, gap, group, series


@pytest.mark.parametrize(
    ("found", "look"),
    [
        (gap(-20), ("d3", "")),
        (gap(-19.9), ("d2", "")),
        (gap(-10), ("d2", "")),
        (gap(-3), ("d1", "")),
        (gap(25), ("s3", "")),
        (gap(5), ("s1", "")),
        (gap(2, Label.NEGLIGIBLE, p_screened=0.01), ("z", "≈")),
        (gap(0, Label.CLOSED), ("z", "≈")),
        (gap(-9, Label.UNDECIDED), ("u", "?")),
        (gap(-9, Label.UNDECIDED, p_screened=0.03), ("d1", "")),
        (gap(-40, Label.UNDECIDED, indicative=True, p_screened=None), ("u", "?")),
        (Gap(-10, 5, 0, label=Label.GAP), ("d2", "")),
        (Gap(-3, 5, 0, label=Label.CLOSED), ("z", "≈")),
        (None, ("none", "–")),
    ],
)
def test_a_cell_is_coloured_after_screening(found: Gap | None, look: tuple[str, str]) -> None:
    assert look_of(found) == look


def test_a_group_that_is_too_small_has_hatched_cells_and_no_gap() -> None:
    hidden = series({"speed": dimension({GapName.MATCH: gap(5)}, image=None)}, "Tiny", n=0)

    chart = heat_map([hidden], NAMES, GapName.MATCH, total({"speed": 0.5}))

    (cell,) = chart.rows[0].cells
    assert (cell.style, cell.gap) == ("sup", None)


def total(weights: dict[str, float | None]) -> SegmentFigures:
    return SegmentFigures(
        100, {code: dimension(importance=weight) for code, weight in weights.items()}
    )


def test_the_most_important_dimensions_come_first() -> None:
    one = group(speed=gap(-4), price=gap(-4), ict=gap(-4))

    weighed = heat_map([one], NAMES, GapName.WISH, total({"speed": 0.2, "price": 0.5, "ict": 0.3}))
    unknown = heat_map([one], NAMES, GapName.WISH, total({"speed": None, "price": None}))

    assert [row.code for row in weighed.rows] == ["price", "ict", "speed"]
    assert weighed.is_by_importance
    assert [row.code for row in unknown.rows] == ["speed", "price"]
    assert not unknown.is_by_importance


def test_many_long_names_are_written_upright() -> None:
    names = ["Small", "Middle", "Large", "Housing corporations"]
    groups = [group(name, speed=gap(-4)) for name in names]

    assert heat_map(groups, NAMES, GapName.WISH, total({})).has_upright_heads
    assert not heat_map(groups[:3], NAMES, GapName.WISH, total({})).has_upright_heads


def test_every_look_of_a_cell_is_in_the_style_sheet() -> None:
    sheet = (assets.FOLDER / "insight.css").read_text(encoding="utf-8")
    looks = {look_of(gap(size))[0] for size in (-30, -15, -4, 4, 15, 30)} | {"z", "u", "sup"}

    assert len(looks) == 9
    assert not [look for look in looks if f".{look} {{" not in sheet]
