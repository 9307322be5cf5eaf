"""The verdict on one dimension of one segment: is the image justified, and is it wanted?

The one place where the table of verdicts stands. Both answers come from labelled gaps, so a
verdict says no more than statistics supports.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.questionnaire.scales import Direction


class VerdictName(StrEnum):
    """What there is to do; without employees only whether the image is wanted."""

    KEEP = "keep"
    IMPROVE = "improve"
    MAKE_KNOWN = "make_known"
    LIVE_UP = "live_up"
    UNKNOWN = "unknown"
    WANTED = "wanted"
    UNWANTED = "unwanted"


class Justified(StrEnum):
    """How the image stands to who the company is, by its own people."""

    JUSTIFIED = "justified"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict with what it rests on; what is not decided is None.

    `and_improve`: what is to be made known is also not able yet, by a supported deficit.
    """

    name: VerdictName
    justified: Justified | None
    wanted: bool | None
    and_improve: bool = False


TABLE: Final[Mapping[tuple[Justified, bool], VerdictName]] = {
    (Justified.JUSTIFIED, True): VerdictName.KEEP,
    (Justified.JUSTIFIED, False): VerdictName.IMPROVE,
    (Justified.BELOW, True): VerdictName.KEEP,
    (Justified.BELOW, False): VerdictName.MAKE_KNOWN,
    (Justified.ABOVE, True): VerdictName.LIVE_UP,
    (Justified.ABOVE, False): VerdictName.IMPROVE,
}

WITHOUT_EMPLOYEES: Final[Mapping[bool | None, VerdictName]] = {
    True: VerdictName.WANTED,
    False: VerdictName.UNWANTED,
    None: VerdictName.UNKNOWN,
}


def verdict_of(gaps: Mapping[GapName, Gap], direction: Direction) -> Verdict | None:
    """Return the verdict from the labelled gaps of one dimension, or None without any ground.

    Args:
        gaps: the gaps that are there; without `recognition` nobody of the company was asked, and
            the verdict says only whether the image is wanted.
        direction: whether above the target is no problem, or off as well.
    """
    recognition, wish = gaps.get(GapName.RECOGNITION), gaps.get(GapName.WISH)
    wanted = None if wish is None else is_wanted(wish, direction)
    if recognition is None:
        return None if wish is None else Verdict(WITHOUT_EMPLOYEES[wanted], None, wanted)
    justified = how_justified(recognition)
    if justified is None or wanted is None:
        return Verdict(VerdictName.UNKNOWN, justified, wanted)
    name = TABLE[justified, wanted]
    ability = gaps.get(GapName.ABILITY)
    short = ability is not None and ability.is_supported and ability.difference < 0
    return Verdict(name, justified, wanted, name is VerdictName.MAKE_KNOWN and short)


def how_justified(recognition: Gap) -> Justified | None:
    """Say how the image stands to the internal identity; None while undecided."""
    if recognition.label is Label.UNDECIDED:
        return None
    if recognition.label is not Label.GAP:
        return Justified.JUSTIFIED
    return Justified.BELOW if recognition.difference < 0 else Justified.ABOVE


def is_wanted(wish: Gap, direction: Direction) -> bool | None:
    """Say whether the image meets the wish; None while undecided."""
    if wish.label is Label.UNDECIDED:
        return None
    surplus = wish.difference > 0 and direction is Direction.MORE_IS_BETTER
    return wish.label is not Label.GAP or surplus
