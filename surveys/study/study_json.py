"""A study as plain values: its figures, and where they come from, to read again."""

from collections.abc import Mapping
from typing import Any

from surveys.formats import weights_yaml
from surveys.formats.figures_json import as_json as figures_as_json
from surveys.formats.figures_json import plain
from surveys.measurement.gaps import Thresholds
from surveys.measurement.profiles import Profiles, Target
from surveys.measurement.weights import Weighing, WeightsPlan
from surveys.study.provenance import Choices, Provenance, Source
from surveys.study.study import Study

Values = Mapping[str, Any]


def as_json(study: Study) -> dict[str, Any]:
    """Return a study as values that JSON can hold.

    The figures with the weights that were chosen, `unweighted` the same without, and in
    `definition` where they come from.
    """
    return {
        **figures_as_json(study.measurement),
        "unweighted": None if study.unweighted is None else figures_as_json(study.unweighted),
        "weighing": _weighing(study.weighing),
        "employee_weighing": _weighing(study.employee_weighing),
        "definition": definition(study.provenance),
    }


def definition(provenance: Provenance) -> dict[str, Any]:
    """Return where figures come from as values that JSON can hold."""
    choices = provenance.choices
    return {
        "code": provenance.code,
        "customers": plain(provenance.customers),
        "employees": plain(provenance.employees),
        "choices": {
            "segment_by": choices.segment_by,
            "language_by": choices.language_by,
            "team_by": choices.team_by,
            "management": None if choices.management is None else list(choices.management),
            "weights": _plan(choices.weights),
            "employee_weights": _plan(choices.employee_weights),
            "profiles": plain(choices.profiles),
            "min_n": choices.min_n,
            "missing": list(choices.missing),
        },
        "thresholds": plain(provenance.thresholds),
    }


def from_definition(values: Values) -> Provenance:
    """Return where figures came from, from values as `definition` gives them.

    Raises:
        KeyError, TypeError, ValueError: they are not such values.
        WeightsError: the weights in them are none.
    """
    choices = values["choices"]
    inside, management = values["employees"], choices["management"]
    return Provenance(
        str(values["code"]),
        Source(**values["customers"]),
        None if inside is None else Source(**inside),
        Choices(
            segment_by=choices["segment_by"],
            language_by=choices["language_by"],
            team_by=choices["team_by"],
            management=None if management is None else (str(management[0]), str(management[1])),
            weights=_read_plan(choices["weights"]),
            employee_weights=_read_plan(choices["employee_weights"]),
            profiles=_profiles(choices["profiles"]),
            min_n=choices["min_n"],
            missing=tuple(choices["missing"]),
        ),
        Thresholds(**values["thresholds"]),
    )


def _weighing(weighing: Weighing | None) -> dict[str, Any] | None:
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
            "small": plain(raking.small),
        }
    return told


def _plan(plan: WeightsPlan | None) -> dict[str, Any] | None:
    return None if plan is None else weights_yaml.as_json(plan)


def _read_plan(values: Values | None) -> WeightsPlan | None:
    return None if values is None else weights_yaml.from_json(values)


def _profiles(values: Values) -> Profiles:
    def targets(of: Values) -> dict[str, Target]:
        return {code: Target(**target) for code, target in of.items()}

    wishes = {segment: targets(of) for segment, of in values["wish"].items()}
    return Profiles(targets(values["mission"]), wishes)
