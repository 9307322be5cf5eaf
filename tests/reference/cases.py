"""Case files: what R computed, and what this project computes instead."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.reference import whole_way
from tests.reference.compare import Mismatch, Tolerance, mismatches, unmirrored
from tests.reference.quantities import QUANTITIES
from tests.reference.tables import Table

WHOLE_WAY = "whole_way"


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a case: named figures, and how to compute them again."""

    folder: Path
    id: str
    quantity: str
    data: str
    args: Mapping[str, Any]
    value: Mapping[str, Any]
    tolerance: Tolerance

    @property
    def is_known(self) -> bool:
        """Say whether this project computes the quantity."""
        return self.quantity in QUANTITIES or self.quantity == WHOLE_WAY


def read_results(folder: Path) -> list[Result]:
    """Return all results of all case files in a folder, in order of file and place."""
    return [result for path in sorted(folder.glob("*.json")) for result in _read_case(path)]


def differences(result: Result) -> list[Mismatch]:
    """Return what differs when a result is computed again; all of it when that fails."""
    if not result.is_known:
        return [Mismatch("quantity", result.quantity, "not known yet")]
    try:
        got = _recomputed(result)
    except Exception as error:  # noqa: BLE001 - a result that cannot be recomputed differs
        return [Mismatch("", "figures", f"{type(error).__name__}: {error}")]
    return list(mismatches(result.value, got, result.tolerance))


def _recomputed(result: Result) -> Mapping[str, Any]:
    if result.quantity == WHOLE_WAY:
        figures = _measured(result.folder / result.data)
        for name in result.args["place"]:
            figures = figures[name]
        return figures
    table = _table(result.folder, result.data)
    figures = QUANTITIES[result.quantity](table, result.args)
    return unmirrored(result.quantity, result.value, figures)


def _read_case(path: Path) -> Iterator[Result]:
    case = json.loads(path.read_text(encoding="utf-8"))
    if "results" not in case:
        yield from _whole_way(path, case)
        return
    raked = {
        result["id"].removesuffix(".rake"): list(result["args"]["margins"])
        for result in case["results"]
        if result["quantity"] == "raking"
    }
    for result in case["results"]:
        args = result["args"]
        if result["quantity"] == "poststratified_mean":
            # Of the rows that were raked beside it, though it names one of their margins only.
            args = {"complete": raked.get(result["id"].split(".poststrat_mean.")[0], []), **args}
        yield Result(
            path.parent,
            result["id"],
            result["quantity"],
            result["data"],
            args,
            result["value"],
            Tolerance(**result["tolerance"]),
        )


def _whole_way(path: Path, case: Mapping[str, Any]) -> Iterator[Result]:
    """Yield what the whole way gives, piece by piece: each has its place in the case."""
    for place in whole_way.places(case):
        value = case
        for name in place:
            value = value[name]
        tolerance = Tolerance(**case["tolerance"])
        name = ".".join((case["case"], *place))
        yield Result(path.parent, name, WHOLE_WAY, path.name, {"place": place}, value, tolerance)


@cache
def _table(folder: Path, data: str) -> Table:
    return Table.read(folder, data)


@cache
def _measured(path: Path) -> Mapping[str, Any]:
    return whole_way.measured(path.parent, json.loads(path.read_text(encoding="utf-8")))
