"""The whole way on real answers: from a file of answers and set targets to tested gaps."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from surveys.formats.figures_json import as_json
from surveys.measurement.image.profiles import Profiles, Target, score_sample
from surveys.measurement.inference.comparisons import welch
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.wave.measure import measure
from surveys.questionnaire.scales import Facet
from tests.reference.scales import answers, questionnaire
from tests.reference.tables import Table

Case = Mapping[str, Any]


def places(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield where the pieces of a case stand: each dimension of each segment, each difference."""
    for segment, of in case["segments"].items():
        for name in of:
            if name != "dimensions":
                yield ("segments", segment, name)
        for dimension in of["dimensions"]:
            yield ("segments", segment, "dimensions", dimension)
    for dimension in case["prepaid_minus_contract"]:
        yield ("prepaid_minus_contract", dimension)


def measured(folder: Path, case: Case) -> Mapping[str, Any]:
    """Return the same pieces, as `surveys` measures them."""
    dimensions: Mapping[str, list[str]] = case["dimensions"]
    items = [item for of in dimensions.values() for item in of]
    low, high = case["scale"]
    written = questionnaire(dimensions, (low, high))
    table = Table.read(folder, case["data"], missing=str(case["missing"]))
    segments = {
        segment: summarise(
            encode(written, answers(table.where(case["segment_by"], segment), items))
        )
        for segment in case["segments"]
    }
    figures = as_json(measure(written, segments, profiles=_profiles(case)))
    return {**figures, "prepaid_minus_contract": _between(*segments.values())}


def _profiles(case: Case) -> Profiles:
    def targets(values: Mapping[str, float]) -> dict[str, Target]:
        return {code: Target(value, case["margin"]) for code, value in values.items()}

    wishes = case["profiles"]["wish"]
    return Profiles(
        mission=targets(case["profiles"]["mission"]),
        wish={segment: targets(values) for segment, values in wishes.items()},
    )


def _between(prepaid: Moments, contract: Moments) -> dict[str, Any]:
    """Compare two segments on each dimension."""
    found = {}
    for score in prepaid.layout.scores:
        assert score.facet is Facet.IMAGE
        difference = welch(score_sample(prepaid, score), score_sample(contract, score))
        found[score.dimension] = {
            "difference": difference.difference,
            "t": difference.t,
            "df": difference.df,
            "p": difference.p,
        }
    return found
