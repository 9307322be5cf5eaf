from collections.abc import Callable

import pytest
from flask import Flask

from app.database import db, transaction
from app.errors import ForbiddenError, NotFoundError
from app.models.accounts import Role
from app.models.waves import Wave
from app.services import access
from app.services.access import ROLE_RIGHTS, SYSTEM, Actor, Right
from tests import make

READERS = [Role.DESIGNER, Role.MANAGER, Role.ANALYST, Role.VIEWER]


def _actor(role: Role, organisation_id: int = 1) -> Actor:
    return Actor(user_id=1, organisation_id=organisation_id, role=role)


@pytest.mark.parametrize("role", Role)
def test_every_role_reads(role: Role) -> None:
    assert _actor(role).may(Right.READ)


def test_an_owner_may_do_all_within_the_organisation() -> None:
    assert ROLE_RIGHTS[Role.OWNER] == set(Right) - {Right.OPERATE}


def test_a_right_beyond_reading_is_of_one_role_besides_the_owner() -> None:
    for right in set(Right) - {Right.READ, Right.ADMINISTER, Right.OPERATE}:
        assert sum(right in ROLE_RIGHTS[role] for role in READERS) == 1


@pytest.mark.parametrize("right", [Right.ADMINISTER, Right.OPERATE])
def test_only_an_owner_administers_and_no_role_operates(right: Right) -> None:
    assert not any(right in ROLE_RIGHTS[role] for role in READERS)


def test_a_missing_right_is_refused() -> None:
    with pytest.raises(ForbiddenError):
        access.require(_actor(Role.VIEWER), Right.AIM)


def test_a_row_of_the_own_organisation_is_found(app: Flask, save: Callable[..., None]) -> None:
    save(*make.one_of_each())

    with app.app_context():
        wave = access.load(db.session, Wave, 1, _actor(Role.VIEWER), Right.READ)

        assert wave.title == "Najaar 2026"


def test_a_row_of_another_organisation_is_as_absent_as_one_that_is_missing(
    app: Flask, save: Callable[..., None]
) -> None:
    save(*make.one_of_each(), make.organisation(), make.wave(organisation_id=2))

    with app.app_context():
        with pytest.raises(NotFoundError) as others:
            access.load(db.session, Wave, 2, _actor(Role.OWNER), Right.READ)
        with pytest.raises(NotFoundError) as missing:
            access.load(db.session, Wave, 404, _actor(Role.OWNER), Right.READ)

    assert str(others.value) == str(missing.value)


@pytest.mark.parametrize("row_id", [1, 2, 404])
def test_without_the_right_nothing_shows_whether_a_row_exists(
    app: Flask, save: Callable[..., None], row_id: int
) -> None:
    save(*make.one_of_each(), make.organisation(), make.wave(organisation_id=2))

    with app.app_context(), pytest.raises(ForbiddenError):
        access.load(db.session, Wave, row_id, _actor(Role.VIEWER), Right.FIELD)


@pytest.mark.parametrize("row_id", [0, -1, 2**31, 2**63, 10**30])
def test_a_number_that_no_row_can_have_is_as_absent(each_app: Flask, row_id: int) -> None:
    with each_app.app_context(), pytest.raises(NotFoundError):
        access.load(db.session, Wave, row_id, _actor(Role.OWNER), Right.READ)


def test_the_system_finds_the_rows_of_every_organisation(
    app: Flask, save: Callable[..., None]
) -> None:
    save(*make.one_of_each(), make.organisation(), make.wave(organisation_id=2))

    with app.app_context():
        for row_id in (1, 2):
            assert access.load(db.session, Wave, row_id, SYSTEM, Right.OPERATE).id == row_id


def test_a_row_loaded_to_be_changed_is_loaded_as_it_is_now(each_app: Flask) -> None:
    with each_app.app_context():
        with transaction() as session:
            for row in make.one_of_each():
                session.add(row)
                session.flush()

        with transaction() as session:
            wave = access.load(session, Wave, 1, _actor(Role.OWNER), Right.FIELD)
            wave.title = "Voorjaar 2027"

        assert db.session.get_one(Wave, 1).title == "Voorjaar 2027"
