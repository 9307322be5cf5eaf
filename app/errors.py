"""Refusals: what a service raises when it will not do what was asked.

Each has a `code`; `app.web.errors` turns codes into statuses and pages, and `app.problem_texts`
into sentences in the reader's language.
"""

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


class ConflictError(RefusedError):
    """The thing is no longer in the state that the act needs."""

    code = "conflict"


class CodeTakenError(ConflictError):
    """The organisation already has a thing with this code."""

    code = "code.taken"


class DefinitionClashError(ConflictError):
    """The organisation knows a dimension or touchpoint by this code, but defined otherwise."""

    code = "definition.clash"


class WaveNotOpenError(ConflictError):
    """The wave has not opened yet."""

    code = "wave.not_open"


class WaveClosedError(ConflictError):
    """The wave has been closed and cannot be opened again."""

    code = "wave.closed"


class AlreadyCompleteError(ConflictError):
    """The response has been completed and can no longer be altered."""

    code = "response.complete"


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
