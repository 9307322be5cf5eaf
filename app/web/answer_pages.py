"""The page that a respondent fills in: prepared once per version, drawn per request.

The respond door shows it to respondents, the design door to designers, as a preview.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from app.models.waves import Privacy
from app.services.taking import Published
from app.web import accent, headers, languages
from app.web.answer_blocks import Asked, Block, MatrixBlock, Words, block_of
from app.web.locales import direction, own_name
from surveys.questionnaire.model import Questionnaire, blocks_of, budget, minutes_for
from surveys.questionnaire.paging import Step


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page for respondents: who asks, and in which languages."""

    organisation: str
    colour: str
    language: str
    languages: tuple[str, ...]
    privacy: Privacy = Privacy.ANONYMOUS
    smallest_group: int = 5

    @property
    def direction(self) -> str:
        """Return in which direction the page is written."""
        return direction(self.language)

    @property
    def style(self) -> Markup:
        """Return the style rules of the organisation's colour; made of colours alone."""
        return Markup(accent.style_of(self.colour))  # noqa: S704 - colours alone

    @property
    def chrome(self) -> Markup:
        """Return the attributes that mark our own texts, where they are in another language."""
        nearest = languages.nearest(self.language)
        is_same = self.language.partition("-")[0] == nearest
        return Markup("") if is_same else Markup(' lang="{}" dir="ltr"').format(nearest)

    @property
    def own_name(self) -> str:
        """Return what speakers call the language of the page."""
        return own_name(self.language)

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """Return the languages to choose from: tag, own name, direction."""
        return [(tag, own_name(tag), direction(tag)) for tag in self.languages]


@dataclass(frozen=True, slots=True)
class PageView:
    """The lasting part of a page: its texts and blocks in one language."""

    code: str
    title: Markup
    intro: Markup | None
    blocks: tuple[Block, ...]
    codes: tuple[str, ...]
    depends: bool

    @property
    def is_wide(self) -> bool:
        """Whether the page uses the room of a wide screen."""
        return any(isinstance(block, MatrixBlock) and block.is_wide for block in self.blocks)

    def asked(self, codes: Container[str]) -> list[Asked]:
        """Return the words of some items, in the order of the page."""
        return [asked for block in self.blocks for asked in block.rows if asked.code in codes]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a version and the items of it that are shown: what drawings are kept by."""

    published: Published
    code: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where on the path a page stands: honest with branches, for the path is the present one."""

    number: int
    total: int
    minutes: int

    @property
    def done(self) -> int:
        """Return how many pages lie behind."""
        return self.number - 1

    @property
    def is_last(self) -> bool:
        """Whether this is the last page of the path."""
        return self.number == self.total


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields, and what is to be said about it."""

    typed: Mapping[str, Any]
    problems: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    is_saved: bool = False

    @property
    def remarks(self) -> Mapping[str, str]:
        """Return what to say per item."""
        return {**self.missing, **self.problems}


_NO_NONCE = "nonce-to-come"
"""Stands in a drawing that is kept, where each reply has its own."""


def draw(template: str, **context: object) -> str:
    """Draw a template without asking who is logged in: at this door nobody is."""
    return current_app.jinja_env.get_template(template).render(context)


def page_view(
    questionnaire: Questionnaire, step: Step, language: str, organisation: str
) -> PageView:
    """Prepare a page with the items of it that are shown."""
    languages.use(language)
    words = Words(questionnaire, language, organisation)
    return PageView(
        code=step.page.code,
        title=words(step.page.title),
        intro=words.any(step.page.intro),
        blocks=tuple(block_of(group, words) for group in blocks_of(step.items)),
        codes=tuple(item.code for item in step.items),
        depends=any(item.show_if is not None for item in step.page.items),
    )


@lru_cache(maxsize=1024)
def _view_of(shown: Shown, language: str, organisation: str) -> PageView:
    questionnaire = shown.published.questionnaire
    page = next(page for page in questionnaire.pages if page.code == shown.code)
    items = tuple(item for item in page.items if item.code in shown.items)
    return page_view(questionnaire, Step(page, items), language, organisation)


def progress_of(steps: Sequence[Step], place: int) -> Progress:
    """Return where a place on a path is, with the minutes from there on."""
    left = sum(budget(step.items) for step in steps[place:])
    return Progress(place + 1, len(steps), minutes_for(left))


def draw_page(frame: Frame, shown: Shown, progress: Progress, filled: Filled) -> str:
    """Draw a page to be filled in; most are drawn empty, and those are drawn once."""
    languages.use(frame.language)
    if filled.typed or filled.remarks:
        return _drawn(frame, shown, progress, filled, headers.nonce())
    empty = _drawn_empty(frame, shown, progress, is_saved=filled.is_saved)
    return empty.replace(_NO_NONCE, headers.nonce())


@lru_cache(maxsize=512)
def _drawn_empty(frame: Frame, shown: Shown, progress: Progress, *, is_saved: bool) -> str:
    return _drawn(frame, shown, progress, Filled({}, is_saved=is_saved), _NO_NONCE)


def _drawn(frame: Frame, shown: Shown, progress: Progress, filled: Filled, nonce: str) -> str:
    return draw(
        "answers/page.html",
        frame=frame,
        page=_view_of(shown, frame.language, frame.organisation),
        progress=progress,
        filled=filled,
        nonce=nonce,
    )


def preview_page(
    questionnaire: Questionnaire, page_code: str, language: str, organisation: tuple[str, str]
) -> str:
    """Draw a page as a respondent would see it, with all its items; nothing can be sent.

    Its buttons lead to `?page=CODE&lang=LANGUAGE` of wherever it is shown.

    Args:
        questionnaire: need not be stored.
        page_code: of the page; the first where there is none by that code.
        language: in which to show it; the questionnaire's first where it has no such language.
        organisation: name and colour.
    """
    steps = [Step(page, page.items) for page in questionnaire.pages]
    codes = [step.page.code for step in steps]
    place = codes.index(page_code) if page_code in codes else 0
    known = language if language in questionnaire.languages else questionnaire.default_language
    name, colour = organisation
    frame = Frame(name, colour, known, questionnaire.languages)
    languages.use(known)
    return draw(
        "answers/preview.html",
        nonce=headers.nonce(),
        frame=frame,
        page=page_view(questionnaire, steps[place], known, name),
        progress=progress_of(steps, place),
        filled=Filled({}),
        before=codes[place - 1] if place else None,
        after=codes[place + 1] if place + 1 < len(codes) else None,
        here=f"page={codes[place]}&",
    )
