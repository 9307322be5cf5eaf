"""Pages as people of the demo see them."""

from app.database import db
from app.models.accounts import Role, User
from tests import visit
from tests.demo import WHOLESALER, Demo


def page_of(demo: Demo, path: str, language: str = "en", organisation: str = WHOLESALER) -> str:
    """Return a page as a viewer of an organisation of the demo sees it."""
    client = demo.app.test_client()
    login = demo.login(Role.VIEWER, organisation)
    with demo.app.app_context():
        visit.be(client, db.session.scalars(db.select(User).filter_by(email=login.email)).one())
    with client.session_transaction() as kept:
        kept["language"] = language
    reply = client.get(path)
    assert reply.status_code == 200
    return reply.text
