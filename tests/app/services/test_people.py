from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.database import db
from app.errors import (
    BadValueError,
    CodeTakenError,
    ForbiddenError,
    LinkUsedError,
    NotFoundError,
)
from app.models.accounts import Role, User
from app.services import people
from app.services.access import SYSTEM, Actor
from app.services.people import NewOrganisation, NewPerson
from tests import make
from tests.make import NOON, PASSWORD

OWNER = Actor(user_id=1, organisation_id=1, role=Role.OWNER)
VIEWER = Actor(user_id=1, organisation_id=1, role=Role.VIEWER)
NEW = NewPerson(email="Piet@Noordwal.example", role=Role.ANALYST)


@pytest.fixture(autouse=True)
def context(app: Flask, save: Callable[..., None]) -> Iterator[None]:
    """An organisation with one person, and one more organisation."""
    save(
        make.organisation(code="noordwal"),
        make.user(email="mirjam@noordwal.example", fs_uniquifier="key"),
        make.organisation(code="other"),
    )
    with app.app_context():
        yield


def _mirjam() -> User:
    return db.session.get_one(User, 1)


def test_an_organisation_starts_with_safe_group_sizes() -> None:
    new = people.add_organisation(SYSTEM, NewOrganisation(code="new", name="New"), now=NOON)

    assert (new.k, new.k_employees, new.k_comments) == (5, 8, 8)


def test_a_code_stands_for_one_organisation() -> None:
    with pytest.raises(CodeTakenError):
        people.add_organisation(SYSTEM, NewOrganisation(code="other", name="Other"), now=NOON)


def test_an_owner_makes_no_organisations() -> None:
    with pytest.raises(ForbiddenError):
        people.add_organisation(OWNER, NewOrganisation(code="new", name="New"), now=NOON)


def test_a_person_is_added_without_a_password() -> None:
    person = people.add_person(OWNER, "noordwal", NEW, now=NOON)

    assert (person.organisation_id, person.role, person.password) == (1, Role.ANALYST, None)
    assert person.email == "piet@noordwal.example"


def test_an_address_logs_in_to_one_account_in_whatever_case() -> None:
    shouted = NewPerson(email="MIRJAM@noordwal.example", role=Role.VIEWER)

    with pytest.raises(CodeTakenError):
        people.add_person(SYSTEM, "other", shouted, now=NOON)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(BadValueError):
        people.add_person(OWNER, "noordwal", NewPerson(email="a@", role=Role.OWNER), now=NOON)


def test_people_are_added_to_the_own_organisation_only() -> None:
    with pytest.raises(NotFoundError):
        people.add_person(OWNER, "other", NEW, now=NOON)
    with pytest.raises(NotFoundError):
        people.add_person(OWNER, "missing", NEW, now=NOON)


def test_a_viewer_adds_nobody_and_sees_nobody() -> None:
    with pytest.raises(ForbiddenError):
        people.add_person(VIEWER, "noordwal", NEW, now=NOON)
    with pytest.raises(ForbiddenError):
        people.list_people(VIEWER)


def test_an_owner_sees_the_own_people_and_the_system_all() -> None:
    people.add_person(SYSTEM, "other", NEW, now=NOON)

    assert [person.email for person in people.list_people(OWNER)] == ["mirjam@noordwal.example"]
    assert len(people.list_people(SYSTEM)) == 2


def test_address_in_any_case_and_password_find_the_person() -> None:
    person = people.authenticate(" Mirjam@Noordwal.example ", PASSWORD)

    assert person is not None
    assert person.id == 1


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("mirjam@noordwal.example", "wrong"),
        ("mirjam@noordwal.example", ""),
        ("mirjam@noordwal.example", "x" * 100_000),
        ("nobody@noordwal.example", PASSWORD),
        ("", ""),
    ],
)
def test_anything_else_finds_nobody(email: str, password: str) -> None:
    assert people.authenticate(email, password) is None


def test_who_has_no_password_or_is_blocked_cannot_log_in(save: Callable[..., None]) -> None:
    save(
        make.user(email="new@noordwal.example", password=None),
        make.user(email="left@noordwal.example", active=False),
    )

    assert people.authenticate("new@noordwal.example", PASSWORD) is None
    assert people.authenticate("left@noordwal.example", PASSWORD) is None


def test_logging_in_leaves_other_sessions_and_logging_out_ends_them_all() -> None:
    people.authenticate("mirjam@noordwal.example", PASSWORD)
    after_login = _mirjam().fs_uniquifier
    people.end_sessions(after_login)

    assert after_login == "key"
    assert _mirjam().fs_uniquifier != "key"


def test_a_password_that_was_set_logs_in() -> None:
    people.set_password("key", "a new and longer one")

    assert people.authenticate("mirjam@noordwal.example", "a new and longer one") is not None
    assert people.authenticate("mirjam@noordwal.example", PASSWORD) is None


def test_a_link_sets_a_password_once() -> None:
    people.set_password("key", "a new and longer one")

    with pytest.raises(LinkUsedError):
        people.set_password("key", "a newer and longer one")


@pytest.mark.parametrize("password", ["elevenchars", "x" * 201])
def test_a_password_has_12_to_200_characters(password: str) -> None:
    with pytest.raises(BadValueError):
        people.set_password("key", password)


def test_a_password_is_the_same_from_every_keyboard() -> None:
    people.set_password("key", "cafe\u0301 met taart")

    assert people.authenticate("mirjam@noordwal.example", "caf\u00e9 met taart") is not None


@pytest.mark.parametrize("email", ["mirjam@noordwal.example\0", "\0", "\u202e", "'; --"])
def test_an_address_that_cannot_be_finds_nobody_on_either_database(
    app_on_postgresql: Flask, email: str
) -> None:
    assert people.authenticate(email, PASSWORD) is None
    with app_on_postgresql.app_context():
        assert people.authenticate(email, PASSWORD) is None
