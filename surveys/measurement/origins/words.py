"""Which words set a group's open answers apart from everybody else's.

Words come counted: cutting answers into words, leaving out stop words and putting forms of a word
together is done before. Count in how many answers a word occurs, rather than how often, and one
talkative person weighs no more than another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

PRIOR_WORDS: Final = 500.0
"""How many imagined words, spread as those of everybody are, each group is given beforehand."""


@dataclass(frozen=True, slots=True)
class WordOdds:
    """How much more often one group uses a word than the others do.

    `log_odds` is the difference of the logarithms of the odds of the word, shrunk towards 0 where
    there is little to go by; `z` is that in standard errors. Above 0: typical of the group.
    """

    word: str
    count: int
    count_elsewhere: int
    log_odds: float
    se: float

    @property
    def z(self) -> float:
        """Return the difference in standard errors: beyond 1.96 it is hardly chance, one by one."""
        return self.log_odds / self.se


def distinctive_words(
    groups: Mapping[str, Mapping[str, int]], prior_words: float = PRIOR_WORDS
) -> dict[str, list[WordOdds]]:
    """Return for each group its words, from the most typical to the least.

    Each group is held against all others together; the prior is how often all groups together use
    each word.

    Args:
        groups: name of a group to its words and how often they occur.
        prior_words: how strong the prior is, above 0.

    Returns:
        Under each group's name every word that somebody used, by falling z, equal ones by alphabet;
        none where all use one and the same word.

    Source:
        See `weighted_log_odds`.

    >>> odds = distinctive_words({"old": {"service": 30, "price": 5}, "new": {"price": 30}})
    >>> [(each.word, round(each.z, 1)) for each in odds["old"]]
    [('service', 2.3), ('price', -2.5)]
    """
    said = (word for counts in groups.values() for word, many in counts.items() if many)
    words = sorted(set(said))
    if len(words) < 2:
        return {name: [] for name in groups}
    table = np.array([[counts.get(word, 0) for word in words] for counts in groups.values()])
    everybody = table.sum(axis=0)
    elsewhere = everybody - table
    prior = prior_words * everybody / everybody.sum()
    log_odds, se = weighted_log_odds(table, elsewhere, prior)
    figures = zip(groups, table, elsewhere, log_odds, se, strict=True)
    return {name: _most_typical_first(words, *of) for name, *of in figures}


def weighted_log_odds(first: ArrayLike, second: ArrayLike, prior: ArrayLike) -> tuple[Array, Array]:
    """Return the log-odds ratio of each word between two texts, with a Dirichlet prior.

    δ_w = ln((y₁ + α)/(n₁ + α₀ − y₁ − α)) − ln((y₂ + α)/(n₂ + α₀ − y₂ − α)) and
    SE² = 1/(y₁ + α) + 1/(y₂ + α), with y the count of word w, n that of all words, α the imagined
    count of w and α₀ that of all.

    Args:
        first: (…, words) counts in one text, or in each of several.
        second: (…, words) counts in the text that it is held against.
        prior: (words,) imagined counts, above 0; two words at least.

    Returns:
        δ and its SE, (…, words) each.

    Assumes:
        Words drawn independently of each other: a z is a way of ranking words more than a test.

    Source:
        Monroe, Colaresi and Quinn (2008), Political Analysis 16, 372-403: the log-odds-ratio with
        an informative Dirichlet prior.

    >>> log_odds, se = weighted_log_odds([8, 2], [2, 8], [1, 1])
    >>> (log_odds / se).round(2).tolist()
    [3.3, -3.3]
    """
    alpha = np.asarray(prior, dtype=np.float64)
    one, other = np.asarray(first) + alpha, np.asarray(second) + alpha
    log_odds: Array = _log_odds(one) - _log_odds(other)
    return log_odds, np.sqrt(1 / one + 1 / other)


def _log_odds(counts: Array) -> Array:
    rest = counts.sum(axis=-1, keepdims=True) - counts
    return np.asarray(np.log(counts) - np.log(rest))


def _most_typical_first(words: Sequence[str], *figures: NDArray[Any]) -> list[WordOdds]:
    columns = (column.tolist() for column in figures)
    odds = [WordOdds(*of) for of in zip(words, *columns, strict=True)]
    return sorted(odds, key=lambda of: (-of.z, of.word))
