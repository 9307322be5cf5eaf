"""A study as plain values, in the format that the command line documents."""

from typing import Any

from surveys.formats.figures_json import as_json as figures_as_json
from surveys.formats.figures_json import plain
from surveys.measurement.weights.weights import Weighing
from surveys.study import definition, methods
from surveys.study.study import Study


def as_json(study: Study) -> dict[str, Any]:
    """Return a study as values that JSON can hold.

    The figures with the weights that were chosen, `unweighted` the same without, in `definition`
    where they come from and in `methods` how each kind of figure is made.
    """
    min_n = study.provenance.choices.min_n
    return {
        **figures_as_json(study.measurement),
        "unweighted": None if study.unweighted is None else figures_as_json(study.unweighted),
        "weighing": _weighing(study.weighing, min_n),
        "employee_weighing": _weighing(study.employee_weighing, min_n),
        "definition": definition.as_json(study.provenance),
        "methods": methods.as_json(),
    }


def _weighing(weighing: Weighing | None, min_n: int | None) -> dict[str, Any] | None:
    """Return what weighing did; the weights themselves follow from the definition."""
    if weighing is None:
        return None
    kish, raking = weighing.kish, weighing.raking
    told: dict[str, Any] = {"left_out": weighing.left_out, **(plain(kish) if kish else {})}
    if raking is not None:
        told |= {
            "rounds": raking.rounds,
            "trimmed": raking.trimmed,
            "error": raking.error,
            "small": [
                {**plain(of), "n": None if min_n and of.n < min_n else of.n} for of in raking.small
            ],
        }
    return told
