import hashlib
import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from app.database import db
from app.errors import ForbiddenError, NotFoundError, NothingToPublishError
from app.models.accounts import Role
from app.models.questionnaires import Version
from app.services import author, publish
from app.services.access import Actor
from surveys.formats import definition_json, definition_yaml
from surveys.questionnaire.versions import ChangeKind
from tests.app.services.field_case import CUSTOMERS, actor_of, drafts
from tests.make import NOON


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def upload(actor: Actor) -> int:
    return author.upload_questionnaire(actor, CUSTOMERS.encode(), now=NOON).id


def versions() -> list[Version]:
    return list(db.session.scalars(db.select(Version).order_by(Version.number)))


@pytest.mark.usefixtures("inside")
def test_a_version_is_the_draft_in_canonical_form_with_its_hash() -> None:
    actor = actor_of()

    version = publish.publish(actor, upload(actor), now=NOON)

    assert version.number == 1
    assert version.read() == definition_yaml.read(CUSTOMERS)
    assert version.definition == definition_json.canonical(definition_yaml.read(CUSTOMERS))
    assert version.definition_hash == hashlib.sha256(version.definition.encode()).hexdigest()


@pytest.mark.usefixtures("inside")
def test_publishing_again_changes_nothing() -> None:
    actor = actor_of()
    added = upload(actor)

    first = publish.publish(actor, added, now=NOON)
    again = publish.publish(actor, added, now=NOON)

    assert again.id == first.id
    assert len(versions()) == 1


@pytest.mark.usefixtures("inside")
def test_a_draft_that_says_the_same_in_another_way_makes_no_version() -> None:
    actor = actor_of()
    added = upload(actor)
    publish.publish(actor, added, now=NOON)
    retyped = "# a remark\n" + CUSTOMERS.replace("languages: [nl, en]", "languages:\n- nl\n- en")
    author.replace_draft(actor, added, retyped.encode(), now=NOON)

    publish.publish(actor, added, now=NOON)

    assert len(versions()) == 1
    assert drafts()[0].draft is None


@pytest.mark.usefixtures("inside")
def test_a_changed_draft_is_the_next_version_and_the_earlier_one_stays() -> None:
    actor = actor_of()
    added = upload(actor)
    before = publish.publish(actor, added, now=NOON).definition_hash
    author.replace_draft(actor, added, CUSTOMERS.replace("goed", "snel").encode(), now=NOON)

    assert publish.publish(actor, added, now=NOON).number == 2
    assert versions()[0].definition_hash == before


@pytest.mark.usefixtures("inside")
def test_what_publishing_changes_is_said_before() -> None:
    actor = actor_of()
    added = upload(actor)
    assert publish.preview_publication(actor, added).previous is None
    publish.publish(actor, added, now=NOON)
    author.replace_draft(actor, added, CUSTOMERS.replace("goed", "snel").encode(), now=NOON)

    publication = publish.preview_publication(actor, added)

    assert publication.number == 2
    (change,) = publication.changes
    assert (change.kind, change.code) == (ChangeKind.REWORDED, "service_1")
    assert len(versions()) == 1


@pytest.mark.usefixtures("inside")
def test_without_a_draft_there_is_nothing_to_preview() -> None:
    actor = actor_of()
    added = upload(actor)
    publish.publish(actor, added, now=NOON)

    with pytest.raises(NothingToPublishError):
        publish.preview_publication(actor, added)


@pytest.mark.usefixtures("inside")
def test_publishing_asks_for_the_right_and_stays_within_the_organisation() -> None:
    designer = actor_of()
    added = upload(designer)

    with pytest.raises(ForbiddenError):
        publish.publish(
            Actor(designer.user_id, designer.organisation_id, Role.MANAGER), added, now=NOON
        )
    with pytest.raises(NotFoundError):
        publish.publish(actor_of(), added, now=NOON)
    assert versions() == []


def test_two_who_publish_at_once_make_one_version(each_app: Flask) -> None:
    with each_app.app_context():
        actor = actor_of()
        added = upload(actor)
    numbers = []

    def run() -> None:
        with each_app.app_context():
            numbers.append(publish.publish(actor, added, now=NOON).number)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert numbers == [1, 1, 1, 1]
