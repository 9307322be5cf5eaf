"""What the database itself refuses, whatever a service does."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app.database import Base, db, transaction
from app.models.profiles import SetProfile
from app.models.questionnaires import Version
from app.models.responses import Response, ResponseState
from app.models.waves import Segmentation
from tests import make


def _save(app: Flask, *rows: Base) -> None:
    with app.app_context(), transaction() as session:
        for row in rows:
            session.add(row)
            session.flush()


def test_a_builder_of_every_table_makes_a_valid_row(each_app: Flask) -> None:
    rows = make.one_of_each()

    _save(each_app, *rows)

    assert {row.__tablename__ for row in rows} == set(Base.metadata.tables)


@pytest.mark.parametrize("column", ["definition", "definition_hash", "number", "questionnaire_id"])
def test_a_published_version_never_changes(each_app: Flask, column: str) -> None:
    _save(each_app, *make.one_of_each())
    change = update(Version).values({column: getattr(Version, column)})

    with (
        each_app.app_context(),
        pytest.raises(DBAPIError, match="never changes"),
        transaction() as session,
    ):
        session.execute(change)

    with each_app.app_context():
        assert db.session.scalars(select(Version.definition)).one() == make.DEFINITION


def test_who_published_a_version_may_be_erased(each_app: Flask) -> None:
    _save(each_app, *make.one_of_each(), make.user())

    with each_app.app_context(), transaction() as session:
        session.scalars(select(Version)).one().published_by = 2

    with each_app.app_context():
        assert db.session.scalars(select(Version.published_by)).one() == 2


INVALID: dict[str, Callable[[], Base]] = {
    "a smallest group below 3": lambda: make.organisation(k=2),
    "an address that is taken": lambda: make.user(email="taken@noordwal.example"),
    "a code that is taken": lambda: make.segment(code="taken"),
    "a version number that is taken": lambda: make.version(number=1),
    "a wave that closes as it opens": lambda: make.wave(closes_at=make.NOON),
    "a wave by an item that is not named": lambda: make.wave(segmentation=Segmentation.ITEM),
    "a named item that nothing goes by": lambda: make.wave(segmentation_item="branch"),
    "two fieldings of one audience": make.fielding,
    "a token that is taken": lambda: make.collector(token="taken"),
    "a secret that is taken": lambda: make.response(secret_hash="taken"),
    "a receipt that is taken": lambda: make.response(receipt="taken"),
    "a complete response without a day": lambda: make.response(state=ResponseState.COMPLETE),
    "an open response in a release": lambda: make.response(release_id=1),
    "a second block of a release without segments": make.block,
    "a second summary of a release without segments": make.summary,
    "a wish of nobody": lambda: make.target(profile=SetProfile.WISH),
    "a mission of one segment": lambda: make.target(segment_id=1),
    "a target above 100": lambda: make.target(value=100.5),
}


@pytest.mark.parametrize("build", INVALID.values(), ids=INVALID.keys())
def test_the_database_refuses(each_app: Flask, build: Callable[[], Base]) -> None:
    _save(
        each_app,
        *make.one_of_each(),
        make.user(email="taken@noordwal.example"),
        make.segment(code="taken"),
        make.collector(token="taken"),
        make.response(secret_hash="taken", receipt="taken"),
    )

    with pytest.raises(IntegrityError):
        _save(each_app, build())


def test_a_state_outside_its_list_is_refused_by_the_database(each_app: Flask) -> None:
    _save(each_app, *make.one_of_each())

    with each_app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("UPDATE response SET state = 'lost'"))


def test_a_state_outside_its_list_is_refused_before_it_is_sent(app: Flask) -> None:
    with pytest.raises(StatementError):
        _save(app, *make.one_of_each(), make.response(state="lost"))


def test_a_62_bit_id_and_any_text_return_as_given(each_app: Flask) -> None:
    answers = {"why": "x'\"><svg onload=alert(1)> \u202e🦊 e\u0301", "service_1": 4, "nps": "dk"}
    _save(each_app, *make.one_of_each(), make.response(id=2**62 - 1, answers=answers))

    with each_app.app_context():
        row = db.session.get(Response, 2**62 - 1)
        assert row is not None
        assert row.answers == answers


def test_sqlite_keeps_no_order_of_arrival_beside_the_id(app: Flask) -> None:
    _save(app, *make.one_of_each(), make.response(id=7))

    with app.app_context():
        pairs = db.session.execute(text("SELECT rowid, id FROM response")).all()

    assert all(rowid == row_id for rowid, row_id in pairs)
