"""Moments made by many workers at once, on Dask; the extra `cluster` installs it.

Sums of whole numbers are the same in any order, so a cluster gives the digits of one machine.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial, reduce
from itertools import islice
from typing import Final, TypeVar

from distributed import Client

from surveys.measurement.sums import folding
from surveys.measurement.sums.folding import Stored, fold
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments
from surveys.questionnaire.model import Questionnaire

Thing = TypeVar("Thing")
Label = TypeVar("Label", bound=Hashable)
Totals = dict[Label, Moments]

_ADDED_AT_ONCE: Final = 8
"""So many summaries meet on one worker: the tree is low, and no worker holds many."""


def summarise_blocks(
    client: Client, blocks: Iterable[Stored[Label]], layout: Layout, *, per_task: int = 1
) -> Totals[Label]:
    """Return what `folding.summarise_blocks` returns, to the last digit.

    What a lost worker did is done again by others.

    Args:
        client: the way to the workers, which have this library in this version.
        blocks: blocks in any order and size. Files have to be where workers can read them; bytes
            travel from here and stay with the scheduler until the end.
        layout: the columns that the blocks were encoded for.
        per_task: how many blocks a worker takes at a time; more where they are small.

    Raises:
        OSError: a worker cannot read a file.
        UnreadableError: a block is cut off or is no block.
        OtherColumnsError: a block was encoded for other columns.
        SumOverflowError: more responses than 64-bit sums can hold.
        distributed.KilledWorker: a block lost one worker after another, e.g. for want of memory.
    """
    return _on_workers(client, partial(folding.summarise_blocks, layout=layout), blocks, per_task)


def summarise_answers(
    client: Client,
    answers: Iterable[Stored[Label]],
    questionnaire: Questionnaire,
    *,
    per_task: int = 1,
) -> Totals[Label]:
    """Return what `folding.summarise_answers` returns, to the last digit.

    Encoding takes far longer than summing, so it is here that many workers help most. Arguments
    and errors as of `summarise_blocks`, but of JSON lines.
    """
    summarise = partial(folding.summarise_answers, questionnaire=questionnaire)
    return _on_workers(client, summarise, answers, per_task)


def _on_workers(
    client: Client,
    summarise: Callable[[list[Stored[Label]]], Totals[Label]],
    stored: Iterable[Stored[Label]],
    per_task: int,
) -> Totals[Label]:
    """Summarise and add up on the workers, in a tree; only the whole comes back."""
    parts = client.map(summarise, _batches(stored, per_task), pure=False)
    while len(parts) > 1:
        # Adding goes first, so that summaries do not pile up while blocks are left.
        parts = client.map(_sum, _batches(parts, _ADDED_AT_ONCE), pure=False, priority=1)
    return parts[0].result() if parts else {}


def _sum(parts: list[Totals[Label]]) -> Totals[Label]:
    return reduce(fold, parts)


def _batches(things: Iterable[Thing], size: int) -> list[list[Thing]]:
    source: Iterator[Thing] = iter(things)
    return list(iter(lambda: list(islice(source, size)), []))
