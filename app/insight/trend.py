"""The waves side by side: what moved, and what was done in between."""

from typing import Final

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.insight.door import bp
from app.insight.views import WavePage, wave_views
from app.services import trend
from app.services.trend import Trends
from app.web import guard, trend_report, trend_words
from app.web.report import Choice, Choices, Report
from app.web.trend_looked import Looked, group_name
from surveys.measurement.course.wave_trend import Since

FIRST: Final = "first"
"""In the address: held against the first wave, rather than the one before."""


@bp.get("/trend")
def show_trend() -> str:
    """Show what moved from wave to wave in one segment, and in all of them."""
    return render_template(
        "insight/report.html", report=_report(trend.organisation_trends(guard.actor()))
    )


def _report(trends: Trends) -> Report:
    missing = trend_words.missing(trends)
    title = str(_("Trend"))
    if missing:
        headline = str(_("There is nothing to compare yet."))
        return Report(title, headline, (), (), views=_views(trends, None), missing=missing)
    looked = _looked(trends)
    moved = {name: of for name, (_point, of) in looked.moved().items()}
    return Report(
        title=f"{title}: {looked.group}",
        headline=trend_words.headline(looked.group, looked.base, moved),
        ledes=(trend_words.who_answered(trends, looked.code),),
        sections=trend_report.sections(looked),
        choices=tuple(_choices(looked)),
        views=_views(trends, looked.code),
    )


def _looked(trends: Trends) -> Looked:
    """Read what was asked for; by default the segment with most answers in the newest wave."""
    code = request.args.get("segment", "")
    if code not in trends.segments:
        newest = trends.waves[-1].n
        code = max(trends.segments, key=lambda one: newest.get(one, 0))
    since: Since = "since_first" if request.args.get("since") == FIRST else "since_previous"
    return Looked(trends, code, since)


def _choices(looked: Looked) -> list[Choices]:
    trends = looked.trends
    since = FIRST if looked.since == "since_first" else None
    found = []
    if trends.names:
        options = tuple(
            Choice(
                group_name(trends, code),
                url_for("insight.show_trend", segment=code, since=since),
                code == looked.code,
            )
            for code in trends.segments
        )
        found.append(Choices(str(_("Segment")), looked.group, options))
    if len(trends.waves) > 2:
        named = {None: str(_("the wave before")), FIRST: str(_("the first wave"))}
        options = tuple(
            Choice(
                name,
                url_for("insight.show_trend", segment=looked.code, since=chosen),
                chosen == since,
            )
            for chosen, name in named.items()
        )
        found.append(Choices(str(_("Held against")), named[since], options))
    return found


def _views(trends: Trends, segment: str | None) -> tuple[Choice, ...]:
    """Return the pages of the newest wave, to go on to."""
    if not trends.waves:
        return ()
    return wave_views(trends.waves[-1].wave_id, WavePage.TREND, segment)
