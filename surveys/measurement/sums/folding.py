"""From stored answers to Moments, a block at a time: memory does not grow with what is stored.

Moments go by label: the group whose answers they sum up, such as a segment.
"""

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from surveys.errors import NotPartError, OtherColumnsError, UnreadableError
from surveys.measurement.sums.blocks import Block, encode
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.questionnaire.model import Questionnaire

Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Stored(Generic[Label]):
    """Answers of one group as they are stored: bytes, or the file that holds them.

    `name` says which they are where there is no file to name, e.g. `block 17`.
    """

    label: Label
    source: bytes | Path
    name: str = ""

    @property
    def where(self) -> str:
        """Return what an error calls them: the name or file, and whose answers they are."""
        name = self.name or ("bytes" if isinstance(self.source, bytes) else str(self.source))
        return f"{name} ({self.label})"

    def read(self) -> bytes:
        """Return the bytes.

        Raises:
            OSError: the file cannot be read.
        """
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


def summarise_blocks(blocks: Iterable[Stored[Label]], layout: Layout) -> dict[Label, Moments]:
    """Return the Moments per label of stored blocks (`Block.to_bytes`), in any order and size.

    Holds one block at a time, and the Moments of each label.

    Raises:
        OSError: a file cannot be read.
        UnreadableError: a block is cut off or is no block.
        OtherColumnsError: a block was encoded for other columns.
        SumOverflowError: more responses than 64-bit sums can hold.

    >>> import surveys
    >>> asked = surveys.load("corporate_reputation")
    >>> blocks = [surveys.encode(asked, [{"comp_1": answer}]) for answer in (5, 6, 7)]
    >>> stored = [Stored("prepaid", block.to_bytes()) for block in blocks]
    >>> summarise_blocks(stored, Layout.of(asked))["prepaid"].n_of("comp_1")
    3
    """
    return _added((one.label, summarise(_block(one, layout))) for one in blocks)


def summarise_answers(
    answers: Iterable[Stored[Label]], questionnaire: Questionnaire
) -> dict[Label, Moments]:
    r"""Return the Moments per label of answers that are not encoded yet.

    Args:
        answers: JSON lines, a response per line as `encode` takes it: accepted answers by item
            code. Those of one `Stored` are encoded at once.
        questionnaire: what was answered.

    Raises:
        OSError: a file cannot be read.
        UnreadableError: a line is no JSON object.
        SumOverflowError: more responses than 64-bit sums can hold.

    >>> import surveys
    >>> asked = surveys.load("corporate_reputation")
    >>> lines = Stored("prepaid", b'{"comp_1": 5}\n{"comp_1": 6, "comp_2": 7}\n')
    >>> summarise_answers([lines], asked)["prepaid"].n_of("comp_1")
    2
    """
    return _added((one.label, summarise(encode(questionnaire, _responses(one)))) for one in answers)


def fold(totals: Mapping[Label, Moments], more: Mapping[Label, Moments]) -> dict[Label, Moments]:
    """Return the Moments per label of the answers behind both.

    Raises:
        OtherColumnsError: a label stands for answers to different columns.
        SumOverflowError: together they are more than 64-bit sums can hold.
    """
    return _added([*totals.items(), *more.items()])


def erase(totals: Mapping[Label, Moments], gone: Mapping[Label, Moments]) -> dict[Label, Moments]:
    """Return the Moments per label as if the answers behind `gone` had never been folded in.

    Raises:
        OtherColumnsError: a label stands for answers to different columns.
        NotPartError: they are not all among those that were folded in.
    """
    left = dict(totals)
    for label, moments in gone.items():
        if label not in left:
            raise NotPartError
        left[label] -= moments
    return left


def _added(parts: Iterable[tuple[Label, Moments]]) -> dict[Label, Moments]:
    totals: dict[Label, Moments] = {}
    for label, moments in parts:
        totals[label] = totals[label] + moments if label in totals else moments
    return totals


def _block(stored: Stored[Label], layout: Layout) -> Block:
    data = stored.read()
    try:
        return Block.from_bytes(data, layout)
    except (OtherColumnsError, UnreadableError) as error:
        raise type(error)(stored.where) from error


def _responses(stored: Stored[Label]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(stored.read().splitlines(), start=1):
        place = f"{stored.where}, line {number}"
        try:
            response = json.loads(line)
        except ValueError as error:
            raise UnreadableError(place) from error
        if not isinstance(response, dict):
            raise UnreadableError(place)
        yield response
