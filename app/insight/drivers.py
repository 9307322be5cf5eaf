"""Which dimensions go along with an outcome, and what people say matters."""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.insight.door import bp
from app.insight.views import WavePage, back_to, segment_choices, wave_views
from app.services import origins
from app.services.origins import DriversShown
from app.web import driver_report, driver_words, guard, scenes
from app.web.frame import translated
from app.web.report import Choice, Choices, Report


@bp.get("/waves/<int:wave_id>/drivers")
def show_drivers(wave_id: int) -> str:
    """Show what goes along with one outcome in a segment, or in all customers."""
    shown = origins.show_drivers(guard.actor(), wave_id, request.args.get("segment"))
    return render_template("insight/report.html", report=_report(shown))


def _report(shown: DriversShown) -> Report:
    scene = shown.scene
    title = f"{scene.title}: {_('Drivers')}"
    views = wave_views(scene.wave_id, WavePage.DRIVERS, scene.segment)
    if not scene.n:
        headline = str(_("Nothing can be shown of this wave yet."))
        return Report(title, headline, (), (), views=views, missing=scenes.missing(scene))
    if not shown.outcomes:
        return Report(
            title,
            str(_("This wave asked for no outcome, such as recommendation.")),
            (),
            (),
            choices=segment_choices(scene, WavePage.DRIVERS),
            views=views,
            missing=str(_("Ask whether people would recommend, and how satisfied they are.")),
            back=back_to(scene),
        )
    asked = request.args.get("outcome", "")
    outcome = asked if asked in shown.outcomes else next(iter(shown.outcomes))
    found = shown.outcomes[outcome]
    names = {code: translated(name) for code, name in shown.names.items()}
    return Report(
        title=f"{title}: {driver_words.outcome_name(outcome)}",
        headline=driver_words.headline(found, outcome, names),
        ledes=(scenes.answered(scene),),
        sections=driver_report.sections(found, outcome, names),
        choices=(
            *segment_choices(scene, WavePage.DRIVERS, outcome=outcome),
            _outcomes(shown, outcome),
        ),
        views=views,
        back=back_to(scene),
    )


def _outcomes(shown: DriversShown, current: str) -> Choices:
    """Return the outcomes to choose from."""
    options = tuple(
        Choice(
            driver_words.outcome_name(outcome),
            url_for(
                "insight.show_drivers",
                wave_id=shown.scene.wave_id,
                segment=shown.scene.segment,
                outcome=outcome,
            ),
            outcome == current,
        )
        for outcome in shown.outcomes
    )
    return Choices(str(_("Outcome")), driver_words.outcome_name(current), options)
