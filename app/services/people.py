"""Organisations and the people who log in to them."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import email_validator
from flask_security.utils import hash_password, verify_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import db, transaction
from app.errors import BadValueError, CodeTakenError, LinkUsedError, NotFoundError
from app.models.accounts import Role, User
from app.models.organisations import Organisation
from app.services import access
from app.services.access import SYSTEM, Actor, Right

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200  # hashing is made to be slow; nobody shall make it slower still


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """What an organisation starts with."""

    code: str
    name: str
    accent: str = "#1f4e79"
    language: str = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What an account starts with; without a password one has to be set by a link first."""

    email: str
    role: Role
    name: str = ""
    password: str | None = None


def add_organisation(actor: Actor, new: NewOrganisation, *, now: datetime) -> Organisation:
    """Make room for an organisation.

    Raises:
        ForbiddenError: the actor does not operate the installation.
        CodeTakenError: there is one with this code.
    """
    access.require(actor, Right.OPERATE)
    with transaction() as session:
        if session.scalar(select(Organisation.id).where(Organisation.code == new.code)):
            raise CodeTakenError
        organisation = Organisation(
            code=new.code,
            name=new.name,
            accent=new.accent,
            language=new.language,
            created_at=now,
        )
        session.add(organisation)
    return organisation


def add_person(actor: Actor, organisation_code: str, new: NewPerson, *, now: datetime) -> User:
    """Give a person an account.

    Raises:
        ForbiddenError: the actor may not administer people.
        NotFoundError: no such organisation, or not the actor's.
        BadValueError: no usable e-mail address, or a password outside its length.
        CodeTakenError: somebody logs in with this address already.
    """
    access.require(actor, Right.ADMINISTER)
    email = _checked_email(new.email)
    hashed = None if new.password is None else hash_password(_checked_password(new.password))
    with transaction() as session:
        organisation = _organisation(session, actor, organisation_code)
        if session.scalar(select(User.id).where(User.email == email)):
            raise CodeTakenError
        person = User(
            organisation=organisation,
            email=email,
            name=new.name,
            role=new.role,
            password=hashed,
            fs_uniquifier=_new_key(),
            created_at=now,
        )
        session.add(person)
    return person


def list_people(actor: Actor) -> list[User]:
    """Return who has an account in the actor's organisation, by organisation and address.

    Raises:
        ForbiddenError: the actor may not administer people.
    """
    access.require(actor, Right.ADMINISTER)
    people = select(User).join(User.organisation).order_by(Organisation.code, User.email)
    if actor != SYSTEM:
        people = people.where(User.organisation_id == actor.organisation_id)
    return list(db.session.scalars(people))


def authenticate(email: str, password: str) -> User | None:
    """Return whose address and password these are; None if nobody's.

    An unknown address takes as long as a wrong password. Sessions elsewhere go on: people work on
    a desk and a phone.
    """
    person = _by_address(email.strip().lower())
    if person is None or person.password is None or len(password) > LONGEST_PASSWORD:
        hash_password("as long as verifying takes")
        return None
    if not verify_password(_normal(password), person.password) or not person.active:
        return None
    return person


def end_sessions(session_key: str) -> None:
    """Log out: no cookie that holds this session key leads anywhere from now on."""
    _renew(session_key)


def set_password(session_key: str, password: str) -> None:
    """Set the password of the person whose session key the link held; a link works once.

    Raises:
        BadValueError: the password is too short or too long.
        LinkUsedError: the key has been renewed since the link was made.
    """
    hashed = hash_password(_checked_password(password))
    if _renew(session_key, password=hashed) is None:
        raise LinkUsedError


def _checked_password(password: str) -> str:
    """Return a password in the form in which it is hashed, if its length will do."""
    normal = _normal(password)
    if not SHORTEST_PASSWORD <= len(normal) <= LONGEST_PASSWORD:
        raise BadValueError(field="password", expected=f"{SHORTEST_PASSWORD}-{LONGEST_PASSWORD}")
    return normal


def _by_address(email: str) -> User | None:
    if not email.isprintable():  # PostgreSQL fails on NUL rather than find nobody
        return None
    return db.session.scalar(select(User).where(User.email == email))


def _normal(password: str) -> str:
    """Make one password of the forms in which keyboards send the same letters."""
    return unicodedata.normalize("NFKC", password)


def _renew(session_key: str, **changes: str) -> User | None:
    """Give the person with this session key a new one, together with other changes."""
    with transaction() as session:
        person = session.scalar(
            select(User).where(User.fs_uniquifier == session_key).with_for_update()
        )
        if person is None or not person.active:
            return None
        person.fs_uniquifier = _new_key()
        for name, value in changes.items():
            setattr(person, name, value)
    return person


def _new_key() -> str:
    return secrets.token_hex(32)


def _checked_email(email: str) -> str:
    try:
        address = email_validator.validate_email(email, check_deliverability=False)
    except email_validator.EmailNotValidError as error:
        raise BadValueError(field="email", value=email) from error
    return address.normalized.lower()


def _organisation(session: Session, actor: Actor, code: str) -> Organisation:
    organisation = session.scalar(select(Organisation).where(Organisation.code == code))
    if organisation is None or (actor != SYSTEM and organisation.id != actor.organisation_id):
        raise NotFoundError
    return organisation
