"""Publishing: a draft is checked and frozen into a version that never changes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from app.database import db, transaction
from app.errors import NothingToPublishError
from app.models.questionnaires import Questionnaire, Version
from app.services import access
from app.services.access import Actor, Right
from surveys.formats import definition_json
from surveys.questionnaire.model import Questionnaire as Definition
from surveys.questionnaire.versions import Change, changes


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing the draft would do: the version to come, and what differs from the last."""

    questionnaire: Questionnaire
    definition: Definition
    number: int
    previous: Version | None
    changes: tuple[Change, ...]


def preview_publication(actor: Actor, questionnaire_id: int) -> Publication:
    """Say what publishing would do, without doing it.

    Raises:
        ForbiddenError: the actor may not design.
        NotFoundError: no such questionnaire, or not the actor's.
        NothingToPublishError: there is no draft.
        QuestionnaireError: the draft has faults; it lists all of them.
    """
    row = access.load(db.session, Questionnaire, questionnaire_id, actor, Right.DESIGN)
    draft = row.read_draft()
    if draft is None:
        raise NothingToPublishError
    previous = row.versions[-1] if row.versions else None
    different = changes(previous.read(), draft) if previous else ()
    return Publication(row, draft, _next_number(row), previous, different)


def publish(actor: Actor, questionnaire_id: int, *, now: datetime) -> Version:
    """Freeze the draft into the next version; an unchanged draft gives the version that is there.

    Afterwards there is no draft: the newest version is what the questionnaire is. So publishing
    twice, by two people or by a double click, publishes once.

    Raises:
        ForbiddenError: the actor may not design.
        NotFoundError: no such questionnaire, or not the actor's.
        NothingToPublishError: there is neither a draft nor a version.
        QuestionnaireError: the draft has faults; it lists all of them.
    """
    with transaction() as session:
        row = access.load(session, Questionnaire, questionnaire_id, actor, Right.DESIGN)
        newest = row.versions[-1] if row.versions else None
        draft = row.read_draft() or (newest.read() if newest else None)
        if draft is None:
            raise NothingToPublishError
        row.draft = None
        definition = definition_json.canonical(draft)
        if newest and newest.definition_hash == _hash(definition):
            return newest
        version = Version(
            organisation_id=row.organisation_id,
            questionnaire=row,
            number=_next_number(row),
            definition=definition,
            definition_hash=_hash(definition),
            published_at=now,
            published_by=actor.user_id,
        )
        row.changed_at = now
        session.add(version)
    return version


def _next_number(row: Questionnaire) -> int:
    return row.versions[-1].number + 1 if row.versions else 1


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
