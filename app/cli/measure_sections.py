"""What stands below the profiles: weights, wholes, items, groups among themselves, identity."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.cli.plain_table import NONE, figure, lines, p_value, percent
from surveys.measurement.image.composite import Closeness
from surveys.measurement.image.consistency import Consistency, Spread
from surveys.measurement.scales.congruence import Comparability
from surveys.measurement.scales.omega import Method
from surveys.measurement.wave.figures import (
    Across,
    Compared,
    DimensionFigures,
    IdentityFigures,
    ItemFigures,
    Measurement,
    SegmentFigures,
)
from surveys.measurement.weights.weights import Weighing
from surveys.study.study import Study

SIGNIFICANT: Final = 0.05

METHODS: Final = {Method.OMEGA: "ω", Method.ALPHA: "α", Method.SPEARMAN_BROWN: "SB"}

Translate = Callable[[str], str]


def _(text: str) -> str:
    """Mark a text for the catalogue."""
    return text


SCALES: Final = _("%(segment)s: how clear is the image, and do its items belong together")
WHOLES: Final = _("As a whole (95%)")
ACROSS: Final = _("Segments among themselves")
LANGUAGES: Final = _("Languages: do the items mean the same")
ITEMS: Final = _("Items, of all customers together")
IDENTITY: Final = _("Strength of the identity")
WEIGHTS: Final = _(
    "Weights of customers: %(n)s people amount to %(n_eff)s, design effect %(deff)s; trimmed "
    "%(trimmed)s, left out %(left_out)s."
)
EMPLOYEE_WEIGHTS: Final = _(
    "Weights of employees: %(n)s people amount to %(n_eff)s, design effect %(deff)s; trimmed "
    "%(trimmed)s, left out %(left_out)s."
)
NO_WEIGHTS: Final = _("Nobody has a weight: all are left out (%(left_out)s).")
SMALL: Final = _("Few people (%(n)s) in %(level)s: its weight is a matter of chance.")


def sections(study: Study, total: str, gettext: Translate) -> Iterator[str]:
    """Yield each section that has something to say, as text; `total` is what all are called."""
    min_n = study.provenance.choices.min_n
    for text, weighing in (
        (WEIGHTS, study.weighing),
        (EMPLOYEE_WEIGHTS, study.employee_weighing),
    ):
        if weighing is not None:
            yield "\n".join(_weights(text, weighing, min_n, gettext))
    measurement, plain = study.measurement, study.unweighted
    segments = {**measurement.segments, total: measurement.total}
    beside = {**plain.segments, total: plain.total} if plain else {}
    for name, segment in segments.items():
        if not study.hides(segment):
            heading = gettext(SCALES) % {"segment": name}
            yield "\n".join([heading, *_scales(segment, beside.get(name))])
    for heading, table in (
        (WHOLES, _wholes({name: of for name, of in segments.items() if not study.hides(of)})),
        (ACROSS, _across(measurement)),
        (LANGUAGES, _languages(measurement)),
        (ITEMS, _items(measurement)),
        (IDENTITY, _identity(measurement)),
    ):
        found = list(table)
        if len(found) > 1:
            yield "\n".join([gettext(heading), *found])


def _weights(text: str, weighing: Weighing, min_n: int | None, gettext: Translate) -> Iterator[str]:
    kish, raking = weighing.kish, weighing.raking
    if kish is None:
        yield gettext(NO_WEIGHTS) % {"left_out": weighing.left_out}
        return
    yield gettext(text) % {
        "n": kish.n,
        "n_eff": figure(kish.n_eff, places=0),
        "deff": figure(kish.design_effect, places=2),
        "trimmed": percent(raking.trimmed if raking else 0.0),
        "left_out": weighing.left_out,
    }
    for small in raking.small if raking else ():
        level = " × ".join(part or NONE for part in small.level)
        n = f"< {min_n}" if min_n and small.n < min_n else str(small.n)
        yield gettext(SMALL) % {"n": n, "level": level}


def _scales(segment: SegmentFigures, beside: SegmentFigures | None) -> Iterator[str]:
    """Yield a line for each dimension; `beside` has the figures without weights."""
    columns: dict[str, Callable[[str, DimensionFigures], str]] = {
        "SD": lambda _code, of: figure(of.spread.sd if of.spread else None),
        "image": lambda _code, of: _clarity(of.spread),
        "reliability": lambda _code, of: _reliability(of),
        "alpha (95%)": lambda _code, of: _alpha(of),
    }
    if any(of.comparable for of in segment.dimensions.values()):
        columns["as employees"] = lambda _code, of: _congruence(of.comparable)
    if any(of.smoothed for of in segment.dimensions.values()):
        columns["smoothed"] = lambda _code, of: figure(of.smoothed.mean if of.smoothed else None)
    if beside is not None:
        columns["unweighted"] = lambda code, _of: figure(beside.dimensions[code].external.mean)
    rows = [
        [code, *(cell(code, of) for cell in columns.values())]
        for code, of in segment.dimensions.items()
    ]
    yield from lines(["", *columns], rows)


def _clarity(of: Spread | None) -> str:
    """Say in a word how far images lie apart."""
    if of is None:
        return NONE
    return "divided" if of.is_divided else of.clarity.value


def _reliability(of: DimensionFigures) -> str:
    found = of.scale.reliability if of.scale else None
    return NONE if found is None else f"{figure(found.value, places=2)} {METHODS[found.method]}"


def _alpha(of: DimensionFigures) -> str:
    interval = of.scale.alpha_interval if of.scale else None
    alpha = figure(of.alpha, places=2)
    if interval is None:
        return alpha
    return f"{alpha} ({figure(interval.low, places=2)}–{figure(interval.high, places=2)})"


def _congruence(of: Comparability | None) -> str:
    return NONE if of is None else f"{figure(of.congruence, places=2)} {of.word.value}"


def _wholes(segments: Mapping[str, SegmentFigures]) -> Iterator[str]:
    rows = [[name, *_whole(of)] for name, of in segments.items() if of.whole is not None]
    names = ("index", "alignment", "floor", "fulfilment", "overall", "specific", "halo")
    yield from lines(["", *names], rows)


def _whole(segment: SegmentFigures) -> list[str]:
    whole = segment.whole
    if whole is None:
        return [NONE] * 7
    index, aligned, spread = whole.index, whole.alignment, whole.consistency
    return [
        NONE if index is None else _give_or_take(index.value, index.margin),
        _closeness(aligned),
        NONE if aligned is None else figure(aligned.noise_floor),
        _closeness(whole.fulfilment),
        *_parts(spread),
    ]


def _parts(of: Consistency | None) -> list[str]:
    if of is None:
        return [NONE] * 3
    return [figure(of.overall), figure(of.specific), percent(of.halo)]


def _closeness(of: Closeness | None) -> str:
    if of is None:
        return NONE
    within = " =" if of.is_within_precision else ""
    return _give_or_take(of.value, of.margin) + within


def _give_or_take(value: float, margin: float | None) -> str:
    """Return a figure and how far it may be off."""
    return figure(value) + ("" if margin is None else f" ±{figure(margin)}")


def _across(measurement: Measurement) -> Iterator[str]:
    rows = [[code, *_differing(of)] for code, of in measurement.across.items()]
    names = ("F", "p", "p ranks", "omega²", "pairs that differ", "least alike")
    yield from lines(["", *names], rows)


def _differing(across: Across) -> list[str]:
    found = across.among
    if found is None:
        return [NONE] * 5 + [_alike(across.least_alike)]
    differ = [
        f"{pair.first}–{pair.second}"
        for pair in found.pairs
        if pair.p_games_howell is not None and pair.p_games_howell < SIGNIFICANT
    ]
    return [
        figure(found.welch.f if found.welch else None),
        p_value(found.welch.p if found.welch else None),
        p_value(across.rank_p),
        figure(found.omega2, places=2),
        ", ".join(differ) or NONE,
        _alike(across.least_alike),
    ]


def _alike(pair: Compared | None) -> str:
    if pair is None:
        return NONE
    return f"{pair.first}–{pair.second} {_congruence(pair.comparability)}"


def _languages(measurement: Measurement) -> Iterator[str]:
    rows = [[code, _alike(pair)] for code, pair in measurement.languages.items()]
    yield from lines(["", "least alike"], rows)


def _items(measurement: Measurement) -> Iterator[str]:
    rows = [
        [code, *_item(of)]
        for figures in measurement.total.dimensions.values()
        if figures.scale is not None
        for code, of in figures.scale.items.items()
    ]
    names = ("n", "mean", "SD", "top 2", "don't know", "rest r", "α without")
    yield from lines(["", *names], rows)


def _item(of: ItemFigures) -> list[str]:
    return [
        str(of.mean.n),
        figure(of.mean.mean),
        figure(of.sd),
        percent(of.top_box.mean if of.top_box else None),
        percent(of.dont_know.mean if of.dont_know else None),
        figure(of.rest, places=2),
        figure(of.alpha_without, places=2),
    ]


def _identity(measurement: Measurement) -> Iterator[str]:
    rows = [[code, *_strength(of)] for code, of in measurement.identity.items()]
    names = ("teams", "rwg(j)", "AD", "shared", "awareness", "ICC(1)", "ICC(2)", "Δmanagement")
    yield from lines(["", *names], rows)


def _strength(of: IdentityFigures) -> list[str]:
    gap = of.management_gap
    return [
        str(len(of.teams)),
        figure(of.typical_agreement, places=2),
        figure(of.typical_deviation, places=2),
        {True: "yes", False: "no", None: NONE}[of.is_shared],
        of.awareness.value if of.awareness else NONE,
        _correlation(of.intraclass.icc1 if of.intraclass else None),
        _correlation(of.intraclass.icc2 if of.intraclass else None),
        NONE if gap is None else f"{figure(gap.difference, '+')} {gap.label.value}",
    ]


def _correlation(icc: float | None) -> str:
    """Return an intraclass correlation; one below 0 is chance and shown as 0."""
    return figure(None if icc is None else max(0.0, icc), places=2)
