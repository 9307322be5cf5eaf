"""What customers write in their own words: what sets each segment apart, and answers to read."""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.insight.door import bp
from app.insight.views import WavePage, back_to, wave_views
from app.services import comments
from app.services.comments import Asked, CommentsShown
from app.web import comment_report, comment_words, figures, guard, scenes
from app.web.frame import translated
from app.web.report import Choice, Choices, Report


@bp.get("/waves/<int:wave_id>/words")
def show_words(wave_id: int) -> str:
    """Show what sets the open answers of a segment apart."""
    given = request.args
    chosen = Asked(given.get("segment"), given.get("item"), given.get("language"))
    shown = comments.wave_comments(guard.actor(), wave_id, chosen)
    return render_template("insight/report.html", report=_report(shown))


def _report(shown: CommentsShown) -> Report:
    scene, named = shown.scene, comment_words.names(shown)
    title = f"{scene.title}: {_('Words')}"
    views = wave_views(scene.wave_id, WavePage.WORDS, scene.segment)
    if not scene.total:
        headline = str(_("Nothing can be shown of this wave yet."))
        return Report(title, headline, (), (), views=views, missing=scenes.missing(scene))
    ledes = (comment_words.who_wrote(shown, named), comment_words.hidden(shown, named))
    return Report(
        title=title,
        headline=comment_words.headline(shown, named),
        ledes=tuple(filter(None, ledes)),
        sections=comment_report.sections(shown, named),
        choices=tuple(_choices(shown, named)),
        views=views,
        missing=comment_words.missing(shown),
        back=back_to(scene),
    )


def _choices(shown: CommentsShown, named: dict[str, str]) -> list[Choices]:
    """Return the segments, the open items and the languages to choose from, where there are two."""
    found = []
    if shown.scene.parties and shown.group is not None:
        few = str(_("under %(k)s wrote", k=shown.k_comments))
        options = tuple(
            Choice(
                named[code],
                _url(shown, segment=code) if of.people is not None else "",
                code == shown.group,
                few if of.people is None else f"n {figures.count(of.people)}",
            )
            for code, of in shown.groups.items()
        )
        found.append(Choices(str(_("Segment")), named[shown.group], options))
    if len(shown.items) > 1 and shown.item is not None:
        names = {code: translated(text) for code, text in shown.items.items()}
        options = tuple(
            Choice(name, _url(shown, item=code), code == shown.item) for code, name in names.items()
        )
        found.append(Choices(str(_("Item")), names[shown.item], options))
    if len(shown.languages) > 1 and shown.language is not None:
        options = tuple(
            Choice(
                comment_words.language_name(language),
                _url(shown, language=language),
                language == shown.language,
            )
            for language in shown.languages
        )
        current = comment_words.language_name(shown.language)
        found.append(Choices(str(_("Written in")), current, options))
    return found


def _url(shown: CommentsShown, **changed: str) -> str:
    """Return the address of this page with one choice changed."""
    chosen = {"segment": shown.group, "item": shown.item, "language": shown.language} | changed
    return url_for(
        "insight.show_words",
        wave_id=shown.scene.wave_id,
        segment=chosen["segment"],
        item=chosen["item"],
        language=chosen["language"],
    )
