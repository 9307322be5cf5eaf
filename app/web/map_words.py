"""What is said of a map: who clearly differs, what along, and why there may be none."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import atan2, hypot

from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.maps import COMPETITOR, MISSION, WISH, Drawn, MapsShown
from app.services.origins import Scene
from app.web import figures, scenes, words
from app.web.charts.scatter import half_width
from app.web.frame import translated
from surveys.measurement.course.benchmarks import Benchmark
from surveys.measurement.course.map_figures import FigureMap, MapPoint, NoMap, PointKind, WhyNoMap

NAMED = 2
"""So many dimensions are named at each end of an axis."""

TOLD = 0.25
"""A dimension tells of an axis from this part of the longest on."""


def names(shown: MapsShown) -> dict[str, str]:
    """Return what stands beside the points of both maps."""
    groups = {party.code: translated(party.name) for party in shown.scene.parties}
    found = {code: translated(name) for code, name in shown.dimensions.items()}
    found |= {code: translated(name) for code, name in shown.touchpoints.items()}
    found |= groups | {MISSION: str(_("Mission"))}
    for code, name in groups.items():
        found[f"{WISH}{code}"] = str(_("Wish: %(group)s", group=words.inline(name)))
    for name in shown.benchmarks:
        found[f"{COMPETITOR}{name}"] = name
    return found


def kinds(found: FigureMap) -> dict[str, str]:
    """Return how the mission and wishes are marked."""
    return {
        point.name: "mission" if point.name == MISSION else "wish"
        for point in found.points
        if point.kind is PointKind.TARGET
    }


def headline(drawn: Drawn, scene: Scene, named: Mapping[str, str]) -> str:
    """Say how many segments clearly differ, or that there is nothing to map.

    Segments of which figures are only indicative do not count.
    """
    if isinstance(drawn.found, NoMap):
        return str(_("There is no structure to map."))
    large = {party.code for party in scene.parties if party.n >= scenes.NEEDED.to_judge}
    rows = [of for of in drawn.found.points if of.name in large]
    pairs = list(combinations(rows, 2))
    apart = [pair for pair in pairs if are_apart(*pair)]
    if not apart:
        return str(_("Segments differ, but of no two it is certain in which way."))
    if len(apart) == 1:
        first, second = (named[of.name] for of in apart[0])
        return str(
            _(
                "%(first)s and %(second)s see us in clearly different ways.",
                first=first,
                second=words.inline(second),
            )
        )
    return str(
        ngettext(
            "%(n)s of %(num)s pair of segments see us in clearly different ways.",
            "%(n)s of %(num)s pairs of segments see us in clearly different ways.",
            len(pairs),
            n=len(apart),
        )
    )


def are_apart(first: MapPoint, second: MapPoint) -> bool:
    """Tell whether the regions of two points leave a gap between them."""
    if first.region is None or second.region is None:
        return False
    across, up = second.x - first.x, second.y - first.y
    angle = atan2(up, across)
    reach = half_width(first.region, angle) + half_width(second.region, angle)
    return hypot(across, up) > reach


def of_axes(drawn: Drawn, named: Mapping[str, str]) -> str:
    """Say what the first axis is about."""
    if isinstance(drawn.found, NoMap):
        return why_none(drawn.found)
    right, left = ends(drawn.found, 0, named)
    if right and left:
        return str(
            _(
                "To the right people score us higher on %(right)s, to the left on %(left)s.",
                right=words.joined(map(words.inline, right)),
                left=words.joined(map(words.inline, left)),
            )
        )
    one = right or left
    if not one:
        return str(_("No single dimension stands for an axis."))
    return str(
        _(
            "Along the first axis %(names)s grows most.",
            names=words.joined(map(words.inline, one)),
        )
    )


def ends(found: FigureMap, axis: int, named: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the dimensions that grow most towards the two ends of an axis, 0 or 1."""
    along = {
        point.name: (point.x, point.y)[axis]
        for point in found.points
        if point.kind is PointKind.DIMENSION
    }
    longest = max((abs(value) for value in along.values()), default=0.0)
    order = sorted(along, key=lambda code: -abs(along[code]))
    told = [code for code in order if abs(along[code]) >= TOLD * longest]
    return (
        [named[code] for code in told if along[code] > 0][:NAMED],
        [named[code] for code in told if along[code] < 0][:NAMED],
    )


def why_none(found: NoMap) -> str:
    """Say why there is no map."""
    if found.why is WhyNoMap.TOO_FEW:
        return str(
            _("A map takes three groups and three dimensions, each with at least 15 answers.")
        )
    return str(_("The groups differ no more than chance alone would make them."))


def why_no_touchpoints(found: NoMap) -> str:
    """Say why there is no map of touchpoints."""
    if found.why is WhyNoMap.TOO_FEW:
        return str(_("A map takes three segments and three image formers that enough people met."))
    return str(
        _("Segments meet the same image formers about as often: what differs may be chance.")
    )


def how_to_read(drawn: Drawn, found: FigureMap, named: Mapping[str, str]) -> list[str]:
    """Say how much the axes show, what is faint, whose axes they are, and who is not there."""
    first, second = found.explained
    said = [
        _(
            "The axes show %(first)s and %(second)s of all differences. Regions hold the true "
            "place with 95%% confidence; what is faint lies mostly outside these two axes.",
            first=figures.percent(first),
            second=figures.percent(second),
        )
    ]
    if drawn.axes_of is not None:
        said.append(
            _("Drawn on the axes of %(wave)s, so that places can be compared.", wave=drawn.axes_of)
        )
    if found.left_out:
        out = words.joined(words.inline(named[name]) for name in found.left_out if name in named)
        said.append(_("Not on the map, for too few answers: %(names)s.", names=out))
    return [*map(str, said)]


def axis_name(found: FigureMap, axis: int) -> str:
    """Return an axis and how much it shows: `First axis, 49% of all differences`."""
    text = (
        _("First axis, %(share)s of all differences")
        if axis == 0
        else _("Second axis, %(share)s of all differences")
    )
    return str(text) % {"share": figures.percent(found.explained[axis])}


def of_axis(found: FigureMap, axis: int, named: Mapping[str, str]) -> str:
    """Say what lies at the ends of an axis: `Left: price. Right: attention.`."""
    right, left = ends(found, axis, named)
    low, high = (
        (_("Left: %(names)s."), _("Right: %(names)s."))
        if axis == 0
        else (_("Below: %(names)s."), _("Above: %(names)s."))
    )
    parts = [
        str(text) % {"names": words.joined(map(words.inline, of))}
        for text, of in ((low, left), (high, right))
        if of
    ]
    return " ".join(parts)


def of_benchmark(name: str, found: Benchmark, dimensions: Mapping[str, str]) -> str:
    """Say on what we stand above a competitor, and on what below."""
    supported = {
        code: one.gap.difference
        for code, one in found.dimensions.items()
        if one.gap is not None and one.gap.is_supported
    }
    if not supported:
        return str(_("Of no dimension it is certain that we differ from %(name)s.", name=name))
    order = sorted(supported, key=lambda code: -abs(supported[code]))
    said = []
    for is_above, text in (
        (True, _("We stand above %(name)s on %(dimensions)s.")),
        (False, _("We stand below %(name)s on %(dimensions)s.")),
    ):
        codes = [code for code in order if (supported[code] > 0) is is_above]
        if codes:
            listed = words.joined(words.inline(dimensions[code]) for code in codes[:3])
            said.append(str(text) % {"name": name, "dimensions": listed})
    return " ".join(said)


def missing(scene: Scene) -> str:
    """Say why there is no map of a wave that has no segments; empty where there is one."""
    if scene.parties:
        return ""
    return str(_("A map needs segments: this wave has none."))


def neighbours(points: Sequence[MapPoint]) -> list[MapPoint]:
    """Return the points that have a place of their own: segments, benchmarks and targets."""
    return [
        point
        for point in points
        if point.kind in {PointKind.SEGMENT, PointKind.BENCHMARK, PointKind.TARGET}
    ]
