"""'Don't know' is told from skipped, scores are counted per value, complete rows are summed.

Every block is encoded again from the answers of its responses. Of a response that is no longer
there the values stay as they were: what it did not know goes on as skipped. The summaries are
summed again from the blocks, release by release. A downgrade writes both as they were before; it
loses only what they did not hold then. A block that cannot be read stops either, and nothing is
changed.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from alembic import op
from numpy.typing import NDArray

from surveys.formats import definition_json
from surveys.measurement.sums.blocks import Block, encode
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.questionnaire.model import Questionnaire

revision = "0002"
down_revision = "0001"

MISSING = -(2**31)
AT_A_TIME = 500  # so many responses are asked for at once

CELL = ("id", "fielding_id", "release_id", "segment_id")
FIELDING = sa.table("fielding", sa.column("id"), sa.column("version_id"))
VERSION = sa.table("version", sa.column("id"), sa.column("definition", sa.Text()))
RELEASE = sa.table("release", sa.column("id"), sa.column("number"))
RESPONSE = sa.table("response", sa.column("id", sa.BigInteger()), sa.column("answers", sa.JSON()))
BLOCK = sa.table(
    "block",
    *map(sa.column, CELL),
    sa.column("data", sa.LargeBinary()),
    sa.column("response_ids", sa.LargeBinary()),
)
SUMMARY = sa.table("summary", *map(sa.column, CELL), sa.column("moments", sa.LargeBinary()))


class OldBlockError(Exception):
    """A block of old cannot be read, or does not go with its questionnaire."""

    def __init__(self, block_id: int) -> None:
        super().__init__(
            f"Block {block_id} cannot be read or is not of its questionnaire, and some of its "
            "responses are gone. Nothing has been changed: restore it from a backup, then upgrade."
        )


def upgrade() -> None:
    for questionnaire, fielding_id in _fieldings():
        layout = Layout.of(questionnaire)
        totals: dict[int | None, Moments] = {}
        for block_id, summary_id, segment_id in _cells(fielding_id):
            block = _encoded_again(questionnaire, block_id)
            moments = totals.get(segment_id, Moments.empty(layout)) + summarise(block)
            totals[segment_id] = moments
            _store(block_id, block.to_bytes(), summary_id, moments.to_bytes())


def downgrade() -> None:
    for questionnaire, fielding_id in _fieldings():
        layout = Layout.of(questionnaire)
        for block_id, summary_id, _ in _cells(fielding_id):
            block = Block.from_bytes(_one(BLOCK.c.data, BLOCK.c.id == block_id), layout)
            moments = Moments.from_bytes(
                _one(SUMMARY.c.moments, SUMMARY.c.id == summary_id), layout
            )
            _store(block_id, _old_block(block), summary_id, _old_moments(moments))


def _fieldings() -> Iterator[tuple[Questionnaire, int]]:
    """Yield every fielding with what it asks."""
    fielded = sa.select(VERSION.c.definition, FIELDING.c.id).join_from(
        FIELDING, VERSION, FIELDING.c.version_id == VERSION.c.id
    )
    for definition, fielding_id in op.get_bind().execute(fielded).all():
        yield definition_json.from_json(definition), fielding_id


def _cells(fielding_id: int) -> list[tuple[int, int, int | None]]:
    """Return the ids of block, summary and segment of what each release took in, in order."""
    same_cell = (
        (SUMMARY.c.fielding_id == BLOCK.c.fielding_id)
        & (SUMMARY.c.release_id == BLOCK.c.release_id)
        & SUMMARY.c.segment_id.is_not_distinct_from(BLOCK.c.segment_id)
    )
    cells = (
        sa.select(BLOCK.c.id, SUMMARY.c.id, BLOCK.c.segment_id)
        .join_from(BLOCK, SUMMARY, same_cell)
        .join(RELEASE, RELEASE.c.id == BLOCK.c.release_id)
        .where(BLOCK.c.fielding_id == fielding_id)
        .order_by(RELEASE.c.number)
    )
    return [tuple(cell) for cell in op.get_bind().execute(cells)]


def _encoded_again(questionnaire: Questionnaire, block_id: int) -> Block:
    """Return a block from the answers, and from the old values where there are none any more."""
    ids = np.frombuffer(_one(BLOCK.c.response_ids, BLOCK.c.id == block_id), dtype="<i8").tolist()
    answers = _answers(ids)
    block = encode(questionnaire, [answers.get(response_id, {}) for response_id in ids])
    lost = [row for row, response_id in enumerate(ids) if response_id not in answers]
    if lost:
        block.values[lost] = _old_values(block_id, block)[lost]
    return block


def _answers(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the answers of the responses that are there, by id."""
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), AT_A_TIME):
        these = RESPONSE.c.id.in_(ids[start : start + AT_A_TIME])
        rows = op.get_bind().execute(sa.select(RESPONSE.c.id, RESPONSE.c.answers).where(these))
        found |= {row[0]: row[1] for row in rows}
    return found


def _old_values(block_id: int, like: Block) -> NDArray[np.int32]:
    """Return the values of a block of old: names of columns, then the compressed numbers."""
    data = _one(BLOCK.c.data, BLOCK.c.id == block_id)
    size = 4 + int.from_bytes(data[:4], "little")
    try:
        head = json.loads(data[4:size])
        values = np.frombuffer(zlib.decompress(data[size:]), dtype="<i4")
    except (ValueError, zlib.error) as error:
        raise OldBlockError(block_id) from error
    if head != {"columns": list(like.layout.names), "rows": len(like)}:
        raise OldBlockError(block_id)
    return values.reshape(like.values.shape).astype(np.int32)


def _old_block(block: Block) -> bytes:
    values = np.where(block.values < np.array(block.layout.lows), MISSING, block.values)
    return _old_bytes({"columns": block.layout.names, "rows": len(block)}, values.astype("<i4"))


def _old_moments(moments: Moments) -> bytes:
    """Return a summary without the counts of scores, which came last, and what came after."""
    layout = moments.layout
    counted = sum(len(values) for values in layout.values[: len(layout.columns)])
    sums = (moments.answered, moments.sums, moments.squares, moments.products)
    numbers = [moments.counts[:counted], *(matrix.ravel() for matrix in sums)]
    head = {"columns": layout.names, "n": moments.n}
    return _old_bytes(head, np.concatenate(numbers).astype("<i8"))


def _old_bytes(head: dict[str, Any], numbers: NDArray[Any]) -> bytes:
    line = json.dumps(head).encode()
    return len(line).to_bytes(4, "little") + line + zlib.compress(numbers.tobytes(), level=6)


def _one(column: sa.ColumnClause[bytes], row: sa.ColumnElement[bool]) -> bytes:
    return bytes(op.get_bind().execute(sa.select(column).where(row)).scalar_one())


def _store(block_id: int, data: bytes, summary_id: int, moments: bytes) -> None:
    op.execute(sa.update(BLOCK).where(BLOCK.c.id == block_id).values(data=data))
    op.execute(sa.update(SUMMARY).where(SUMMARY.c.id == summary_id).values(moments=moments))
