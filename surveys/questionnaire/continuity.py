"""Can a trend run across two versions of a questionnaire: is the same asked in the same way."""

from dataclasses import dataclass

from surveys.questionnaire.versions import Change


@dataclass(frozen=True, slots=True)
class Continuity:
    """What changed about one dimension from one version to a later one.

    `breaks` are the changes across which no trend can run: other items, another scale, answers read
    another way, other people asked. `others` are those across which it can, such as new wording.
    """

    breaks: tuple[Change, ...]
    others: tuple[Change, ...]

    @property
    def is_broken(self) -> bool:
        """Tell whether no trend can run across."""
        return bool(self.breaks)
