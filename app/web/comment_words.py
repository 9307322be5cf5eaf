"""What is said of what people write: the words that set a group apart, and who is not shown."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.comments import CommentsShown
from app.services.trend import EVERYONE
from app.web import figures, words
from app.web.frame import translated
from app.web.languages import LANGUAGES
from surveys.measurement.inference.estimates import LEVEL, normal_quantile
from surveys.measurement.origins.wording import TypicalWord

CLEAR: Final = normal_quantile((1 + LEVEL) / 2)
"""A word that is so many standard errors more typical is hardly so by chance, one by one."""

NAMED: Final = 3
"""So many words at most are named in one claim."""


def is_clear(word: TypicalWord) -> bool:
    """Tell whether a word is clearly more typical of its group than of the others."""
    return word.odds.z > CLEAR


def names(shown: CommentsShown) -> dict[str, str]:
    """Return the names of the groups."""
    found = {party.code: translated(party.name) for party in shown.scene.parties}
    return found | {EVERYONE: str(_("All customers"))}


def language_name(language: str) -> str:
    """Return a language by its own name."""
    return LANGUAGES.get(language.partition("-")[0], language)


def is_alone(shown: CommentsShown) -> bool:
    """Tell whether there is no other group to hold the one that is looked at against."""
    return sum(of.people is not None for of in shown.groups.values()) < 2


def headline(shown: CommentsShown, named: Mapping[str, str]) -> str:
    """Say which words a group uses more than others do."""
    if shown.group is None:
        return str(_("There are no open answers to read yet."))
    group = named[shown.group]
    if is_alone(shown):
        return str(_("What %(group)s write, in their own words.", group=words.inline(group)))
    clear = [word.odds.word for word in shown.groups[shown.group].words if is_clear(word)][:NAMED]
    if not clear:
        return str(
            _("No word clearly sets the answers of %(group)s apart.", group=words.inline(group))
        )
    return str(
        _(
            "%(group)s write of %(words)s more than others do.",
            group=group,
            words=words.joined(f"“{word}”" for word in clear),
        )
    )


def who_wrote(shown: CommentsShown, named: Mapping[str, str]) -> str:
    """Say how many people wrote an answer to what."""
    if shown.group is None or shown.item is None:
        return ""
    people = shown.groups[shown.group].people or 0
    return str(
        ngettext(
            "%(n)s person of %(group)s wrote an answer to “%(item)s”.",
            "%(n)s people of %(group)s wrote an answer to “%(item)s”.",
            people,
            n=figures.count(people),
            group=words.inline(named[shown.group]),
            item=translated(shown.items[shown.item]),
        )
    )


def hidden(shown: CommentsShown, named: Mapping[str, str]) -> str:
    """Say of whom nothing is counted; empty where all are."""
    few = [named[code] for code, of in shown.groups.items() if of.people is None]
    if not few:
        return ""
    return str(
        _(
            "Fewer than %(k)s wrote, so nothing of them is counted or shown: %(groups)s.",
            k=shown.k_comments,
            groups=words.joined(map(words.inline, few)),
        )
    )


def of_words(found: Sequence[TypicalWord]) -> str:
    """Say how many words are clearly typical."""
    clear = sum(is_clear(word) for word in found)
    if not clear:
        return str(_("What is used more often here may be so by chance."))
    return str(
        ngettext(
            "%(num)s word is clearly used more often here than elsewhere.",
            "%(num)s words are clearly used more often here than elsewhere.",
            clear,
        )
    )


def how_to_read(shown: CommentsShown, k: int) -> list[str]:
    """Say how words are counted."""
    said = [
        _(
            "Forms of a word are put together, and words that say nothing by themselves are left "
            "out. A word counts once per person; one that fewer than %(k)s people of a group use "
            "counts as not used.",
            k=k,
        )
    ]
    if not is_alone(shown):
        said.append(
            _(
                "Log-odds against all other groups, drawn towards “as often” where there is little "
                "to go by; lines are 95% intervals."
            )
        )
    return [*map(str, said)]


def missing(shown: CommentsShown) -> str:
    """Say why there is nothing to read; empty where there is something."""
    if shown.group is not None:
        return ""
    if not shown.items:
        return str(_("No open item was asked in this wave."))
    return str(
        ngettext(
            "Open answers are shown from %(num)d person who wrote in a group on.",
            "Open answers are shown from %(num)d people who wrote in a group on.",
            shown.k_comments,
        )
    )
