"""Who may do what: the only place that decides."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session, scoped_session

from app.database import writes
from app.errors import ForbiddenError, NotFoundError
from app.models.accounts import Role
from app.models.organisations import Organisation


class Right(StrEnum):
    """What can be done in an organisation."""

    READ = "read"  # see questionnaires, waves and released figures
    DESIGN = "design"  # make and publish questionnaires
    FIELD = "field"  # open, release and close waves; name segments
    AIM = "aim"  # set the mission and wish profiles
    ANALYSE = "analyse"  # free filters, raw exports
    ADMINISTER = "administer"  # people, the organisation itself
    OPERATE = "operate"  # the installation: organisations come and go


ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right) - {Right.OPERATE},
    Role.DESIGNER: frozenset({Right.READ, Right.DESIGN, Right.FIELD}),
    Role.MANAGER: frozenset({Right.READ, Right.AIM}),
    Role.ANALYST: frozenset({Right.READ, Right.ANALYSE}),
    Role.VIEWER: frozenset({Right.READ}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person of an organisation, in a role."""

    user_id: int
    organisation_id: int
    role: Role

    def may(self, right: Right) -> bool:
        """Whether the actor has the right."""
        return self == SYSTEM or right in ROLE_RIGHTS[self.role]


SYSTEM = Actor(user_id=0, organisation_id=0, role=Role.OWNER)
"""Whoever operates the installation at its command line; of no organisation, and in all."""


class Owned(Protocol):
    """A row that is an organisation's."""

    @property
    def organisation_id(self) -> int:
        """Whose the row is."""


LARGEST_ID = 2**31 - 1
"""Beyond it databases would fail rather than find nothing."""

Row = TypeVar("Row", bound=Owned)


def require(actor: Actor, right: Right) -> None:
    """Go on only if the actor has the right.

    Raises:
        ForbiddenError: the actor has not.
    """
    if not actor.may(right):
        raise ForbiddenError


def load(
    session: Session | scoped_session[Any],
    model: type[Row],
    row_id: int,
    actor: Actor,
    right: Right,
) -> Row:
    """Return a row that the actor may use by this right; in a `transaction()`, locked for writers.

    The right is looked at first, so a refusal never tells whether the row exists.

    Raises:
        ForbiddenError: the actor has not the right, whatever the row.
        NotFoundError: no such row, or another organisation's: the same to the caller.
    """
    require(actor, right)
    if not 0 < row_id <= LARGEST_ID:
        raise NotFoundError
    lock = {"of": model, "key_share": True} if writes(session) else None
    row = session.get(model, row_id, with_for_update=lock)
    if row is None or (actor != SYSTEM and row.organisation_id != actor.organisation_id):
        raise NotFoundError
    return row


def hold_organisation(session: Session, actor: Actor) -> Organisation:
    """Return the actor's organisation, held until the transaction ends: its writers take turns.

    For what must be unique or in order within an organisation: codes, names, profiles.
    """
    return session.get_one(Organisation, actor.organisation_id, with_for_update=True)
