"""Whether people would recommend, and what they tell and hear."""

from flask import render_template, request
from flask_babel import gettext as _

from app.insight.door import bp
from app.insight.views import WavePage, back_to, segment_choices, wave_views
from app.services import origins
from app.services.origins import WordOfMouthShown
from app.web import guard, scenes, talk_report, talk_words
from app.web.report import Report


@bp.get("/waves/<int:wave_id>/word-of-mouth")
def show_word_of_mouth(wave_id: int) -> str:
    """Show recommendation and word of mouth of a segment, or of all customers."""
    shown = origins.show_word_of_mouth(guard.actor(), wave_id, request.args.get("segment"))
    return render_template("insight/report.html", report=_report(shown))


def _report(shown: WordOfMouthShown) -> Report:
    scene, found = shown.scene, shown.group
    title = f"{scene.title}: {_('Word of mouth')}"
    views = wave_views(scene.wave_id, WavePage.WORD_OF_MOUTH, scene.segment)
    if found is None:
        headline = str(_("Nothing can be shown of this wave yet."))
        return Report(title, headline, (), (), views=views, missing=scenes.missing(scene))
    sections = talk_report.sections(shown)
    missing = "" if sections else str(_("Ask whether people would recommend and what they tell."))
    return Report(
        title=title,
        headline=talk_words.headline(found, scenes.group(scene)),
        ledes=(scenes.answered(scene),),
        sections=sections,
        choices=segment_choices(scene, WavePage.WORD_OF_MOUTH),
        views=views,
        missing=missing,
        back=back_to(scene),
    )
