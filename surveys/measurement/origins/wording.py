"""What people write, in words that can be counted: which ones, by how many people, with examples.

An open answer is cut into words, words that say nothing by themselves are left out, and the forms
of a word are put together. A word counts once per person. What fewer than k people of a group say
is counted nowhere and never shown.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from surveys.measurement.origins.words import PRIOR_WORDS, WordOdds, distinctive_words

KEPT: Final = {
    "nl": """
        altijd dikwijls eigen geen genoeg klaar later meer meestal minder missen niemand niet niets
        niks nooit onzeker opnieuw precies recent redelijk samen snel spoedig steeds tegen vaak veel
        vroeg weinig zeker zonder
    """,
    "en": """
        able always appreciate ask available best better big bill buy clear clearly computer detail
        different early enough exactly few find free full good great hardly help helpful high
        homepage immediate immediately important information interest interesting keep know large
        late less little long low many member miss more need never new no nobody none not nothing
        number often old open order page part place poorly possible problem promptly proud quickly
        reasonably recent right sensible serious seriously sincere small soon sorry successfully
        sure system thank thanks thorough thoroughly together try twice unable unfortunately use
        useful usually value want web website welcome well without work year young
    """,
}
"""What judges, denies, says how often or is about business, and yet is on lists of stop words."""

FORMS: Final = {
    "nl": {
        **{word: word for word in ("app", "bellen", "beter", "best", "e-mail", "laat", "mail")},
        **{word: word for word in ("netjes", "reden", "verkoper", "vertegenwoordiger", "wachten")},
        "beste": "best",
        "betere": "beter",
        "eén": "een",
        "één": "een",
        "matige": "matig",
        "redenen": "reden",
        "vlotte": "vlot",
        "wacht": "wachten",
    },
    "en": {word: word for word in ("best", "better", "worse", "worst")},
}
"""Forms that dictionaries put under another word; and better, which is not just good."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NOT: Final = "n't"


class Remark(NamedTuple):
    """What one person wrote; several by the same person are taken together."""

    person: Hashable
    text: str


@dataclass(frozen=True, slots=True)
class TypicalWord:
    """A word of a group, how typical it is, and whole answers to read that hold it."""

    odds: WordOdds
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupWords:
    """What the people of a group write: the most typical words first; none of small groups.

    `people` counts those who wrote anything; None: fewer than may be shown.
    """

    people: int | None
    words: tuple[TypicalWord, ...]


@dataclass(frozen=True, slots=True)
class Discretion:
    """How many people it takes to be shown."""

    k: int = 5
    """A word is counted in a group where so many people use it."""
    k_comments: int = 8
    """The words of a group are counted where so many people wrote anything."""


def typical_words(
    groups: Mapping[str, Sequence[Remark]],
    language: str,
    discretion: Discretion | None = None,
    *,
    examples: int = 3,
    prior_words: float = PRIOR_WORDS,
) -> dict[str, GroupWords]:
    """Return which words set each group's open answers apart from all others', with examples.

    A word counts once per person. What fewer than k people of a group say counts as 0 there, and
    groups of fewer than k_comments are left out before anything is counted: all that is shown
    follows from counts that may be shown.

    Args:
        groups: name of a group to what its people wrote, all in one language: words of another one
            would set a group apart by its language alone.
        language: `nl` or `en`; of another one words are counted as they are written.
        discretion: how many people it takes.
        examples: how many whole answers are given for each word at most.
        prior_words: how strong the prior is (`words.distinctive_words`).

    Returns:
        Under each group's name the words that enough of its people use, by falling z; of one group
        alone by how many use them. None where all use one and the same word. Answers are chosen by
        their words alone, never by their order.

    Source:
        See `words.weighted_log_odds`.
    """
    limits = discretion or Discretion()
    said = {
        name: [_Said(person, text, words_in(text, language)) for person, text in remarks]
        for name, remarks in groups.items()
    }
    shown = {
        name: of
        for name, of in said.items()
        if len({each.person for each in of}) >= limits.k_comments
    }
    counts = {name: _counted(of, limits.k) for name, of in shown.items()}
    odds = distinctive_words(counts, prior_words)
    if len(odds) == 1:
        odds = {name: _by_use(of) for name, of in odds.items()}
    return {
        name: _group(shown[name], odds[name], examples) if name in shown else GroupWords(None, ())
        for name in groups
    }


def words_in(text: str, language: str) -> frozenset[str]:
    """Return the words of a text that say something, each in the form of a dictionary.

    Args:
        text: what somebody wrote.
        language: `nl` or `en`, or a tag that begins with one (`nl-BE`); in another language every
            word counts as it is written.

    >>> sorted(words_in("De prijzen zijn niet beter dan bij anderen", "nl"))
    ['beter', 'niet', 'prijs']
    """
    found = _WORD.findall(text.lower().replace("’", "'"))
    spoken = language.split("-", maxsplit=1)[0]
    if spoken not in KEPT:
        return frozenset(found)
    return frozenset(word for token in found if (word := _word(token, spoken)) is not None)


def _word(token: str, language: str) -> str | None:
    """Return the form under which a word is counted; None where it says nothing by itself."""
    import simplemma  # noqa: PLC0415 - heavy, and only needed here

    if language == "en" and token.endswith(_NOT):
        return "not"
    form = FORMS[language].get(token) or simplemma.lemmatize(token, lang=language)
    form = form.replace("_", "")  # between the parts of a compound
    if len(form) < 2 or (form not in _kept(language) and {token, form} & _stop_words(language)):
        return None
    return form


@cache
def _kept(language: str) -> frozenset[str]:
    return frozenset(KEPT[language].split())


@cache
def _stop_words(language: str) -> frozenset[str]:
    import stopwordsiso  # noqa: PLC0415 - heavy, and only needed here

    return frozenset(stopwordsiso.stopwords(language))


class _Said(NamedTuple):
    """One remark and its words."""

    person: Hashable
    text: str
    words: frozenset[str]


def _counted(said: Iterable[_Said], k: int) -> dict[str, int]:
    """Return by how many people each word is used, where they are k or more."""
    pairs = {(each.person, word) for each in said for word in each.words}
    counts = Counter(word for _, word in pairs)
    return {word: many for word, many in counts.items() if many >= k}


def _by_use(odds: Sequence[WordOdds]) -> list[WordOdds]:
    """Return the words of one group alone, which is not held against any other."""
    return sorted(odds, key=lambda of: (-of.count, of.word))


def _group(said: Sequence[_Said], odds: Sequence[WordOdds], examples: int) -> GroupWords:
    typical = {each.word for each in odds if each.count and each.log_odds > 0}
    # by their words alone: an order of answers would be one of people
    best_first = sorted(said, key=lambda of: (-len(of.words & typical), len(of.text), of.text))
    return GroupWords(
        len({each.person for each in said}),
        tuple(
            TypicalWord(each, _examples(each.word, best_first, examples))
            for each in odds
            if each.count
        ),
    )


def _examples(word: str, said: Iterable[_Said], most: int) -> tuple[str, ...]:
    texts = dict.fromkeys(each.text for each in said if word in each.words)
    return tuple(islice(texts, most))
