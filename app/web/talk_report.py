"""Recommendation and word of mouth of a group, as sections of a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from app.services.origins import WordOfMouthShown
from app.web import figures, scenes, talk_words
from app.web.charts.estimates import Given, GivenRow, Kind, estimate_rows
from app.web.frame import translated
from app.web.report import Chart, Section, Table, table
from app.web.split_report import percent_chart, share_mark
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.inference.thresholds import SIGNIFICANCE
from surveys.measurement.origins.word_of_mouth import (
    AgainstOthers,
    Recommendation,
    Talk,
    WordOfMouth,
)


def sections(shown: WordOfMouthShown) -> tuple[Section, ...]:
    """Return what there is to show of recommendation, and of what people tell and hear."""
    return () if shown.group is None else tuple(_sections(shown, shown.group))


def _sections(shown: WordOfMouthShown, found: WordOfMouth) -> Iterator[Section]:
    if found.recommendation is not None:
        yield _scores(shown, found.recommendation)
        yield _answers(found.recommendation)
    if found.given is not None or found.heard is not None:
        yield _talk(found)


@dataclass(frozen=True, slots=True)
class _Scored:
    """The Net Promoter Score of one group, and how far it is from that of all others."""

    name: str
    of: Recommendation
    against: AgainstOthers | None

    @property
    def differs(self) -> bool:
        """Tell whether it surely differs from that of the others."""
        p = None if self.against is None else self.against.p_adjusted
        return p is not None and p < SIGNIFICANCE


def _scores(shown: WordOfMouthShown, of_group: Recommendation) -> Section:
    names = {one.code: translated(one.name) for one in shown.scene.parties}
    groups = [
        _Scored(names[code], one.recommendation, shown.against.get(code))
        for code, one in shown.segments.items()
        if one.recommendation is not None
    ]
    groups.sort(key=lambda one: -(one.of.score.mean or 0.0))
    if shown.scene.segment is None:
        groups.insert(0, _Scored(scenes.group_name(shown.scene), of_group, None))
    drawn = estimate_rows([_score_row(one) for one in groups], line=0)
    charts: tuple[Chart, ...] = ()
    if drawn:
        ticks = tuple(figures.signed(tick) for tick in drawn.axis.ticks)
        charts = (Chart(drawn, str(_("Group")), str(_("Score (95%)")), ticks),)
    note = _(
        "Promoters less detractors, −100 to 100, with 95% intervals. Bold differs from all other "
        "segments together, by Welch’s test after Holm’s correction."
    )
    return Section(
        code="scores",
        what=str(_("Net Promoter Score")),
        sentence=talk_words.segments(shown.against, names),
        order=str(_("highest first")),
        charts=charts,
        notes=(str(note),),
        tables=(_scores_table(groups),),
    )


def _score_row(one: _Scored) -> GivenRow:
    score = one.of.score
    is_total = one.against is None
    kind = Kind.FULL if one.differs or is_total else Kind.PALE
    marks = () if score.mean is None else (Given(score.mean, score.low, score.high, kind),)
    return GivenRow(
        one.name,
        marks,
        figures.signed(score.mean),
        talk_words.scored(score),
        (f"n {figures.count(score.n)}",),
        is_pale=kind is Kind.PALE,
    )


def _scores_table(groups: list[_Scored]) -> Table:
    columns = (
        (_("Group"), False),
        ("n", True),
        (_("Promoters"), True),
        (_("Detractors"), True),
        (_("Score (95%)"), True),
        (_("Mean answer, 0–10"), True),
        (_("Less the others"), True),
        (_("p, Holm"), True),
    )
    rows = []
    for one in groups:
        score, against = one.of.score, one.against
        rows.append(
            (
                one.name,
                figures.count(score.n),
                figures.percent(one.of.promoters.mean),
                figures.percent(one.of.detractors.mean),
                f"{figures.signed(score.mean, 1)} ({talk_words.scored(score)})",
                figures.score(one.of.mean.mean, 1),
                figures.signed(against.difference.difference if against else None, 1),
                figures.p_value(against.p_adjusted if against else None),
            )
        )
    return table(
        str(_("Net Promoter Score")), [(str(name), is_number) for name, is_number in columns], rows
    )


def _answers(of: Recommendation) -> Section:
    rows = [
        GivenRow(str(answer), (Given(share),), figures.percent(share))
        for answer, share in sorted(of.distribution.items(), reverse=True)
    ]
    chart = percent_chart(rows, what=str(_("Answer")), figure=str(_("Share")))
    return Section(
        code="answers",
        what=str(_("All answers, 10 is very likely")),
        sentence=talk_words.scale(of),
        charts=_one(chart),
        notes=(str(_("The score leaves out most of what the answers tell: here they all are.")),),
    )


def _talk(found: WordOfMouth) -> Section:
    rows = [_talk_row(code, found) for code in talk_words.TOLD]
    chart = percent_chart(
        rows,
        what=str(_("Tone")),
        figure=str(_("Told others")),
        key=(
            (Kind.FULL, str(_("told others"))),
            (Kind.HOLLOW, str(_("heard from others"))),
        ),
    )
    nets = (
        talk_words.net(found.given, str(_("Told"))),
        talk_words.net(found.heard, str(_("Heard"))),
    )
    return Section(
        code="talk",
        what=str(_("Word of mouth in the past 12 months")),
        sentence=talk_words.talk(found),
        charts=_one(chart),
        notes=(" ".join(filter(None, nets)),),
        tables=(_talk_table(found),),
    )


def _talk_row(code: str, found: WordOfMouth) -> GivenRow:
    given, heard = _share(found.given, code), _share(found.heard, code)
    return GivenRow(
        str(talk_words.TOLD[code]),
        (
            *(share_mark(heard, Kind.HOLLOW) if heard else ()),
            *(share_mark(given) if given else ()),
        ),
        figures.percent(given.mean if given else None),
        str(_("heard %(share)s", share=figures.percent(heard.mean if heard else None))),
    )


def _talk_table(found: WordOfMouth) -> Table:
    columns = ((_("Tone"), False), (_("Told (95%)"), True), (_("Heard (95%)"), True))
    rows = [
        (str(name), _cell(_share(found.given, code)), _cell(_share(found.heard, code)))
        for code, name in talk_words.TOLD.items()
    ]
    asked = [of.n for of in (found.given, found.heard) if of is not None]
    caption = str(_("Word of mouth, n %(n)s", n=figures.count(min(asked))))
    return table(caption, [(str(name), is_number) for name, is_number in columns], rows)


def _share(of: Talk | None, code: str) -> Estimate | None:
    return None if of is None else of.shares.get(code)


def _cell(share: Estimate | None) -> str:
    if share is None:
        return figures.NONE
    return f"{figures.percent(share.mean)} ({figures.percents(share.low, share.high)})"


def _one(chart: Chart | None) -> tuple[Chart, ...]:
    return (chart,) if chart else ()
