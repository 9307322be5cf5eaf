"""What forms the image: whom each former reaches, how it is judged, which go along with it most."""

from flask import render_template, request
from flask_babel import gettext as _

from app.insight.door import bp
from app.insight.views import WavePage, back_to, segment_choices, wave_views
from app.services import origins
from app.services.origins import FormersShown
from app.web import former_report, former_words, guard, scenes
from app.web.frame import translated
from app.web.report import Report


@bp.get("/waves/<int:wave_id>/formers")
def show_formers(wave_id: int) -> str:
    """Show the image formers of a segment, or of all customers."""
    shown = origins.show_formers(guard.actor(), wave_id, request.args.get("segment"))
    return render_template("insight/report.html", report=_report(shown))


def _report(shown: FormersShown) -> Report:
    scene, found = shown.scene, shown.formers
    names = {code: translated(name) for code, name in shown.names.items()}
    title = f"{scene.title}: {_('Image formers')}"
    views = wave_views(scene.wave_id, WavePage.FORMERS, scene.segment)
    if found is None:
        headline = str(_("Nothing can be shown of this wave yet."))
        return Report(title, headline, (), (), views=views, missing=scenes.missing(scene))
    return Report(
        title=title,
        headline=former_words.headline(found, names),
        ledes=(scenes.answered(scene),),
        sections=former_report.sections(found, names),
        choices=segment_choices(scene, WavePage.FORMERS),
        views=views,
        missing=former_words.missing(found),
        back=back_to(scene),
    )
