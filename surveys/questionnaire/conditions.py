"""When a page or an item is shown: structured conditions on earlier answers."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StrictFloat, StrictInt, StrictStr

from surveys.questionnaire.texts import Code, Frozen, OptionCode

Number = StrictInt | StrictFloat


class AllOf(Frozen):
    """Every one of `conditions` holds."""

    op: Literal["all"]
    conditions: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(Frozen):
    """At least one of `conditions` holds."""

    op: Literal["any"]
    conditions: tuple["Condition", ...] = Field(min_length=1)


class Not(Frozen):
    """The condition does not hold."""

    op: Literal["not"]
    condition: "Condition"


class Is(Frozen):
    """The answer is `value`: a point, an option, a number or `dk`."""

    op: Literal["is"]
    item: Code
    value: StrictInt | StrictFloat | StrictStr


class In(Frozen):
    """The answer is one of `values`."""

    op: Literal["in"]
    item: Code
    values: tuple[StrictInt | StrictFloat | StrictStr, ...] = Field(min_length=1)


class AtLeast(Frozen):
    """The answer is a number of `value` or more."""

    op: Literal["at_least"]
    item: Code
    value: Number


class AtMost(Frozen):
    """The answer is a number of `value` or less."""

    op: Literal["at_most"]
    item: Code
    value: Number


class Answered(Frozen):
    """There is an answer; 'don't know' is one."""

    op: Literal["answered"]
    item: Code


class Includes(Frozen):
    """The chosen or ranked options include `value`."""

    op: Literal["includes"]
    item: Code
    value: OptionCode


class Met(Frozen):
    """The image former of an experience item was met."""

    op: Literal["met"]
    item: Code


Leaf = Is | In | AtLeast | AtMost | Answered | Includes | Met
Condition = Annotated[
    AllOf | AnyOf | Not | Is | In | AtLeast | AtMost | Answered | Includes | Met,
    Field(discriminator="op"),
]

for _group in (AllOf, AnyOf, Not):
    _group.model_rebuild()


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """Say whether `condition` holds; one about an item without an answer does not.

    >>> holds(AtLeast(op="at_least", item="nps", value=9), {"nps": 10})
    True
    """
    match condition:
        case AllOf():
            return all(holds(part, answers) for part in condition.conditions)
        case AnyOf():
            return any(holds(part, answers) for part in condition.conditions)
        case Not():
            return not holds(condition.condition, answers)
        case _:
            return _leaf_holds(condition, answers.get(condition.item))


def _leaf_holds(leaf: Leaf, answer: object) -> bool:
    met = False
    match leaf:
        case Is():
            met = answer == leaf.value
        case In():
            met = answer in leaf.values
        case AtLeast():
            met = isinstance(answer, int | float) and answer >= leaf.value
        case AtMost():
            met = isinstance(answer, int | float) and answer <= leaf.value
        case Answered():
            met = answer is not None
        case Includes():
            met = isinstance(answer, list | tuple) and leaf.value in answer
        case Met():
            met = isinstance(answer, Mapping) and answer.get("met") == 1
    return met
