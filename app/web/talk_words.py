"""What is said of recommendation and of what people tell and hear."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import figures
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.inference.thresholds import SIGNIFICANCE, Thresholds
from surveys.measurement.origins.word_of_mouth import (
    AgainstOthers,
    Recommendation,
    Talk,
    WordOfMouth,
)

FEW: Final = Thresholds().to_judge
"""Below so many answers no claim is made."""

TOLD: Final[Mapping[str, LazyString]] = {
    "positive": _l("Mostly positive"),
    "both": _l("Positive and negative alike"),
    "negative": _l("Mostly negative"),
    "no": _l("Nothing"),
}


def headline(found: WordOfMouth, group: str) -> str:
    """Say whether more people would recommend than not."""
    if found.recommendation is None:
        if found.given is None and found.heard is None:
            return str(_("This wave did not ask what people tell others."))
        return talk(found)
    score = found.recommendation.score
    told = figures.signed(score.mean)
    if score.n < FEW or score.low is None or score.high is None:
        said = _("Whether %(group)s recommend us cannot be said on so few answers.", group=group)
    elif score.low > 0:
        said = _(
            "Among %(group)s promoters outnumber detractors: a Net Promoter Score of %(score)s.",
            group=group,
            score=told,
        )
    elif score.high < 0:
        said = _(
            "Among %(group)s detractors outnumber promoters: a Net Promoter Score of %(score)s.",
            group=group,
            score=told,
        )
    else:
        said = _(
            "Among %(group)s promoters and detractors cannot be told apart in number: a Net "
            "Promoter Score of %(score)s.",
            group=group,
            score=told,
        )
    return str(said)


def segments(against: Mapping[str, AgainstOthers], names: Mapping[str, str]) -> str:
    """Say which segments recommend more or less than all others together."""
    sure = {
        code: one.difference.difference
        for code, one in against.items()
        if one.p_adjusted is not None
        and one.p_adjusted < SIGNIFICANCE
        and one.difference.difference is not None
    }
    said = []
    for code, difference in sorted(sure.items(), key=lambda one: -abs(one[1])):
        text = (
            _("%(name)s recommend more than the others do.", name=names[code])
            if difference > 0
            else _("%(name)s recommend less than the others do.", name=names[code])
        )
        said.append(str(text))
    return " ".join(said) or str(_("No segment surely recommends more or less than the others."))


def scale(found: Recommendation) -> str:
    """Say how many promote and detract."""
    return str(
        _(
            "%(promoters)s are promoters (9 or 10), %(detractors)s detractors (6 or lower); the "
            "mean answer is %(mean)s.",
            promoters=figures.percent(found.promoters.mean),
            detractors=figures.percent(found.detractors.mean),
            mean=figures.score(found.mean.mean, 1),
        )
    )


def talk(found: WordOfMouth) -> str:
    """Say whether what people tell and hear is rather positive than negative."""
    of_both = ((found.given, _("What people tell")), (found.heard, _("What people hear")))
    return " ".join(_tone(of, str(name)) for of, name in of_both if of is not None)


def _tone(of: Talk, name: str) -> str:
    net = of.net
    if net.n < FEW or net.low is None or net.high is None:
        said = _("%(what)s: too few to say of which tone.", what=name)
    elif net.low > 0:
        said = _("%(what)s is more often positive than negative.", what=name)
    elif net.high < 0:
        said = _("%(what)s is more often negative than positive.", what=name)
    else:
        said = _("%(what)s is as likely positive as negative.", what=name)
    return str(said)


def net(of: Talk | None, name: str) -> str:
    """Say the net tone of what people told or heard, with its interval."""
    if of is None or of.net.mean is None:
        return ""
    return str(
        _(
            "%(what)s, positive less negative of those who did: %(net)s (%(interval)s), n %(n)s.",
            what=name,
            net=figures.signed(of.net.mean),
            interval=figures.signed_interval(of.net.low, of.net.high),
            n=figures.count(of.net.n),
        )
    )


def scored(score: Estimate) -> str:
    """Return the interval of a Net Promoter Score, or that there are too few for one."""
    if score.low is None:
        return str(_("too few"))
    return figures.signed_interval(score.low, score.high)
