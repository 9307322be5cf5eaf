"""The demo as tests find it: who logs in, by which links customers come in, what they answered."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import func, select

from app.database import db
from app.demo.keys import Keys, Login
from app.models.accounts import Role, User
from app.models.organisations import Organisation
from app.models.responses import Response, ResponseState
from app.models.segments import Segment
from app.models.waves import Wave
from app.web import links

WHOLESALER, PROVIDER = "Noordwal Techniek", "Provider 1"
FIRST, SECOND = "Eerste meting", "Tweede meting"
"""The waves of the wholesaler: one that is closed, one that is open."""

LOCAL = "Lokale installateurs"
"""The segment in which one answer too few waits in the open wave."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The application on a demo, and what opens it."""

    app: Flask
    keys: Keys

    def login(self, role: Role, organisation: str = WHOLESALER) -> Login:
        """Return who has a role."""
        return next(
            login
            for login in self.keys.logins
            if (login.organisation, login.role) == (organisation, role)
        )

    def link(self, segment: str = LOCAL) -> str:
        """Return the path by which customers of a segment come in."""
        return next(f"/r/{link.token}" for link in self.keys.links if link.segment == segment)

    def wave_id(self, title: str) -> int:
        """Return the id of the wave with a title."""
        return self._one(select(Wave.id).where(Wave.title == title))

    def segment_id(self, code: str) -> int:
        """Return the id of the segment with a code."""
        return self._one(select(Segment.id).where(Segment.code == code))

    def smallest_group(self) -> int:
        """Return k of the wholesaler."""
        return self._one(select(Organisation.k).where(Organisation.name == WHOLESALER))

    def complete(self) -> int:
        """Return how many responses are complete."""
        return self._one(
            select(func.count(Response.id)).where(Response.state == ResponseState.COMPLETE)
        )

    def response(self, receipt: str) -> Response:
        """Return the response that a receipt is of."""
        with self.app.app_context():
            return db.session.scalars(select(Response).filter_by(receipt=receipt)).one()

    def password_link(self, role: Role) -> str:
        """Return a link with which who has a role sets a password."""
        with self.app.test_request_context():
            email = self.login(role).email
            return links.password_link(
                db.session.scalars(select(User).filter_by(email=email)).one()
            )

    def _one(self, query: object) -> int:
        with self.app.app_context():
            return int(db.session.scalars(query).one())  # type: ignore[call-overload]  # any query


def path_of(address: str) -> str:
    """Return an address without the place where it is served."""
    return urlsplit(address).path
