import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import numpy as np
import pytest
from flask import Flask

from app import randomness
from app.database import db, transaction
from app.errors import ForbiddenError, NotFoundError, NothingToReleaseError
from app.models.accounts import Role
from app.models.releases import Block, Release, Summary
from app.models.responses import Response, ResponseState
from app.models.waves import Wave
from app.services import field, fold, take
from app.services.access import Actor
from app.services.take import Sent
from surveys.measurement.sums import blocks
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from tests.app.services.field_case import (
    EMPLOYEES,
    actor_of,
    answer,
    opened,
    published,
    responses,
)
from tests.make import NOON


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def actor(inside: None) -> Actor:
    return actor_of()


@pytest.fixture
def wave(actor: Actor) -> Wave:
    return opened(actor, published(actor), employees_version_id=published(actor, EMPLOYEES))


def summaries() -> list[Summary]:
    return list(db.session.scalars(db.select(Summary).order_by(Summary.id)))


def cells(actor: Actor, wave: Wave) -> list[tuple[str, int, int | None]]:
    """Name of the segment or audience, in the figures, waiting."""
    return [
        (cell.segment.name["nl"] if cell.segment else cell.fielding.audience, cell.n, cell.waiting)
        for cell in fold.waiting(actor, wave.id).cells
    ]


def test_fewer_than_k_is_all_that_is_said_of_few_or_none(actor: Actor, wave: Wave) -> None:
    customers, employees = wave.fieldings
    answer(customers, [1] * 4, wave.segments[0].segment_id)
    answer(customers, [1] * 5, wave.segments[1].segment_id)
    answer(employees, [1] * 7)

    assert cells(actor, wave) == [
        ("Klein", 0, None),
        ("Groot", 0, 5),
        ("customers", 0, None),
        ("employees", 0, None),
    ]


def test_totals_are_over_groups_that_may_be_shown(actor: Actor, wave: Wave) -> None:
    answer(wave.fieldings[0], [1] * 4, wave.segments[0].segment_id)
    answer(wave.fieldings[0], [1] * 6, wave.segments[1].segment_id)

    intake = fold.waiting(actor, wave.id)

    assert (intake.n, intake.waiting, intake.hidden) == (0, 6, 3)


def test_unfinished_responses_do_not_wait(actor: Actor, wave: Wave) -> None:
    answer(wave.fieldings[0], [1] * 9, state=ResponseState.OPEN, completed_on=None, receipt=None)

    assert cells(actor, wave)[2] == ("customers", 0, None)
    with pytest.raises(NothingToReleaseError):
        fold.release(actor, wave.id, now=NOON)


def test_a_release_takes_in_the_groups_with_enough_and_leaves_the_others(
    actor: Actor, wave: Wave
) -> None:
    few = answer(wave.fieldings[0], [1] * 4, wave.segments[0].segment_id)
    enough = answer(wave.fieldings[0], [1, 5, 5, 5, 5], wave.segments[1].segment_id)

    made = fold.release(actor, wave.id, now=NOON)

    taken = {one.id: one.release_id for one in responses()}
    assert {taken[one] for one in enough} == {made.id}
    assert {taken[one] for one in few} == {None}
    assert (made.number, made.released_by) == (1, actor.user_id)
    (summary,) = summaries()
    assert (summary.n, summary.segment_id) == (5, wave.segments[1].segment_id)


def test_employees_wait_for_their_own_number(actor: Actor, wave: Wave) -> None:
    employees = wave.fieldings[1]
    answer(employees, [1] * 7)
    with pytest.raises(NothingToReleaseError):
        fold.release(actor, wave.id, now=NOON)

    answer(employees, [1])
    fold.release(actor, wave.id, now=NOON)

    assert [summary.n for summary in summaries()] == [8]


def test_figures_add_up_over_releases_to_those_of_one_count(actor: Actor, wave: Wave) -> None:
    customers = wave.fieldings[0]
    points = [1, 5, 5, 1, 5, 1, 1, 5, 5, 5, 5]
    answer(customers, points[:5])
    fold.release(actor, wave.id, now=NOON)
    answer(customers, points[5:])

    made = fold.release(actor, wave.id, now=NOON)

    assert made.number == 2
    assert [summary.n for summary in summaries()] == [5, 11]
    questionnaire = customers.version.read()
    whole = summarise(blocks.encode(questionnaire, [{"service_1": point} for point in points]))
    assert Moments.from_bytes(summaries()[-1].moments, Layout.of(questionnaire)) == whole


def test_a_second_release_without_enough_new_answers_is_refused(actor: Actor, wave: Wave) -> None:
    answer(wave.fieldings[0], [1] * 5)
    fold.release(actor, wave.id, now=NOON)
    answer(wave.fieldings[0], [1] * 4)

    with pytest.raises(NothingToReleaseError):
        fold.release(actor, wave.id, now=NOON)

    assert len(summaries()) == 1
    assert cells(actor, wave)[2] == ("customers", 5, None)


def test_a_block_names_its_responses(actor: Actor, wave: Wave) -> None:
    ids = answer(wave.fieldings[0], [1, 5, 1, 5, 1])
    fold.release(actor, wave.id, now=NOON)

    (block,) = db.session.scalars(db.select(Block))
    layout = Layout.of(wave.fieldings[0].version.read())
    rows = np.frombuffer(block.response_ids, dtype="<i8").tolist()
    points = blocks.Block.from_bytes(block.data, layout).values[:, layout.names.index("service_1")]

    assert dict(zip(rows, points.tolist(), strict=True)) == dict(
        zip(ids, [1, 5, 1, 5, 1], strict=True)
    )


def test_a_recount_from_blocks_gives_the_same_figures(actor: Actor, wave: Wave) -> None:
    for size in (5, 6):
        answer(wave.fieldings[0], range(1, size + 1), wave.segments[0].segment_id)
        fold.release(actor, wave.id, now=NOON)

    assert fold.recount(actor, wave.id) == []

    with transaction() as session:
        block = session.scalars(db.select(Block)).first()
        assert block is not None
        session.delete(block)
    assert [summary.n for summary in fold.recount(actor, wave.id)] == [11]


def test_releasing_asks_for_the_right_and_stays_within_the_organisation(
    actor: Actor, wave: Wave
) -> None:
    answer(wave.fieldings[0], [1] * 5)
    manager = Actor(actor.user_id, actor.organisation_id, Role.MANAGER)

    for forbidden in (
        lambda: fold.waiting(manager, wave.id),
        lambda: fold.release(manager, wave.id, now=NOON),
        lambda: fold.recount(manager, wave.id),
    ):
        with pytest.raises(ForbiddenError):
            forbidden()
    stranger = actor_of()
    with pytest.raises(NotFoundError):
        fold.waiting(stranger, wave.id)
    with pytest.raises(NotFoundError):
        fold.release(stranger, wave.id, now=NOON)
    assert summaries() == []


def together(app: Flask, *acts: Callable[[], object]) -> list[BaseException]:
    """Carry out acts at the same time, each in a thread of its own; returns what was raised."""
    start = threading.Barrier(len(acts))
    raised: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
            except Exception as error:  # noqa: BLE001 - the test looks at all of them
                raised.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_releases_at_once_take_no_response_twice(each_app: Flask) -> None:
    with each_app.app_context():
        actor = actor_of()
        wave = opened(actor, published(actor))
        ids = answer(wave.fieldings[0], [1] * 40)

    raised = together(each_app, *[lambda: fold.release(actor, wave.id, now=NOON) for _ in range(6)])

    with each_app.app_context():
        assert [type(error) for error in raised] == [NothingToReleaseError] * 5
        assert len(db.session.scalars(db.select(Release)).all()) == 1
        (block,) = db.session.scalars(db.select(Block))
        assert sorted(np.frombuffer(block.response_ids, dtype="<i8").tolist()) == sorted(ids)
        assert summaries()[-1].n == 40


def test_a_release_holds_nobody_up_and_counts_everybody_once(
    each_app: Flask,
) -> None:
    with each_app.app_context():
        actor = actor_of()
        wave = opened(actor, published(actor))
        token = wave.fieldings[0].collectors[0].token
        answer(wave.fieldings[0], [1] * 20)
        secrets = [randomness.secret() for _ in range(12)]
        for secret in secrets:
            take.start(token, secret=secret, language="nl", now=NOON)

    def complete(secret: str) -> None:
        page = {"service_1": 5, "website": None, "size": None}
        take.save_page(token, secret, Sent("only", lambda *_: page), now=NOON)

    def release() -> None:
        with suppress(NothingToReleaseError):
            fold.release(actor, wave.id, now=NOON)

    completing = [lambda secret=secret: complete(secret) for secret in secrets]
    assert together(each_app, release, *completing, release, release) == []

    with each_app.app_context():
        field.close_wave(actor, wave.id, now=NOON)
        released = db.session.scalars(
            db.select(Response.id).where(Response.release_id.is_not(None))
        ).all()
        folded = [
            one
            for row in db.session.scalars(db.select(Block))
            for one in np.frombuffer(row.response_ids, dtype="<i8").tolist()
        ]
        assert sorted(folded) == sorted(released)
        assert len(responses()) == 32
        assert fold.recount(actor, wave.id) == []
