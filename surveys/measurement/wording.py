"""What people write, in words that can be counted: which ones, by how many people, with examples.

An open answer is cut into words, words that say nothing by themselves are left out, and the forms
of a word are put together. A word counts once per person. What fewer than k people of a group say
is counted nowhere and never shown.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

from surveys.measurement.words import WordOdds


class Remark(NamedTuple):
    """What one person wrote; several by the same person are taken together."""

    person: Hashable
    text: str


@dataclass(frozen=True, slots=True)
class TypicalWord:
    """A word of a group, how typical it is, and whole answers to read that hold it."""

    odds: WordOdds
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What the people of a group write: the most typical words first; none of small groups.

    `people` counts those who wrote anything; None: fewer than may be shown.
    """

    people: int | None
    words: tuple[TypicalWord, ...]
