"""Questionnaires under work: taken from the library, uploaded, replaced, listed, thrown away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.database import db, transaction
from app.errors import BadValueError, CodeTakenError, NotFoundError, PublishedError
from app.models.audiences import Audience
from app.models.questionnaires import Questionnaire, Version
from app.models.waves import Fielding, Wave
from app.services import access, yardstick
from app.services.access import Actor, Right
from surveys import library
from surveys.errors import Problem, QuestionnaireError
from surveys.formats import definition_yaml
from surveys.questionnaire.model import Questionnaire as Definition


class QuestionnaireState(StrEnum):
    """How far a questionnaire has come."""

    FAULTS = "faults"
    DRAFT = "draft"
    READY = "ready"
    FIELDED = "fielded"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Dossier:
    """A questionnaire with what there is to know about it.

    `definition` is that of the draft, else of the newest version; None when the draft cannot be
    read, for the reasons in `problems`. `waves` are those that field it, newest first.
    """

    questionnaire: Questionnaire
    definition: Definition | None
    problems: tuple[Problem, ...]
    state: QuestionnaireState
    versions: tuple[Version, ...]
    waves: tuple[Wave, ...]


def list_ready_made(actor: Actor) -> dict[str, Definition]:
    """Return the ready-made questionnaires that the library has, by name.

    Raises:
        ForbiddenError: the actor may not design.
    """
    access.require(actor, Right.DESIGN)
    return {name: library.load(name) for name in library.names()}


def list_questionnaires(actor: Actor, *, now: datetime) -> list[Dossier]:
    """Return the organisation's questionnaires, the one changed last first.

    Raises:
        ForbiddenError: the actor may not design.
    """
    access.require(actor, Right.DESIGN)
    rows = db.session.scalars(
        select(Questionnaire)
        .where(Questionnaire.organisation_id == actor.organisation_id)
        .options(selectinload(Questionnaire.versions))
        .order_by(Questionnaire.changed_at.desc(), Questionnaire.id.desc())
    )
    found = list(rows)
    waves = _waves(row.id for row in found)
    return [_dossier(row, waves[row.id], now) for row in found]


def show_questionnaire(actor: Actor, questionnaire_id: int, *, now: datetime) -> Dossier:
    """Return one questionnaire with what there is to know about it.

    Raises:
        ForbiddenError: the actor may not design.
        NotFoundError: no such questionnaire, or not the actor's.
    """
    row = access.load(db.session, Questionnaire, questionnaire_id, actor, Right.DESIGN)
    return _dossier(row, _waves([row.id])[row.id], now)


def show_definition(actor: Actor, questionnaire_id: int, number: int | None = None) -> Definition:
    """Return what a questionnaire asks: of version `number`, else of the draft or newest version.

    Raises:
        ForbiddenError: the actor may not design.
        NotFoundError: no such questionnaire or version, or not the actor's.
        QuestionnaireError: the draft cannot be read.
    """
    row = access.load(db.session, Questionnaire, questionnaire_id, actor, Right.DESIGN)
    draft = row.read_draft() if number is None else None
    if draft is not None:
        return draft
    for version in reversed(row.versions):
        if number in {None, version.number}:
            return version.read()
    raise NotFoundError


def show_file(actor: Actor, questionnaire_id: int, number: int | None = None) -> str:
    """Return the YAML of a version, else of the draft as it was given, or the newest version.

    Raises:
        ForbiddenError: the actor may not design.
        NotFoundError: no such questionnaire or version, or not the actor's.
    """
    row = access.load(db.session, Questionnaire, questionnaire_id, actor, Right.DESIGN)
    if number is None and row.draft is not None:
        return row.draft
    return definition_yaml.write(show_definition(actor, questionnaire_id, number))


def take_questionnaire(actor: Actor, name: str, *, now: datetime) -> Questionnaire:
    """Take a ready-made questionnaire into the organisation, as a draft.

    Raises:
        ForbiddenError: the actor may not design.
        NotFoundError: the library has none of that name.
        CodeTakenError: the organisation has it already.
        DefinitionClashError: it measures by another yardstick.
    """
    access.require(actor, Right.DESIGN)
    try:
        text = library.text(name)
    except KeyError as error:
        raise NotFoundError from error
    return _add(actor, text.encode(), now)


def upload_questionnaire(actor: Actor, file: bytes, *, now: datetime) -> Questionnaire:
    """Take a questionnaire file (YAML) into the organisation, as a draft.

    Raises:
        ForbiddenError: the actor may not design.
        QuestionnaireError: the file has faults; it lists all of them.
        CodeTakenError: the organisation has a questionnaire with this code.
        DefinitionClashError: it measures by another yardstick.
    """
    access.require(actor, Right.DESIGN)
    return _add(actor, file, now)


def replace_draft(
    actor: Actor, questionnaire_id: int, file: bytes, *, now: datetime
) -> Questionnaire:
    """Put a questionnaire file (YAML) in the place of the draft; versions stay as they are.

    Raises:
        ForbiddenError: the actor may not design.
        NotFoundError: no such questionnaire, or not the actor's.
        BadValueError: it is of another code or audience than what it replaces.
        QuestionnaireError: the file has faults; it lists all of them.
        DefinitionClashError: it measures by another yardstick.
    """
    access.require(actor, Right.DESIGN)
    definition = definition_yaml.read(file)
    with _authoring(actor) as session:
        row = access.load(session, Questionnaire, questionnaire_id, actor, Right.DESIGN)
        for field in ("code", "audience"):
            if getattr(definition, field) != getattr(row, field):
                raise BadValueError(field, getattr(definition, field), getattr(row, field))
        yardstick.declare(actor, session, definition)
        row.draft = _text(file)
        row.changed_at = now
        return row


def delete_questionnaire(actor: Actor, questionnaire_id: int) -> None:
    """Throw away a questionnaire that was never published.

    Raises:
        ForbiddenError: the actor may not design.
        NotFoundError: no such questionnaire, or not the actor's.
        PublishedError: it has been published.
    """
    with transaction() as session:
        row = access.load(session, Questionnaire, questionnaire_id, actor, Right.DESIGN)
        if row.versions:
            raise PublishedError
        session.delete(row)


def _text(file: bytes) -> str:
    """Return the text of a file that was read, comments included, without a byte order mark."""
    return file.decode("utf-8-sig")


@contextmanager
def _authoring(actor: Actor) -> Iterator[Session]:
    """Open a transaction in which nobody else adds to the organisation's codes and yardstick."""
    with transaction() as session:
        access.hold_organisation(session, actor)
        yield session


def _add(actor: Actor, file: bytes, now: datetime) -> Questionnaire:
    definition = definition_yaml.read(file)
    with _authoring(actor) as session:
        taken = select(Questionnaire.id).where(
            Questionnaire.organisation_id == actor.organisation_id,
            Questionnaire.code == definition.code,
        )
        if session.scalar(taken) is not None:
            raise CodeTakenError
        yardstick.declare(actor, session, definition)
        row = Questionnaire(
            organisation_id=actor.organisation_id,
            code=definition.code,
            audience=Audience(definition.audience),
            draft=_text(file),
            created_at=now,
            changed_at=now,
        )
        session.add(row)
    return row


def _waves(questionnaire_ids: Iterable[int]) -> defaultdict[int, list[Wave]]:
    """Return the waves that field each questionnaire, newest first."""
    pairs = db.session.execute(
        select(Version.questionnaire_id, Wave)
        .join(Fielding, Fielding.version_id == Version.id)
        .join(Wave, Wave.id == Fielding.wave_id)
        .where(Version.questionnaire_id.in_(list(questionnaire_ids)))
        .order_by(Wave.opens_at.desc(), Wave.id.desc())
    )
    found: defaultdict[int, list[Wave]] = defaultdict(list)
    for questionnaire_id, wave in pairs:
        found[questionnaire_id].append(wave)
    return found


def _dossier(row: Questionnaire, waves: list[Wave], now: datetime) -> Dossier:
    definition: Definition | None = None
    problems: tuple[Problem, ...] = ()
    try:
        definition = row.read_draft() or row.versions[-1].read()
    except QuestionnaireError as error:
        problems = error.problems
    state = _state(row, problems, waves, now)
    return Dossier(row, definition, problems, state, tuple(row.versions), tuple(waves))


def _state(
    row: Questionnaire, problems: tuple[Problem, ...], waves: list[Wave], now: datetime
) -> QuestionnaireState:
    if problems:
        return QuestionnaireState.FAULTS
    if any(wave.is_open(now) for wave in waves):
        return QuestionnaireState.FIELDED
    if row.draft is not None:
        return QuestionnaireState.DRAFT
    return QuestionnaireState.CLOSED if waves else QuestionnaireState.READY
