"""Refusals and faults, to statuses and calm pages: once, for all doors."""

from flask import Flask, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.errors import (
    BadValueError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RefusedError,
    UnavailableError,
)

RETRY_SECONDS = 5

STATUS: dict[type[RefusedError], int] = {
    NotFoundError: 404,
    ForbiddenError: 403,
    ConflictError: 409,
    BadValueError: 400,
    UnavailableError: 503,
    RefusedError: 409,
}

TEXTS = {
    400: (
        _l("That did not arrive well"),
        _l("Something in what was sent is not as it should be. Go back and try again."),
    ),
    404: (
        _l("This page is not here"),
        _l("It does not exist, or it is not yours to see. Check the address, or start again."),
    ),
    409: (
        _l("That can no longer be done"),
        _l(
            "Something changed in the meantime. Go back, look at how things are now, and try again."
        ),
    ),
    413: (
        _l("That is too much at once"),
        _l("What was sent is larger than we take. Go back and shorten it."),
    ),
    429: (
        _l("Too many attempts"),
        _l("Wait a few minutes and try again."),
    ),
    503: (
        _l("We cannot save just now"),
        _l("What you typed is still in your browser. Wait a moment, go back and send it again."),
    ),
    500: (
        _l("Something went wrong here"),
        _l("This is our fault, not yours, and it has been noted. Try again in a moment."),
    ),
}
SAME_PAGE = {401: 404, 403: 404, 405: 404, 410: 404}
"""A page that may not be seen reads like one that is not there."""


def init_app(app: Flask) -> None:
    """Turn refusals, HTTP errors and faults into pages."""
    app.register_error_handler(RefusedError, refused)
    app.register_error_handler(CSRFError, _http)
    app.register_error_handler(HTTPException, _http)


def refused(error: RefusedError) -> Response:
    """Reply to a refusal."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    page = _page(status)
    if status == 503:
        page.headers["Retry-After"] = str(RETRY_SECONDS)
    return page


def _http(error: HTTPException) -> Response:
    response = error.get_response()
    if response.status_code < 400:  # a redirect to the right form of an address
        return response
    page = _page(response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            page.headers[name] = response.headers[name]
    return page


def _page(status: int) -> Response:
    known = SAME_PAGE.get(status, status)
    title, text = TEXTS.get(known) or TEXTS[500 if status >= 500 else 400]
    start = None if request.blueprint == "respond" else url_for("accounts.home")
    body = render_template("error.html", title=title, text=text, start=start)
    return Response(body, status, content_type="text/html; charset=utf-8")
