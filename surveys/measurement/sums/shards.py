"""The sums of the shards of a jackknife, in one pass over the answers."""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.jackknife import SHARDS, shard_of
from surveys.measurement.sums.moments import Moments, summarise_by


def shard_summaries(
    block: Block, response_ids: NDArray[np.integer[Any]], names: Collection[str]
) -> list[Moments]:
    """Return the Moments of each shard's responses, over the columns that are needed only.

    Those of several blocks are added shard by shard; `jackknife.leave_one_out` then makes
    replicates of the shards and their sum.

    Args:
        block: n responses.
        response_ids: (n,) the number of each, in order, that stays with it for ever.
        names: the columns needed, such as `formers_columns`; in the order of the block.

    Returns:
        One per shard, in their order; that of nobody where a shard has no responses.

    Raises:
        SumOverflowError: more responses than 64-bit sums can hold.

    >>> import surveys
    >>> asked = surveys.load("corporate_reputation")
    >>> block = surveys.encode(asked, [{"comp_1": 5}, {"comp_1": 7}])
    >>> [of.n_of("comp_1") for of in shard_summaries(block, np.array([1, 2]), {"comp_1"})].index(1)
    25
    """
    narrow = block.narrowed(names)
    found = summarise_by(narrow, shard_of(response_ids).tolist())
    nobody = Moments.empty(narrow.layout)
    return [found.get(shard, nobody) for shard in range(SHARDS)]
