"""The pages with items: shown, and saved before the next is shown."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from flask import Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.errors import BadValueError
from app.respond import refusals, replies
from app.services import take
from app.services.take import Move, Saved, Sent
from app.services.taking import Standing, Taking
from app.web.answer_forms import AnswerForm, form_of, name_of, typed_answers
from app.web.answer_pages import Filled, Frame, Shown, draw_page, progress_of
from app.web.answer_texts import missing_text, problem_text
from surveys.questionnaire.model import Page

MOVES = {"next": Move.NEXT, "skip": Move.SKIP, "back": Move.BACK}
"""Where a button leads; every other one stays on the page."""

BUTTONS = frozenset({"go", "language", "rank"})
"""A page that was filled in and sent names the button that did so."""

CHROME = BUTTONS | {"shown"}
"""What a form holds beside answers."""

NAMED = 20
"""At most so many fields that were passed over are named in the reply."""


class Reader:
    """Reads the form that was sent, once it is known which page of which version it is."""

    form: AnswerForm
    ignored: Sequence[str] = ()

    def __call__(self, taking: Taking, page: Page) -> Mapping[str, object]:
        """Return what was filled in: a value per item that was shown, None where left empty."""
        questionnaire = taking.invitation.questionnaire
        wished = request.args.get("lang")
        language = wished if wished in questionnaire.languages else taking.language
        sent = _sent_fields()
        self.form = form_of(taking.invitation.published, page.code, language)(sent)
        self.form.rank(sent.get("rank", ""))
        self.ignored = [name for name in sent if not self._is_known(name)]
        shown = sent.get("shown")
        return self.form.values(None if shown is None else frozenset(shown.split()))

    def _is_known(self, name: str) -> bool:
        return name in CHROME or name.partition(".")[0] in self.form


def _sent_fields() -> MultiDict[str, str]:
    """Return the fields that were sent, where bytes that are no text show as such.

    The framework would leave those as `%ED`, as if that had been typed.
    """
    body = request.get_data()
    try:
        unquote_to_bytes(body).decode()
    except UnicodeDecodeError:
        if request.mimetype == "application/x-www-form-urlencoded":
            fields = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
            return MultiDict(fields)
    return request.form


def show_page(token: str, secret: str, code: str) -> AnyResponse:
    """Show a page with the answers so far; one that is not on the path leads to where one was."""
    taking = take.look(token, secret, now=clock.now())
    if taking.is_complete:
        return redirect(url_for("respond.show_thanks", token=token, secret=secret), 303)
    if taking.invitation.standing is not Standing.OPEN:
        return refusals.shut(taking.invitation)
    place = taking.place_of(code)
    if place is None:
        return redirect(url_for("respond.show_resume", token=token, secret=secret), 303)
    items = taking.steps[place].items
    frame = replies.frame_of(taking.invitation, taking.language)
    typed = typed_answers(items, taking.answers, frame.language)
    return Response(_drawn(frame, taking, place, Filled(typed, is_saved=taking.is_saved)))


def save_page(token: str, secret: str, code: str) -> AnyResponse:
    """Save a page, then lead to the next, or back, or tell what stands in the way."""
    if not BUTTONS & request.form.keys():  # else it would empty the page
        raise BadValueError(field="go")
    reader = Reader()
    move = MOVES.get(request.form.get("go", ""), Move.STAY)
    language = request.form.get("language") or request.args.get("lang")
    sent = Sent(code, reader, move, language)
    saved = take.save_page(token, secret, sent, now=clock.now())
    reply = _reply(saved, reader, secret, code)
    names = [*reader.ignored, *map(name_of, saved.passed_over)]
    if names:
        reply.headers["Ignored-Fields"] = ", ".join(quote(name[:80]) for name in names[:NAMED])
    return reply


def _reply(saved: Saved, reader: Reader, secret: str, code: str) -> AnyResponse:
    if request.form.get("go") == "save":
        return Response(status=HTTPStatus.NO_CONTENT)
    taking = saved.taking
    place = taking.place_of(code)
    if place is not None and (saved.problems or saved.missing):
        frame = replies.frame_in(taking.invitation, taking.language)
        filled = _remarks(saved, reader.form)
        return Response(_drawn(frame, taking, place, filled), HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(_way_on(saved, secret, code), 303)


def _way_on(saved: Saved, secret: str, code: str) -> str:
    """Return the address that comes after a page has been saved."""
    taking = saved.taking
    token = taking.invitation.token
    if taking.is_complete:
        return url_for("respond.show_thanks", token=token, secret=secret)
    if request.form.get("go") == "later":
        return url_for("respond.show_later", token=token, secret=secret)
    if taking.page is None:
        return url_for("respond.show_resume", token=token, secret=secret)
    new = saved.unseen if taking.page == code else ()
    item = request.form.get("rank", "").partition(":")[0] or next(iter(new), "")
    return url_for(
        "respond.show_page",
        token=token,
        secret=secret,
        code=taking.page,
        _anchor=name_of(item) if item else None,
    )


def _drawn(frame: Frame, taking: Taking, place: int, filled: Filled) -> str:
    step = taking.steps[place]
    items = tuple(item.code for item in step.items)
    shown = Shown(taking.invitation.published, step.page.code, items)
    return draw_page(frame, shown, progress_of(taking.steps, place), filled)


def _remarks(saved: Saved, form: AnswerForm) -> Filled:
    """Return what was typed, with what to do about it in the language of the respondent."""
    questionnaire = saved.taking.invitation.questionnaire
    items, scales = questionnaire.item_by_code, questionnaire.scale_by_code
    return Filled(
        typed=form.typed(),
        problems={code: problem_text(items[code], error) for code, error in saved.problems.items()},
        missing={code: missing_text(items[code], scales) for code in saved.missing},
        is_saved=True,
    )
