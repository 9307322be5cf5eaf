"""Who sees the company how, on a map; who meets what; and how competitors are seen beside it."""

from flask import render_template, request
from flask_babel import gettext as _

from app.insight.door import bp
from app.insight.views import WavePage, back_to, segment_choices, wave_views
from app.services import maps
from app.services.maps import MapsShown
from app.web import guard, map_report, map_words, scenes
from app.web.report import Report


@bp.get("/waves/<int:wave_id>/map")
def show_map(wave_id: int) -> str:
    """Show the maps of a wave, and its benchmarks beside a segment or all customers."""
    shown = maps.wave_maps(guard.actor(), wave_id, request.args.get("segment"))
    return render_template("insight/report.html", report=_report(shown))


def _report(shown: MapsShown) -> Report:
    scene = shown.scene
    title = f"{scene.title}: {_('Map')}"
    views = wave_views(scene.wave_id, WavePage.MAP, scene.segment)
    if shown.image is None:
        headline = str(_("Nothing can be shown of this wave yet."))
        return Report(title, headline, (), (), views=views, missing=scenes.missing(scene))
    return Report(
        title=title,
        headline=map_words.headline(shown.image, scene, map_words.names(shown)),
        ledes=(scenes.answered(scene),),
        sections=map_report.sections(shown),
        choices=segment_choices(scene, WavePage.MAP) if shown.benchmarks else (),
        views=views,
        missing=map_words.missing(scene),
        back=back_to(scene),
    )
