import json
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from surveys.formats.figures_json import as_json, names_of, plain
from surveys.measurement.image.composite import Band, Closeness
from surveys.measurement.image.gaps import GapName
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.image.similarity import Distance
from surveys.measurement.inference.among import Variances
from surveys.measurement.inference.estimates import Estimate, Interval, Method
from surveys.measurement.scales.intraclass import Intraclass
from surveys.measurement.wave import figures
from surveys.measurement.wave.identity import Employees
from surveys.measurement.wave.measure import measure
from tests.surveys.measurement.make import likert, moments, questionnaire

CODES = ("a", "b", "c", "t")
ASKED = questionnaire(*(likert(code, "price") for code in CODES[:3]), likert("t", "trust"))


def drawn(n: int, seed: int) -> list[dict[str, int]]:
    draw = np.random.default_rng(seed)
    common = draw.normal(0, 1, (n, 1))
    points = np.clip(np.rint(4.5 + common + draw.normal(0, 1, (n, 4))), 1, 7)
    return [dict(zip(CODES, map(int, row), strict=True)) for row in points]


@pytest.fixture(scope="module")
def measurement() -> figures.Measurement:
    """Return all that can be measured, of three segments of which one is empty."""
    groups = {
        name: moments(ASKED, drawn(n, n)) for name, n in (("north", 150), ("south", 130), ("x", 0))
    }
    everyone = moments(ASKED, drawn(140, 9))
    return measure(
        ASKED,
        groups,
        profiles=Profiles({"price": Target(60.0)}, {"north": {"price": Target(99.0, 3.0)}}),
        employees=Employees(everyone, groups, groups["north"], groups["south"]),
        languages=groups,
    )


def test_all_of_it_is_json(measurement: figures.Measurement) -> None:
    written = as_json(measurement)

    assert json.loads(json.dumps(written, allow_nan=False)) == written


def test_every_part_of_a_measurement_is_told(measurement: figures.Measurement) -> None:
    written = as_json(measurement)

    assert written.keys() == {field.name for field in fields(figures.Measurement)}
    for segment in (*written["segments"].values(), written["total"]):
        assert segment.keys() == {field.name for field in fields(figures.SegmentFigures)}
    dimension = written["segments"]["north"]["dimensions"]["price"]
    told = {field.name for field in fields(figures.DimensionFigures)}
    assert dimension.keys() == told | {"and_improve"}


def test_targets_and_verdicts_are_told_by_their_value(measurement: figures.Measurement) -> None:
    north, south = (
        as_json(measurement)["segments"][name]["dimensions"]["price"] for name in ("north", "south")
    )
    verdict = measurement.segments["north"].dimensions["price"].verdict

    assert (north["mission"], north["wish"]) == (60.0, 99.0)
    assert verdict is not None
    assert (north["verdict"], north["and_improve"]) == (verdict.name.value, verdict.and_improve)
    assert (south["wish"], south["verdict"]) == (None, "unknown")


def test_gaps_are_told_by_their_names(measurement: figures.Measurement) -> None:
    gaps = measurement.segments["north"].dimensions["price"].gaps
    told = as_json(measurement)["segments"]["north"]["dimensions"]["price"]["gaps"]

    assert set(told) == {name.value for name in gaps}
    assert told["recognition"]["ranks"]["delta"] == gaps[GapName.RECOGNITION].ranks.delta  # type: ignore[union-attr]  # of two groups, so it is there
    assert told["wish"]["margin"] == 3.0


def test_what_a_dimension_takes_off_is_told_by_its_code(measurement: figures.Measurement) -> None:
    whole = as_json(measurement)["segments"]["north"]["whole"]

    for name in ("alignment", "fulfilment"):
        assert set(whole[f"{name}_costs"]) == {"price"}
        assert whole[f"{name}_costs"]["price"] == pytest.approx(100 - whole[name]["value"])
        assert "costs" not in whole[name]


def test_nobody_is_told_as_not_defined(measurement: figures.Measurement) -> None:
    nobody = as_json(measurement)["segments"]["x"]

    assert (nobody["n"], nobody["n_eff"]) == (0, None)
    assert nobody["dimensions"]["price"]["external"] == {
        "n": 0,
        **dict.fromkeys(("n_eff", "mean", "se", "low", "high", "method")),
    }
    assert nobody["whole"]["index"] is None


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (
            Estimate(9, 50.0, 1.0, 48.0, 52.0, 8.5, Method.T),
            {
                "n": 9,
                "n_eff": 8.5,
                "mean": 50.0,
                "se": 1.0,
                "low": 48.0,
                "high": 52.0,
                "method": "t",
            },
        ),
        (Interval(1.0, 2.0), {"low": 1.0, "high": 2.0}),
        (
            Closeness(92.0, (8.0,), 1.5, se_is_valid=True, noise_floor=2.0),
            {
                "value": 92.0,
                "se": 1.5,
                "se_is_valid": True,
                "noise_floor": 2.0,
                "is_within_precision": False,
                "best_detectable": 98.0,
                "band": "near",
            },
        ),
        (
            Distance(3.0, 18.0, 2),
            {"mean_abs": 3.0, "d2": 18.0, "k": 2, "d": 18**0.5, "rms": 3.0},
        ),
        ({Band.FAR: (1, [2, None])}, {"far": [1, [2, None]]}),
        ("text", "text"),
    ],
)
def test_figures_are_told_by_the_names_of_their_parts(figure: object, told: Any) -> None:
    assert plain(figure) == told
    assert names_of(figure) == (tuple(told) if hasattr(figure, "__match_args__") else ())


def test_what_follows_from_the_parts_is_told_beside_them() -> None:
    test, within = Variances(4.0, 1, 60.0), Intraclass(60, 3, 20.0, 10.0, 20.0)

    assert plain(test) == {"f": 4.0, "df_between": 1, "df_within": 60.0, "p": test.p}
    assert plain(within)["icc1"] == within.icc1
    assert plain(within)["icc2"] == 0.5
