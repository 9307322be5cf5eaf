"""What is said of what moved from wave to wave, and of what was done in between."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.trend import Effect, Trends
from app.web import figures, words
from app.web.frame import translated
from surveys.measurement.course.trends import FEWEST_FOR_A_LINE, FEWEST_FOR_A_TREND, Line
from surveys.measurement.course.wave_trend import Moved
from surveys.measurement.inference.comparisons import Difference
from surveys.measurement.inference.thresholds import SIGNIFICANCE
from surveys.questionnaire.continuity import Continuity
from surveys.questionnaire.versions import Change, ChangeKind, Part

NAMED = 3
"""So many dimensions at most are named in one claim."""


def is_supported(moved: Moved | None) -> bool:
    """Tell whether a change holds after correction, and rests on enough people to say so."""
    return (
        moved is not None
        and not moved.indicative
        and moved.p_adjusted is not None
        and moved.p_adjusted < SIGNIFICANCE
    )


def qualifier(moved: Moved) -> str:
    """Return the word that stands beside a change that is not supported."""
    if is_supported(moved):
        return ""
    return str(_("indicative") if moved.indicative else _("undecided"))


def headline(group: str, since: str, moved: Mapping[str, Moved]) -> str:
    """Return what changed in a group, largest first: only what is supported.

    Args:
        group: the name of the segment.
        since: the title of the wave that it is held against.
        moved: the changes by the names of their dimensions.
    """
    if not moved:
        return str(
            _(
                "Of %(group)s nothing can be held against an earlier wave.",
                group=words.inline(group),
            )
        )
    sure = {name: of.difference.difference or 0.0 for name, of in moved.items() if is_supported(of)}
    if not sure:
        return str(
            _(
                "At %(group)s no change since %(wave)s is certain yet.",
                group=words.inline(group),
                wave=since,
            )
        )
    order = sorted(sure, key=lambda name: -abs(sure[name]))
    up = [name for name in order if sure[name] > 0][:NAMED]
    down = [name for name in order if sure[name] < 0][:NAMED]
    said: list[str] = []
    for names, text in (
        (up, _("%(group)s see us %(points)s higher on %(dimensions)s than in %(wave)s.")),
        (down, _("%(group)s see us %(points)s lower on %(dimensions)s than in %(wave)s.")),
    ):
        if names:
            said.append(
                text
                % {
                    "group": group if not said else _("They"),
                    "points": figures.points(sure[name] for name in names),
                    "dimensions": words.joined(words.inline(name) for name in names),
                    "wave": since,
                }
            )
    return " ".join(said)


def who_answered(trends: Trends, code: str) -> str:
    """Say how many of a segment answered in each wave."""
    waves = [wave for wave in trends.waves if code in wave.n]
    counts = [
        _("%(n)s in %(wave)s", n=figures.count(wave.n[code]), wave=wave.title) for wave in waves
    ]
    return str(_("Answered: %(counts)s.", counts=words.joined(counts)))


def of_changes(moved: Sequence[Moved]) -> str:
    """Say how many changes are certain."""
    sure = sum(is_supported(of) for of in moved)
    if not sure:
        return str(_("Not one change is certain after correction for the number of dimensions."))
    return str(
        ngettext(
            "%(sure)s of %(num)s change is certain.",
            "%(sure)s of %(num)s changes are certain.",
            len(moved),
            sure=sure,
        )
    )


def of_lines(lines: Mapping[str, Line], waves: int) -> str:
    """Say which dimensions went along a line; the word trend is for six waves and more."""
    if not lines:
        return str(
            _(
                "A line takes %(line)s waves, a trend %(trend)s; there are %(n)s.",
                line=FEWEST_FOR_A_LINE,
                trend=FEWEST_FOR_A_TREND,
                n=waves,
            )
        )
    sure = [name for name, line in lines.items() if line.interval.low > 0 or line.interval.high < 0]
    if not sure:
        return str(_("No dimension clearly goes up or down over the waves."))
    name = max(sure, key=lambda one: abs(lines[one].slope))
    line = lines[name]
    text = (
        _("The strongest trend is that of %(dimension)s: %(slope)s points a year.")
        if line.is_trend
        else _("The steepest line is that of %(dimension)s: %(slope)s points a year.")
    )
    return str(text) % {"dimension": words.inline(name), "slope": figures.signed(line.slope, 1)}


def of_line(line: Line) -> list[str]:
    """Say over how many waves a line runs, and whether the waves are on it."""
    said = [str(_("over %(n)s waves", n=line.waves))]
    if line.q_df and line.q_p < SIGNIFICANCE:
        said.append(str(_("the waves are not on a line")))
    return said


def of_breaks(dimensions: Sequence[str]) -> str:
    """Say on how many dimensions nothing can be compared across a break."""
    return str(
        ngettext(
            "On %(num)s dimension the way of asking changed: there the line begins anew.",
            "On %(num)s dimensions the way of asking changed: there the line begins anew.",
            len(dimensions),
        )
    )


def of_break(dimension: str, wave: str, continuity: Continuity | None) -> str:
    """Say what broke the line of a dimension in a wave."""
    changes = continuity.changes if continuity else ()
    reasons = list(dict.fromkeys(_reason(change) for change in changes))
    why = "; ".join(reasons) or str(_("something else than the questionnaire changed"))
    return str(
        _("%(dimension)s, from %(wave)s on: %(why)s.", dimension=dimension, wave=wave, why=why)
    )


def _reason(change: Change) -> str:
    text = translated(change.after or change.before) if change.after or change.before else ""
    if change.part is Part.SCALE:
        return str(_("another scale of answers"))
    if change.part is Part.PAGE:
        return str(_("page “%(page)s” is shown to others than before", page=text))
    said = {
        ChangeKind.ADDED: _("“%(item)s” is new", item=text),
        ChangeKind.REMOVED: _("“%(item)s” is gone", item=text),
        ChangeKind.REWORDED: _("“%(item)s” is worded anew", item=text),
        ChangeKind.ALTERED: _("“%(item)s” is asked in another way", item=text),
        ChangeKind.MOVED: _("“%(item)s” is in another place", item=text),
    }
    return str(said[change.kind])


def of_alignment(
    names: Sequence[str], differences: Sequence[tuple[Difference, float | None]]
) -> str:
    """Say which segments came closer to the mission, and which went further away."""
    said = []
    for is_closer, text in (
        (True, _("%(groups)s came closer to the mission.")),
        (False, _("%(groups)s went further from the mission.")),
    ):
        moved = [
            name
            for name, (found, p) in zip(names, differences, strict=True)
            if p is not None and p < SIGNIFICANCE and ((found.difference or 0.0) > 0) is is_closer
        ]
        if moved:
            groups = words.capital(words.joined(words.inline(name) for name in moved))
            said.append(str(text) % {"groups": groups})
    return " ".join(said) or str(
        _("Of no segment is it certain that its image came closer to the mission or went away.")
    )


def of_effects(effects: Sequence[Effect]) -> str:
    """Say after how many actions the segments moved more than those without."""
    sure = [one for one in effects if effect_is_supported(one)]
    if sure:
        name = translated(sure[0].done.name)
        change = figures.points([sure[0].found.effect.difference or 0.0])
        rose = (sure[0].found.effect.difference or 0.0) > 0
        text = (
            _("After “%(action)s” the image rose %(points)s more than elsewhere.")
            if rose
            else _("After “%(action)s” the image fell %(points)s more than elsewhere.")
        )
        return str(text) % {"action": name, "points": change}
    return str(
        ngettext(
            "Of %(num)s action it cannot be said yet that it made a difference.",
            "Of %(num)s actions it cannot be said yet that they made a difference.",
            len(effects),
        )
    )


def effect_is_supported(effect: Effect) -> bool:
    """Tell whether the segments of an action moved more, or less, than those without it."""
    found = effect.found
    return not found.indicative and found.p_adjusted is not None and found.p_adjusted < SIGNIFICANCE


def missing(trends: Trends) -> str:
    """Say why nothing can be compared; empty where something can."""
    if not trends.waves:
        return str(_("No wave has figures yet. A change can be seen from the second wave on."))
    if len(trends.waves) == 1:
        return str(
            _(
                "Only %(wave)s has figures so far. A change can be seen from the second wave on.",
                wave=trends.waves[0].title,
            )
        )
    return ""
