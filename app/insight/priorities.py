"""What the gaps of a wave weigh: which one to close first."""

from flask import render_template
from flask_babel import gettext as _

from app.insight.door import bp
from app.insight.views import WavePage, back_to, wave_views
from app.services import priorities
from app.services.priorities import WavePriorities
from app.web import guard, priorities_report, priorities_words, scenes
from app.web.report import Report


@bp.get("/waves/<int:wave_id>/priorities")
def show_priorities(wave_id: int) -> str:
    """Show the gaps of all segments by what they weigh, and how sure each place is."""
    shown = priorities.wave_priorities(guard.actor(), wave_id)
    return render_template("insight/report.html", report=_report(shown))


def _report(shown: WavePriorities) -> Report:
    scene, found = shown.scene, shown.found
    title = f"{scene.title}: {_('Priorities')}"
    views = wave_views(scene.wave_id, WavePage.PRIORITIES)
    if found is None:
        headline = str(_("Nothing can be shown of this wave yet."))
        return Report(title, headline, (), (), views=views, missing=scenes.missing(scene))
    return Report(
        title=title,
        headline=priorities_words.headline(found),
        ledes=(priorities_words.product(shown), scenes.answered(scene)),
        sections=priorities_report.sections(shown, found),
        views=views,
        missing=priorities_words.missing(shown),
        back=back_to(scene),
    )
