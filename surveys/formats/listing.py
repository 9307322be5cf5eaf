"""How many problems of a file are told."""

from collections.abc import Sequence
from typing import Final

from surveys.errors import Problem

MOST_PROBLEMS: Final = 100
"""So many problems of a file are listed; one more then counts the others."""


def listed(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems to tell: the first ones, and of the others how many there are."""
    more = len(problems) - MOST_PROBLEMS
    rest = [Problem("problems.more", value=str(more))] if more > 0 else []
    return [*problems[:MOST_PROBLEMS], *rest]
