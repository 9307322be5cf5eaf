"""What is sent arrives whole or not at all."""

from flask import Flask, request
from werkzeug.exceptions import BadRequest, LengthRequired


def init_app(app: Flask) -> None:
    """Refuse what was cut off on its way, before anything is read from it."""
    app.before_request(_require_whole)


def _require_whole() -> None:
    """Hold what came to the length that was told; servers hand over what breaks off as it is.

    A form of which the end is missing would read as one in which the rest was left empty, and
    take the place of answers that were saved.

    Raises:
        BadRequest: less came than was told.
        LengthRequired: no length was told, so nobody can know; browsers tell it with every form.
    """
    sent = len(request.get_data())
    if sent and request.content_length is None:
        raise LengthRequired
    if sent != (request.content_length or 0):
        raise BadRequest
