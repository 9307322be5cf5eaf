"""Migration 0002: blocks encoded again from the answers, summaries summed again from the blocks."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, Table, insert, select, update

from app.database import Base
from app.models.releases import Block as StoredBlock
from app.models.releases import Summary
from app.models.responses import ResponseState
from surveys.formats import definition_json
from surveys.measurement.sums.blocks import Block, encode
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from tests import make
from tests.app.models import first_format
from tests.surveys.measurement.make import likert, questionnaire

ASKED = questionnaire(likert("price_1", "price"), likert("price_2", "price", reverse=True))
LAYOUT = Layout.of(ASKED)
TAKEN: list[tuple[int | None, int, list[dict[str, Any]]]] = [
    (None, 1, [{"price_1": 2, "price_2": "dk"}, {"price_1": 7, "price_2": 6}, {}]),
    (1, 1, [{"price_1": "dk"}] * 3),
    (None, 2, [{"price_1": "dk", "price_2": 5}, {"price_1": 1, "price_2": 2}]),
]
"""What was answered, by segment and by the release that took it in."""


def _insert(engine: Engine, rows: Sequence[Base]) -> None:
    with engine.begin() as connection:
        for row in rows:
            table = row.__table__
            assert isinstance(table, Table)
            given = {column.name: getattr(row, column.key) for column in table.columns}
            values = {name: value for name, value in given.items() if value is not None}
            connection.execute(insert(table).values(values))


def _old_rows() -> list[Base]:
    """Return all rows of a wave with two releases, as the first version left them."""
    rows: list[Base] = [
        *(make.organisation(), make.user(), make.segment(), make.questionnaire()),
        make.version(definition=definition_json.canonical(ASKED)),
        *(make.wave(), make.fielding(), make.collector()),
        *(make.release(), make.release(number=2)),
    ]
    before: dict[int | None, list[dict[str, Any]]] = {}
    for at, (segment_id, release_id, answers) in enumerate(TAKEN):
        cell = {"segment_id": segment_id, "release_id": release_id}
        ids = [2**60 + 100 * at + number for number in range(len(answers))]
        said = zip(ids, answers, strict=True)
        done = {"state": ResponseState.COMPLETE, "completed_on": make.NOON.date()}
        rows += [make.response(**cell, **done, id=own, answers=given) for own, given in said]
        before[segment_id] = so_far = before.get(segment_id, []) + answers
        values = encode(ASKED, answers).values
        packed = np.array(ids, dtype="<i8").tobytes()
        data = first_format.block(LAYOUT, values)
        rows.append(make.block(**cell, n=len(ids), data=data, response_ids=packed))
        moments = first_format.summary(LAYOUT, encode(ASKED, so_far).values)
        rows.append(make.summary(**cell, n=len(so_far), moments=moments))
    return rows


def _blocks(engine: Engine) -> list[bytes]:
    with engine.connect() as connection:
        return list(connection.scalars(select(StoredBlock.data).order_by(StoredBlock.id)))


def _summaries(engine: Engine) -> list[bytes]:
    with engine.connect() as connection:
        return list(connection.scalars(select(Summary.moments).order_by(Summary.id)))


@pytest.fixture
def old(config: Config, engine: Engine) -> Engine:
    """A database of the first version with a wave in it."""
    command.upgrade(config, "0001")
    _insert(engine, _old_rows())
    return engine


def test_blocks_are_those_of_the_answers_as_they_are_encoded_now(
    config: Config, old: Engine
) -> None:
    command.upgrade(config, "0002")

    found = [Block.from_bytes(data, LAYOUT).values.tolist() for data in _blocks(old)]
    assert found == [encode(ASKED, answers).values.tolist() for _, _, answers in TAKEN]


def test_summaries_are_those_of_all_that_was_taken_in_until_then(
    config: Config, old: Engine
) -> None:
    command.upgrade(config, "0002")

    first, segment, second = [summarise(encode(ASKED, answers)) for _, _, answers in TAKEN]
    found = [Moments.from_bytes(data, LAYOUT) for data in _summaries(old)]
    assert found == [first, segment, first + second]
    assert found[2].dont_know("price_1").n == 4


def test_of_a_response_that_is_gone_the_values_stay(config: Config, old: Engine) -> None:
    responses = Base.metadata.tables["response"]
    with old.begin() as connection:
        connection.execute(responses.delete().where(responses.c.id == 2**60))

    command.upgrade(config, "0002")

    answers = [{"price_1": 2}, *TAKEN[0][2][1:]]  # that it did not know the other is lost
    expected = encode(ASKED, answers)
    assert Block.from_bytes(_blocks(old)[0], LAYOUT).values.tolist() == expected.values.tolist()
    assert Moments.from_bytes(_summaries(old)[0], LAYOUT) == summarise(expected)


def test_a_downgrade_restores_what_the_first_version_wrote(config: Config, old: Engine) -> None:
    before = [*map(first_format.read, [*_blocks(old), *_summaries(old)])]
    command.upgrade(config, "0002")

    command.downgrade(config, "0001")

    assert [*map(first_format.read, [*_blocks(old), *_summaries(old)])] == before


@pytest.mark.parametrize("data", [b"no block", first_format.BLOCK], ids=["damaged", "of others"])
def test_a_block_that_cannot_be_read_stops_the_upgrade_and_nothing_changes(
    config: Config, old: Engine, data: bytes
) -> None:
    with old.begin() as connection:
        connection.execute(Base.metadata.tables["response"].delete())
        connection.execute(update(StoredBlock).where(StoredBlock.id == 3).values(data=data))
    before = _blocks(old)

    with pytest.raises(Exception, match="Block 3 ") as caught:
        command.upgrade(config, "0002")

    assert type(caught.value).__name__ == "OldBlockError"
    assert _blocks(old) == before
