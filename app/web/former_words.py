"""What is said of image formers: whom they reach, how they are judged, and which weigh most."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import figures, split_words, words
from surveys.measurement.image.gaps import Gap
from surveys.measurement.origins.experiences import Contrast
from surveys.measurement.origins.formers import Answer, Claim, Explained, Formers
from surveys.measurement.sums.jackknife import Replicated
from surveys.questionnaire.scales import Steerability, TouchpointKind

MOST_WORDS: Final = 24
"""Of a headline."""

Names = Mapping[str, str]
"""The names of image formers by their codes."""

KINDS: Final[Mapping[TouchpointKind, LazyString]] = {
    TouchpointKind.STAFF: _l("Our people"),
    TouchpointKind.CUSTOMERS: _l("Other customers"),
    TouchpointKind.OWNED: _l("Our own channels"),
    TouchpointKind.MEDIA: _l("Media"),
    TouchpointKind.OTHER: _l("Others"),
}

KIND_OF: Final[Mapping[TouchpointKind, LazyString]] = {
    TouchpointKind.STAFF: _l("staff"),
    TouchpointKind.CUSTOMERS: _l("customers"),
    TouchpointKind.OWNED: _l("own channel"),
    TouchpointKind.MEDIA: _l("media"),
    TouchpointKind.OTHER: _l("other"),
}

STEERED: Final[Mapping[Steerability, LazyString]] = {
    Steerability.DIRECT: _l("We steer it"),
    Steerability.INDIRECT: _l("We steer it through others"),
    Steerability.NONE: _l("We do not steer it"),
}

STEERED_HOW: Final[Mapping[Steerability, LazyString]] = {
    Steerability.DIRECT: _l("we steer it"),
    Steerability.INDIRECT: _l("steered through others"),
    Steerability.NONE: _l("not steerable"),
}


def headline(found: Formers, names: Names) -> str:
    """Say what the image goes along with most, and whether people weigh most."""
    if not found.formers:
        return str(_("This wave did not ask where the image comes from."))
    explained = found.image
    split = None if explained is None else explained.split
    first = split_words.headline(split, str(_("the image")), names)
    claim = "" if explained is None else _short_claim(explained.people_weigh_most)
    both = f"{first} {claim}".strip()
    return both if len(both.split()) <= MOST_WORDS else first


def missing(found: Formers) -> str:
    """Say what to do where no image former was asked."""
    if found.formers:
        return ""
    return str(_("Ask with experience items what customers met, and how good it was."))


def _short_claim(claim: Claim | None) -> str:
    if claim is None or claim.answer is Answer.UNDECIDED:
        return ""
    if claim.answer is Answer.SUPPORTED:
        return str(_("Staff and current customers weigh most."))
    return str(_("Staff and current customers do not weigh most."))


def _people(difference: Replicated) -> Replicated:
    """Return the share of staff and customers, given by how much it is above that of all others."""

    def half(value: float | None) -> float | None:
        return None if value is None else (1 + value) / 2

    return Replicated(
        half(difference.value), None, None, half(difference.low), half(difference.high)
    )


def claim(explained: Explained | None) -> str:
    """Answer whether staff and current customers weigh most."""
    found = None if explained is None else explained.people_weigh_most
    if found is None or explained is None:
        return str(_("Whether staff and current customers weigh most cannot be tested here."))
    people = _people(found.difference)
    share, interval = figures.percent(people.value), figures.percents(people.low, people.high)
    if found.answer is Answer.SUPPORTED:
        said = _(
            "It holds here: staff and current customers have %(share)s (%(interval)s) of what can "
            "be explained, more than all others together.",
            share=share,
            interval=interval,
        )
    elif found.answer is Answer.CONTRADICTED:
        said = _(
            "It does not hold here: staff and current customers have %(share)s (%(interval)s) of "
            "what can be explained, less than all others together.",
            share=share,
            interval=interval,
        )
    elif explained.split.left_out:
        said = _(
            "It cannot be said yet: staff and current customers have %(share)s (%(interval)s), "
            "but not every image former could be weighed.",
            share=share,
            interval=interval,
        )
    else:
        said = _(
            "It cannot be said yet: staff and current customers have %(share)s (%(interval)s) of "
            "what can be explained.",
            share=share,
            interval=interval,
        )
    return str(said)


def steerable(explained: Explained) -> str:
    """Say how much of what is explained goes with what can be steered, and directly so."""
    share, direct = explained.steerable, explained.by_steerability.get(Steerability.DIRECT)
    if share is None:
        return str(_("Nothing that could be weighed can be steered."))
    if Steerability.NONE in explained.by_steerability:
        said = _(
            "%(share)s (%(interval)s) of what can be explained goes with what can be steered.",
            share=figures.percent(share.value),
            interval=figures.percents(share.low, share.high),
        )
    else:
        said = _("All that could be weighed can be steered.")
    if direct is None or direct.low is None or len(explained.by_steerability) == 1:
        return str(said)
    own = _(
        "What we steer ourselves has %(share)s (%(interval)s).",
        share=figures.percent(direct.value),
        interval=figures.percents(direct.low, direct.high),
    )
    return f"{said} {own}"


def reach(found: Formers, names: Names) -> str:
    """Say which image former reaches most people, where one surely does."""
    reached = [
        (of.experiences.reach.either, code)
        for code, of in found.formers.items()
        if of.experiences.reach is not None and of.experiences.reach.either.mean is not None
    ]
    if not reached:
        return str(_("Too few were asked what they met."))
    first, *others = sorted(reached, key=lambda one: -(one[0].mean or 0.0))
    share = figures.percent(first[0].mean)
    rest = max((one.high or 1.0 for one, _code in others), default=0.0)
    if first[0].low is not None and first[0].low > rest:
        said = _(
            "%(share)s met or heard of %(name)s: more than of any other image former.",
            share=share,
            name=words.inline(names[first[1]]),
        )
    else:
        said = _(
            "The largest reach is %(share)s; more than one image former may have it.", share=share
        )
    return str(said)


def sources(found: Formers, names: Names) -> str:
    """Say whether what people met themselves is judged otherwise than what they heard."""
    texts = (
        _l("%(name)s: what people heard is judged %(points)s lower than what they met themselves."),
        _l(
            "%(name)s: what people heard is judged %(points)s higher than what they met themselves."
        ),
    )
    gaps = {code: of.experiences.own_less_heard for code, of in found.formers.items()}
    overall = found.own_less_heard
    return _contrasted(gaps, overall, names, texts, str(_("Own experience and hearsay")))


def times(found: Formers, names: Names) -> str:
    """Say whether this year is judged otherwise than before."""
    texts = (
        _l("%(name)s: judged %(points)s better this year than before."),
        _l("%(name)s: judged %(points)s worse this year than before."),
    )
    gaps = {code: of.experiences.recent_less_past for code, of in found.formers.items()}
    return _contrasted(gaps, found.recent_less_past, names, texts, str(_("This year and before")))


def _contrasted(
    gaps: Mapping[str, Gap | None],
    overall: Contrast | None,
    names: Names,
    texts: tuple[LazyString, LazyString],
    both: str,
) -> str:
    """Name the image formers at which two parts surely differ; else say what holds of all."""
    sure = {code: gap for code, gap in gaps.items() if gap is not None and gap.is_supported}
    said = [
        str(texts[gap.difference < 0])
        % {"name": names[code], "points": figures.points([gap.difference])}
        for code, gap in sorted(sure.items(), key=lambda one: -abs(one[1].difference))
    ][: split_words.NAMED - 1]
    if said:
        return " ".join(said)
    if overall is None:
        return str(_("%(both)s cannot be compared: too few of one of them.", both=both))
    return str(_("%(both)s cannot be told apart at any image former.", both=both))


def over_all(contrast: Contrast | None, first: str) -> str:
    """Say what holds of several image formers together; empty where that cannot be compared."""
    if contrast is None or len(contrast.formers) < 2:
        return ""
    found = contrast.difference
    return str(
        _(
            "Over %(n)s image formers together, %(first)s: %(points)s points (%(interval)s).",
            n=len(contrast.formers),
            first=first,
            points=figures.signed(found.value, 1),
            interval=figures.signed_interval(found.low, found.high, 1),
        )
    )


def weights(found: Formers, names: Names) -> str:
    """Say what people themselves say counts most in their image."""
    said = [
        (of.experiences.weight, code)
        for code, of in found.formers.items()
        if of.experiences.weight is not None and of.experiences.weight.mean is not None
    ]
    if not said:
        return str(_("Too few said how much it counts."))
    first, *others = sorted(said, key=lambda one: -(one[0].mean or 0.0))
    rest = max((one.high or 100.0 for one, _code in others), default=0.0)
    if first[0].low is not None and first[0].low > rest:
        return str(_("People say that %(name)s counts most.", name=words.inline(names[first[1]])))
    return str(_("People do not say of one image former that it counts most."))


def of_former(kind: TouchpointKind, steerability: Steerability) -> str:
    """Return what an image former is: `staff, we steer it`."""
    return f"{KIND_OF[kind]}, {STEERED_HOW[steerability]}"
