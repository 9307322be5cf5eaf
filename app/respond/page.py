"""The pages with items: shown, and saved before the next is shown."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.respond import refusals, replies
from app.services import take
from app.services.take import Move, Saved, Sent
from app.services.taking import Standing, Taking
from app.web import languages
from app.web.answer_forms import AnswerForm, form_of, name_of, typed_answers
from app.web.answer_pages import Filled, draw_page, progress_of, view_of
from app.web.answer_texts import missing_text, problem_text
from surveys.questionnaire.model import Page

MOVES = {"next": Move.NEXT, "skip": Move.SKIP, "back": Move.BACK}
"""Where a button leads; every other one stays on the page."""


class Reader:
    """Reads the form that was sent, once it is known which page of which version it is."""

    form: AnswerForm

    def __call__(self, taking: Taking, page: Page) -> Mapping[str, object]:
        """Return what was filled in: a value per item that was shown, None where left empty."""
        questionnaire = taking.invitation.questionnaire
        wished = request.args.get("lang")
        language = wished if wished in questionnaire.languages else taking.language
        self.form = form_of(taking.invitation.published, page.code, language)(request.form)
        self.form.rank(request.form.get("rank", ""))
        shown = request.form.get("shown")
        return self.form.values(None if shown is None else frozenset(shown.split()))


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
    language = replies.frame_of(taking.invitation, taking.language).language
    typed = typed_answers(items, taking.answers, language)
    return _page(taking, place, Filled(typed, is_saved=taking.is_saved))


def save_page(token: str, secret: str, code: str) -> AnyResponse:
    """Save a page, then lead to the next, or back, or tell what stands in the way."""
    reader, act = Reader(), request.form.get("go", "")
    move = MOVES.get(act, Move.STAY)
    language = request.form.get("language") or request.args.get("lang")
    sent = Sent(code, reader, move, language)
    saved = take.save_page(token, secret, sent, now=clock.now())
    if act == "save":
        return Response(status=HTTPStatus.NO_CONTENT)
    taking = saved.taking
    place = taking.place_of(code)
    is_held = saved.problems or (saved.missing and move is Move.NEXT)
    if place is not None and is_held:
        filled = _remarks(saved, reader.form, move)
        return _page(taking, place, filled, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(_way_on(taking, secret, act), 303)


def _way_on(taking: Taking, secret: str, act: str) -> str:
    """Return the address that comes after a page has been saved."""
    token = taking.invitation.token
    if taking.is_complete:
        return url_for("respond.show_thanks", token=token, secret=secret)
    if act == "later":
        return url_for("respond.show_later", token=token, secret=secret)
    if taking.page is None:
        return url_for("respond.show_resume", token=token, secret=secret)
    item = request.form.get("rank", "").partition(":")[0]
    return url_for(
        "respond.show_page",
        token=token,
        secret=secret,
        code=taking.page,
        _anchor=name_of(item) if item else None,
    )


def _page(taking: Taking, place: int, filled: Filled, status: int = HTTPStatus.OK) -> Response:
    invitation, step = taking.invitation, taking.steps[place]
    frame = replies.frame_of(invitation, taking.language)
    shown = tuple(item.code for item in step.items)
    view = view_of(
        invitation.published, step.page.code, shown, frame.language, invitation.organisation
    )
    return Response(draw_page(frame, view, progress_of(taking.steps, place), filled), status)


def _remarks(saved: Saved, form: AnswerForm, move: Move) -> Filled:
    """Return what was typed, with what to do about it in the language of the respondent."""
    taking = saved.taking
    questionnaire = taking.invitation.questionnaire
    languages.use(taking.language)
    items = questionnaire.item_by_code
    missing = saved.missing if move is Move.NEXT else ()
    return Filled(
        typed=form.typed(),
        problems={code: problem_text(items[code], error) for code, error in saved.problems.items()},
        missing={code: missing_text(items[code], questionnaire.scale_by_code) for code in missing},
        is_saved=True,
    )
