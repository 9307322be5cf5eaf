"""The measuring library of Spiegelbeeld: questionnaires, answers, profiles and gaps.

From a notebook:

>>> import surveys
>>> questionnaire = surveys.load("corporate_reputation")
>>> block = surveys.encode(questionnaire, [{"comp_1": 7, "comp_2": 6, "comp_3": 5}])
>>> figures = surveys.measure(questionnaire, {"prepaid": surveys.summarise(block)})
>>> round(figures.segments["prepaid"].dimensions["competence"].external.mean, 1)
83.3

From files of answers, weighted and compared, with where each figure comes from: `carry_out`.

Each name is loaded when it is first used, so that checking a file needs no numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from surveys.files import check, load
    from surveys.measurement.sums.blocks import encode
    from surveys.measurement.sums.moments import summarise
    from surveys.measurement.wave.measure import measure
    from surveys.study.audience import Answered
    from surveys.study.origin import origin
    from surveys.study.provenance import Choices
    from surveys.study.study import carry_out

__all__ = [
    "Answered",
    "Choices",
    "carry_out",
    "check",
    "encode",
    "load",
    "measure",
    "origin",
    "summarise",
]

_HOMES: Final = {
    "Answered": "surveys.study.audience",
    "Choices": "surveys.study.provenance",
    "carry_out": "surveys.study.study",
    "check": "surveys.files",
    "encode": "surveys.measurement.sums.blocks",
    "load": "surveys.files",
    "measure": "surveys.measurement.wave.measure",
    "origin": "surveys.study.origin",
    "summarise": "surveys.measurement.sums.moments",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
