"""A few columns of a table, taken through the library as the items of one dimension."""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.measurement.sums.blocks import Block, encode
from surveys.measurement.sums.layout import ScoreColumn
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Facet
from tests.reference.tables import Table

DIMENSION = "scale"


def scale_block(table: Table, args: Mapping[str, Any]) -> Block:
    """Encode the answers to `args["items"]`, whose ends and reversed items `args` names."""
    items = list(args["items"])
    written = questionnaire(
        {DIMENSION: items}, (args["scale_min"], args["scale_max"]), reverse=args.get("reverse", ())
    )
    return encode(written, answers(table, items))


def score_of(block: Block, dimension: str = DIMENSION) -> ScoreColumn:
    """Return the score column of a dimension."""
    score = block.layout.score(Facet.IMAGE, dimension)
    assert score is not None
    return score


def answers(table: Table, items: Sequence[str]) -> list[dict[str, int]]:
    """Return each row as stored answers by item code."""
    codes = {name: code(place) for place, name in enumerate(items)}
    return [
        {codes[name]: int(cell) for name in items if (cell := row[name]) is not None}
        for row in table.rows
    ]


def questionnaire(
    dimensions: Mapping[str, Sequence[str]], ends: tuple[int, int], reverse: Sequence[str] = ()
) -> Questionnaire:
    """Return a questionnaire of likert items on one scale, coded by their place."""
    names = [(dimension, name) for dimension, of in dimensions.items() for name in of]
    return Questionnaire.model_validate(
        {
            "code": "reference",
            "title": {"en": "Reference"},
            "languages": ("en",),
            "dimensions": [{"code": each, "name": {"en": each}} for each in dimensions],
            "scales": [{"code": "points", "points": _points(*ends)}],
            "pages": [
                {
                    "code": "page",
                    "title": {"en": "Items"},
                    "items": [
                        {
                            "code": code(place),
                            "type": "likert",
                            "text": {"en": name},
                            "scale": "points",
                            "reverse": name in reverse,
                            "measures": {"dimension": dimension, "facet": "image"},
                        }
                        for place, (dimension, name) in enumerate(names)
                    ],
                }
            ],
        }
    )


def code(place: int) -> str:
    """Return the code of the item at a place; a column's own name may not be one."""
    return f"item_{place}"


def _points(low: int, high: int) -> list[dict[str, Any]]:
    return [{"value": value, "text": {"en": str(value)}} for value in range(low, high + 1)]
