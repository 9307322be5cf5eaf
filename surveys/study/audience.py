"""One audience's answers, encoded and weighed, summed in groups as far as these may be shown."""

import hashlib
import json
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TypeVar

import numpy as np

from surveys.formats.definition_json import canonical
from surveys.formats.responses_csv import AnswersFile
from surveys.measurement.sums.blocks import Block, encode
from surveys.measurement.sums.moments import Moments, summarise_by
from surveys.measurement.sums.scores import BoolArray, IntArray
from surveys.measurement.sums.suppression import shown
from surveys.measurement.weights.weighted import Weighted
from surveys.measurement.weights.weights import Weighing, WeightsPlan, weigh
from surveys.questionnaire.model import Questionnaire
from surveys.study.provenance import Source

Label = TypeVar("Label", bound=Hashable)

Group = Moments | Weighted


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked of one audience, and what it answered."""

    questionnaire: Questionnaire
    answers: AnswersFile


@dataclass(frozen=True, slots=True)
class Audience:
    """One audience's answers, encoded and weighed; `min_n` is the smallest group that is shown."""

    questionnaire: Questionnaire
    answers: AnswersFile
    block: Block
    weighing: Weighing | None
    min_n: int | None

    @classmethod
    def of(cls, answered: Answered, plan: WeightsPlan | None, min_n: int | None) -> "Audience":
        """Encode answers and weigh them.

        Raises:
            WeightsError: a weight given with the answers is none.
            RakingError: the margins of the weights cannot be met.
        """
        asked, answers = answered.questionnaire, answered.answers
        block = encode(asked, answers.responses, absent=answers.absent)
        weighing = None if plan is None else weigh(plan, answers.labels)
        return cls(asked, answers, block, weighing, min_n)

    def labels(self, column: str | None) -> Sequence[str | None]:
        """Return the label of each response in a column; None of all without one."""
        return self.answers.labels[column] if column else [None] * len(self.block)

    def groups(self, labels: Sequence[Label]) -> dict[Label, Group]:
        """Return the sums of each group, without what rests on fewer than `min_n` people."""
        found: dict[Label, Group] = {}
        if self.weighing is None:
            found.update(summarise_by(self.block, labels))
        else:
            found.update(self.weighing.summarise_by(self.block, labels))
        return {label: self._shown(group) for label, group in found.items()}

    def together(self, groups: Iterable[Group]) -> Group:
        """Return the sums over all people, who are those of these groups.

        What is hidden of a group is not in them, so that nothing can be found by subtraction.
        """
        if self.min_n is None:
            groups = self.groups(self.labels(None)).values()
        several = [*groups]
        return reduce(add, several) if several else Moments.empty(self.block.layout)

    def tells_few(self, labels: Sequence[Hashable]) -> bool:
        """Say whether figures with weights, beside those without, tell of fewer than `min_n`.

        People of a group who have the same weight are a group of their own: where they are the only
        ones with it, their answers follow from the sums with weights and those without.

        Args:
            labels: the group of each response.
        """
        if self.min_n is None or self.weighing is None:
            return False
        w = self.weighing.weights
        counted = np.flatnonzero(w > 0).tolist()
        given = self.block.values >= np.array(self.block.layout.lows)
        groups = _counts([labels[row] for row in counted], given[counted])
        alike = _counts([(labels[row], w[row]) for row in counted], given[counted])
        k = self.min_n
        return any(
            ((n > 0) & (n < k) & (groups[label] >= k)).any() for (label, _w), n in alike.items()
        )

    def source(self) -> Source:
        """Return by what these answers are known again."""
        asked = hashlib.sha256(canonical(self.questionnaire).encode()).hexdigest()
        labels = json.dumps(self.answers.labels, sort_keys=True).encode()
        answered = hashlib.sha256(self.block.values.tobytes() + labels).hexdigest()
        return Source(self.questionnaire.code, asked, len(self.block), answered)

    def _shown(self, group: Group) -> Group:
        if self.min_n is None:
            return group
        visible = shown([group.people], self.min_n)
        return group.only(visible) if isinstance(group, Weighted) else visible


def _counts(labels: Sequence[Label], given: BoolArray) -> dict[Label, IntArray]:
    """Count the people of each group: who have a value in each column, and at the end all."""
    places: dict[Label, list[int]] = {}
    for place, label in enumerate(labels):
        places.setdefault(label, []).append(place)
    return {label: np.append(given[rows].sum(axis=0), len(rows)) for label, rows in places.items()}
