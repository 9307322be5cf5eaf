"""What people write, as sections of a page: typical words, and whole answers to read."""

from collections.abc import Mapping, Sequence
from math import log
from typing import Final

from flask_babel import gettext as _

from app.services.comments import CommentsShown
from app.web import comment_words, figures, words
from app.web.charts.estimates import Given, GivenRow, Kind, estimate_rows
from app.web.report import Chart, Section, Table, table
from surveys.measurement.origins.wording import GroupWords, TypicalWord

DRAWN: Final = 12
"""So many words are drawn; all of them are in the table."""

READ: Final = 9
"""So many whole answers are given to read."""

DOUBLING: Final = log(2)
"""What is twice as often is so much further in log-odds, about."""


def sections(shown: CommentsShown, named: Mapping[str, str]) -> tuple[Section, ...]:
    """Return what there is to show of the group that is looked at."""
    if shown.group is None:
        return ()
    found, name = shown.groups[shown.group], named[shown.group]
    if comment_words.is_alone(shown):
        order = sorted(found.words, key=lambda word: (-word.odds.count, word.odds.word))
        return (_counted(shown, order, found, name), *_examples(order, name))
    typical = [word for word in found.words if word.odds.log_odds > 0]
    return (_typical(shown, typical, found, name), *_examples(typical, name))


def _typical(
    shown: CommentsShown, typical: Sequence[TypicalWord], found: GroupWords, name: str
) -> Section:
    rows = estimate_rows([_row(word, found) for word in typical[:DRAWN]], line=0)
    return Section(
        code="words",
        what=str(_("Words that set %(group)s apart", group=words.inline(name))),
        sentence=comment_words.of_words(typical),
        order=str(_("most typical first")),
        charts=(
            Chart(
                rows,
                what=str(_("Word")),
                figure=str(_("People")),
                ticks=tuple(figures.times(2**tick) for tick in rows.axis.ticks),
                key=(
                    (Kind.FULL, str(_("clearly more often than elsewhere"))),
                    (Kind.PALE, str(_("may be chance"))),
                ),
            ),
        )
        if rows
        else (),
        notes=tuple(comment_words.how_to_read(shown, shown.scene.k)),
        tables=(_table(found, name),),
    )


def _row(word: TypicalWord, found: GroupWords) -> GivenRow:
    odds, is_clear = word.odds, comment_words.is_clear(word)
    half = comment_words.CLEAR * odds.se
    low, middle, high = (
        end / DOUBLING for end in (odds.log_odds - half, odds.log_odds, odds.log_odds + half)
    )
    return GivenRow(
        name=odds.word,
        marks=(Given(middle, low, high, Kind.FULL if is_clear else Kind.PALE),),
        figure=figures.count(odds.count),
        beside=str(
            _(
                "of %(n)s; elsewhere %(other)s",
                n=figures.count(found.people or 0),
                other=figures.count(odds.count_elsewhere),
            )
        ),
        is_pale=not is_clear,
    )


def _counted(
    shown: CommentsShown, order: Sequence[TypicalWord], found: GroupWords, name: str
) -> Section:
    """Return the words of a group that there is no other one beside."""
    sentence = (
        _("Most people write of “%(word)s”.", word=order[0].odds.word)
        if order
        else _("No word is used by enough people to be counted.")
    )
    return Section(
        code="words",
        what=str(_("Words of %(group)s", group=words.inline(name))),
        sentence=str(sentence),
        order=str(_("most used first")),
        notes=tuple(comment_words.how_to_read(shown, shown.scene.k)),
        tables=(_table(found, name),) if order else (),
    )


def _table(found: GroupWords, name: str) -> Table:
    columns = [
        (str(_("Word")), False),
        (str(_("People here")), True),
        (str(_("Elsewhere")), True),
        (str(_("Log-odds")), True),
        ("z", True),
    ]
    rows = [
        [
            word.odds.word,
            figures.count(word.odds.count),
            figures.count(word.odds.count_elsewhere),
            figures.signed(word.odds.log_odds, 2),
            figures.signed(word.odds.z, 1),
        ]
        for word in found.words
    ]
    return table(name, columns, rows)


def _examples(typical: Sequence[TypicalWord], name: str) -> tuple[Section, ...]:
    texts = list(dict.fromkeys(text for word in typical for text in word.examples))[:READ]
    if not texts:
        return ()
    return (
        Section(
            code="examples",
            what=str(_("To read: answers of %(group)s with these words", group=words.inline(name))),
            sentence=str(_("Whole answers, as they were written.")),
            quotes=tuple(texts),
            notes=(
                str(
                    _(
                        "Chosen by their words alone, in no order of time or person. Examples show "
                        "what is meant by a word, not how many think so."
                    )
                ),
            ),
        ),
    )
