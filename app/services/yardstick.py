"""The yardstick of an organisation: the dimensions and touchpoints of all its questionnaires."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Clash, DefinitionClashError
from app.models.yardsticks import Dimension, Touchpoint
from app.services import access
from app.services.access import Actor, Right
from surveys.questionnaire.model import Questionnaire as Definition
from surveys.questionnaire.scales import Dimension as DeclaredDimension
from surveys.questionnaire.scales import Touchpoint as DeclaredTouchpoint

Row = TypeVar("Row", Dimension, Touchpoint)


def declare(actor: Actor, session: Session, definition: Definition) -> None:
    """Bring what a questionnaire file declares into the actor's organisation: add what is missing.

    A name in a language that the organisation has no name in is added; all else stays as it is.

    Raises:
        ForbiddenError: the actor may not design.
        DefinitionClashError: the organisation has one by the same code that is something else.
    """
    access.require(actor, Right.DESIGN)
    dimensions = _known(session, Dimension, actor.organisation_id)
    touchpoints = _known(session, Touchpoint, actor.organisation_id)
    clashes = [
        *_clashes("dimension", dimensions, definition.dimensions, ("direction",)),
        *_clashes("touchpoint", touchpoints, definition.touchpoints, ("kind", "steerability")),
    ]
    if clashes:
        raise DefinitionClashError(clashes)
    _add(session, Dimension, dimensions, definition.dimensions, actor.organisation_id)
    _add(session, Touchpoint, touchpoints, definition.touchpoints, actor.organisation_id)


def _known(session: Session, table: type[Row], organisation_id: int) -> dict[str, Row]:
    rows = session.scalars(select(table).where(table.organisation_id == organisation_id))
    return {row.code: row for row in rows}


def _clashes(
    kind: str,
    known: Mapping[str, Dimension] | Mapping[str, Touchpoint],
    declared: Sequence[DeclaredDimension | DeclaredTouchpoint],
    parts: tuple[str, ...],
) -> Iterator[Clash]:
    for found in declared:
        row = known.get(found.code)
        if row is None:
            continue
        for part in parts:
            if getattr(row, part) != getattr(found, part):
                yield Clash(kind, found.code, part, getattr(row, part), getattr(found, part))
        for language, name in found.name.items():
            if row.name.get(language, name) != name:
                yield Clash(kind, found.code, "name", row.name[language], name)


def _add(
    session: Session,
    table: type[Row],
    known: Mapping[str, Row],
    declared: Sequence[DeclaredDimension | DeclaredTouchpoint],
    organisation_id: int,
) -> None:
    position = session.scalar(
        select(func.max(table.position)).where(table.organisation_id == organisation_id)
    )
    for place, found in enumerate(declared, start=(position or 0) + 1):
        row = known.get(found.code)
        if row is None:
            values = found.model_dump() | {"organisation_id": organisation_id, "position": place}
            session.add(table(**values))
        elif found.name.keys() - row.name.keys():
            row.name = dict(found.name) | row.name
