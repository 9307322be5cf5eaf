"""What moved between waves."""

from collections.abc import Mapping
from typing import Any

from surveys.measurement.course.trends import WaveMean, changes, lines
from surveys.measurement.inference.multiplicity import holm
from tests.reference.tables import Table

Args = Mapping[str, Any]


def trend(table: Table, args: Args) -> Mapping[str, Any]:
    """Means of waves of different people, their changes and the line through them."""
    rows = table.complete([args["item"], args["wave"]])
    waves = [
        WaveMean(float(level), rows.where(args["wave"], level).sample(args["item"]))
        for level in rows.levels(args["wave"])
    ]
    line = next(iter(lines(waves)), None)
    moved = [change.since_previous for change in changes(waves) if change.since_previous]
    p_values = [each.p for each in moved]
    return {
        "waves": [wave.at for wave in waves],
        "n": [wave.sample.n for wave in waves],
        "mean": [wave.sample.mean for wave in waves],
        "se": [wave.sample.se for wave in waves],
        "slope": None if line is None else line.slope,
        "slope_se": None if line is None else line.se,
        "slope_z": None if line is None else line.z,
        "slope_p": None if line is None else line.p,
        "heterogeneity_Q": None if line is None else line.q,
        "heterogeneity_p": None if line is None else line.q_p,
        "change": [each.difference for each in moved],
        "change_se": [each.se for each in moved],
        "change_p": p_values,
        "change_p_holm": holm(p_values),
    }
