"""Who asks, where the demo is there."""

from sqlalchemy import select

from app.database import db
from app.models.accounts import Role, User
from app.models.organisations import Organisation
from app.services.access import Actor


def person_of(organisation: str, role: Role) -> Actor:
    """Return the person of an organisation of the demo, by its code, who has a role."""
    user = db.session.scalars(
        select(User)
        .join(User.organisation)
        .where(Organisation.code == organisation, User.role == role)
    ).one()
    return Actor(user_id=user.id, organisation_id=user.organisation_id, role=user.role)
