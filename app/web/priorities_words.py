"""What is said of which gap to close first, and of how sure that is."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from app.services.priorities import WavePriorities
from app.web import figures, words
from app.web.charts.ranking import Place
from surveys.measurement.course.priorities import Priorities, Priority, Ranked
from surveys.measurement.image.gaps import GapName
from surveys.measurement.image.verdicts import Verdict, VerdictName

FIRST: Final = 3
"""Of so many gaps the headline tells how much they weigh together."""

CHIPS: Final[Mapping[VerdictName, tuple[str, LazyString]]] = {
    VerdictName.KEEP: ("keep", _l("Keep")),
    VerdictName.IMPROVE: ("improve", _l("Improve ourselves")),
    VerdictName.MAKE_KNOWN: ("known", _l("Make it known")),
    VerdictName.LIVE_UP: ("live", _l("Live up to it")),
    VerdictName.WANTED: ("keep", _l("Wanted")),
    VerdictName.UNWANTED: ("improve", _l("Unwanted")),
    VerdictName.UNKNOWN: ("nodata", _l("Undecided")),
}


def missing(shown: WavePriorities) -> str:
    """Say what there would have to be for gaps to be weighed; empty where there is something."""
    if any(of.gaps for one in shown.segments.values() for of in one.dimensions.values()):
        return ""
    return str(
        _("Priorities need a wish for a segment, or a mission: then there are gaps to weigh.")
    )


def chip(verdict: Verdict | None) -> tuple[str, str] | None:
    """Return the kind and the words of a verdict; None without one."""
    if verdict is None:
        return None
    kind, said = CHIPS[verdict.name]
    if verdict.name is VerdictName.MAKE_KNOWN and verdict.and_improve:
        return kind, str(_("Make it known, and improve"))
    return kind, str(said)


def headline(found: Priorities) -> str:
    """Say how much the first gaps weigh, and whether it is sure which one is first."""
    ranked = found.ranked
    if not ranked:
        return str(_("No gap is certain yet, so there is nothing to rank."))
    if len(ranked) <= FIRST:
        return str(
            ngettext(
                "%(num)s gap is certain, and weighs all there is.",
                "%(num)s gaps are certain, and weigh all there is.",
                len(ranked),
            )
        )
    share = sum(one.share for one in ranked[:FIRST])
    weigh = _(
        "Three gaps make up %(share)s of what %(n)s certain gaps weigh.",
        share=figures.percent(share),
        n=len(ranked),
    )
    return f"{weigh} {_first_place(ranked)}"


def _first_place(ranked: Sequence[Ranked]) -> str:
    rivals = sum(one.best == 1 for one in ranked)
    if rivals == 1:
        return str(_("Which one comes first is sure."))
    return str(_("Which one comes first is not sure: %(n)s may.", n=rivals))


def product(shown: WavePriorities) -> str:
    """Say what a weight is the product of."""
    found = shown.found
    gaps = {one.priority.gap for one in found.ranked} if found else set()
    gap = _("promise gap") if gaps == {GapName.PROMISE} else _("wish gap")
    said = [
        _(
            "Weight = %(gap)s × importance × value of the segment × how far it can be steered. "
            "Gaps that are not certain are not ranked.",
            gap=gap,
        )
    ]
    if found and not found.is_importance_asked:
        said.append(_("Importance was not asked everywhere: there all dimensions count alike."))
    if found and found.without_value:
        said.append(_("Segments of which no value is known count as an average one."))
    if found and any(one.priority.steerable is None for one in found.ranked):
        said.append(_("Where it is not known how far a gap can be steered, it counts in full."))
    return " ".join(map(str, said))


def of_ranking(ranked: Sequence[Ranked], name: str, group: str) -> str:
    """Say which gap weighs most, and how many places are sure."""
    first = _(
        "%(dimension)s at %(group)s weighs most.",
        dimension=words.inline(name),
        group=words.inline(group),
    )
    sure = sum(one.is_sure for one in ranked)
    places = (
        ngettext(
            "%(sure)s of %(num)s place is certain.",
            "%(sure)s of %(num)s places are certain.",
            len(ranked),
            sure=sure,
        )
        if sure
        else _("Not one place is certain: ranges say which are possible.")
    )
    return f"{words.capital(str(first))} {places}"


def place(ranked: Ranked) -> str:
    """Return on which places a gap may stand: `surely 1`, `2 to 5`."""
    if ranked.is_sure:
        return str(_("surely %(place)s", place=ranked.rank))
    return str(_("%(low)s to %(high)s", low=ranked.best, high=ranked.worst))


def rest(ranked: Sequence[Ranked]) -> str:
    """Say what those weigh that are not drawn; empty where all are."""
    if not ranked:
        return ""
    return str(
        ngettext(
            "%(num)s more is in the table, with %(share)s of the weight.",
            "%(num)s more are in the table, together %(share)s of the weight.",
            len(ranked),
            share=figures.percent(sum(one.share for one in ranked)),
        )
    )


def of_undecided(undecided: Sequence[Priority]) -> str:
    """Say how many deficits cannot be ranked yet."""
    return str(
        ngettext(
            "Of %(num)s gap it is not certain yet that it is there.",
            "Of %(num)s gaps it is not certain yet that they are there.",
            len(undecided),
        )
    )


def steered(share: float | None) -> str:
    """Return how far something can be steered; where that is not known it counts in full."""
    return str(_("not known")) if share is None else figures.percent(share)


def gap_name(name: GapName) -> str:
    """Return what a gap is called in a table."""
    return str(words.GAP_WORDS[name].name)


def is_split(places: Sequence[Place]) -> bool:
    """Tell whether any gap can be split in what is not known and what is not able yet."""
    return any(one.bar.known is not None for one in places)
