"""Refusals: what a service raises when it will not do what was asked.

Each has a `code`; `app.web.errors` turns codes into statuses and pages, and `app.problem_texts`
into sentences in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class RefusedError(Exception):
    """A service will not do what was asked."""

    code: ClassVar[str] = "refused"


class NotFoundError(RefusedError):
    """There is no such thing, or it is another organisation's: both look the same."""

    code = "not_found"


class ForbiddenError(RefusedError):
    """The actor's role does not carry the right, whatever the thing asked for."""

    code = "forbidden"


class UnavailableError(RefusedError):
    """The database cannot serve now; the same act may be tried again in a moment."""

    code = "unavailable"


class ConflictError(RefusedError):
    """The thing is no longer in the state that the act needs."""

    code = "conflict"


class CodeTakenError(ConflictError):
    """The organisation already has a thing with this code."""

    code = "code.taken"


@dataclass(frozen=True, slots=True)
class Clash:
    """One way in which a file and the organisation's yardstick differ on the same code.

    Args:
        kind: `dimension` or `touchpoint`.
        code: the code that both use.
        part: what differs: `name`, `direction`, `kind` or `steerability`.
        known: what the organisation has.
        found: what the file says.
    """

    kind: str
    code: str
    part: str
    known: str
    found: str


class DefinitionClashError(ConflictError):
    """The organisation knows a dimension or touchpoint by this code, but defined otherwise."""

    code = "definition.clash"

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(", ".join(f"{clash.kind} {clash.code}" for clash in clashes))
        self.clashes = tuple(clashes)


class PublishedError(ConflictError):
    """The questionnaire has been published, so it stays: answers rest on it."""

    code = "questionnaire.published"


class NothingToPublishError(ConflictError):
    """The questionnaire has no draft and no version."""

    code = "questionnaire.nothing_to_publish"


class NothingToReleaseError(ConflictError):
    """In no group have enough answers come in since the last release."""

    code = "release.nothing"


class WaveNotOpenError(ConflictError):
    """The wave has not opened yet."""

    code = "wave.not_open"


class WaveClosedError(ConflictError):
    """The wave has been closed and cannot be opened again."""

    code = "wave.closed"


class AlreadyCompleteError(ConflictError):
    """The response has been completed and can no longer be altered."""

    code = "response.complete"


class ProfileChangedError(ConflictError):
    """Somebody else has changed the profile since the actor looked at it."""

    code = "profile.changed"


class LinkUsedError(ConflictError):
    """The link has served its one purpose."""

    code = "link.used"


class BadValueError(RefusedError):
    """A value is outside what its field takes.

    Args:
        field: the name of the field.
        value: what was given.
        expected: what it takes, as plain text.
    """

    code = "value.bad"

    def __init__(self, field: str, value: str = "", expected: str = "") -> None:
        super().__init__(field)
        self.field = field
        self.value = value
        self.expected = expected


class DemoKeysLostError(ConflictError):
    """The demo is in the database, but its log-ins are not in the data folder."""

    code = "demo.keys_lost"
