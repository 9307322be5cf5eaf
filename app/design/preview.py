"""A questionnaire as its respondents see it: the real page, from which nothing can be sent."""

from dataclasses import dataclass
from typing import Self

from flask import Response, make_response, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from app.design.door import bp
from app.services import author
from app.web import guard, headers
from app.web.answer_pages import preview_page
from app.web.locales import own_name
from surveys.questionnaire.model import Questionnaire as Definition

SIZES = ("phone", "screen")


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to look at a preview."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The frame with a preview in it, and the other ways to look at it."""

    page_url: str
    size: str
    sizes: tuple[Choice, ...]
    languages: tuple[Choice, ...]

    @classmethod
    def of(cls, questionnaire_id: int, definition: Definition) -> Self:
        """Return the preview that the address of this request asks for."""
        size = request.args.get("size", "")
        size = size if size in SIZES else SIZES[0]
        wanted = request.args.get("spoken", "")
        language = wanted if wanted in definition.languages else definition.default_language
        names = {"phone": _("Phone"), "screen": _("Screen")}

        def choice(name: str, size_: str, language_: str) -> Choice:
            url = url_for(
                "design.show_questionnaire",
                questionnaire_id=questionnaire_id,
                size=size_,
                spoken=language_,
                _anchor="preview",
            )
            return Choice(name, url, (size_, language_) == (size, language))

        page_url = url_for("design.show_preview", questionnaire_id=questionnaire_id, lang=language)
        return cls(
            page_url,
            size,
            tuple(choice(names[one], one, language) for one in SIZES),
            tuple(choice(own_name(tag), size, tag) for tag in definition.languages),
        )


@bp.get("/questionnaires/<int:questionnaire_id>/preview")
def show_preview(questionnaire_id: int) -> Response:
    """Show a page as a respondent would see it; only our own pages may frame it."""
    definition = author.show_definition(guard.actor(), questionnaire_id)
    organisation = current_user.organisation
    page = preview_page(
        definition,
        request.args.get("page", ""),
        request.args.get("lang", ""),
        (organisation.name, organisation.accent),
    )
    return headers.let_us_frame(make_response(page))
