"""Answers that the items of `make.item` take, as Hypothesis draws them."""

from typing import Any, Final

from hypothesis import strategies as st

KINDS: Final = (
    *("likert", "nps", "single_choice", "multiple_choice", "number"),
    *("short_text", "long_text", "experience", "ranking"),
)
"""The kinds of item that have answers."""

_CODES = st.sampled_from(("red", "blue", "no"))
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n\t"),
    max_size=200,
).filter(lambda words: bool(words.strip()))
_MET = st.fixed_dictionaries(
    {"met": st.just(1)},
    optional={
        "source": st.sampled_from(("own", "heard")),
        "recency": st.sampled_from(("this_year", "longer_ago")),
        "tone": st.integers(-2, 2),
        "weight": st.integers(0, 2),
    },
)
_ANSWERS: Final[dict[str, st.SearchStrategy[Any]]] = {
    "likert": st.integers(1, 7) | st.just("dk"),
    "nps": st.integers(0, 10),
    "single_choice": _CODES,
    "multiple_choice": st.lists(_CODES, min_size=1, unique=True),
    "number": st.integers(0, 1_000_000),
    "short_text": _WORDS,
    "long_text": _WORDS,
    "experience": _MET | st.just({"met": 0}),
    "ranking": st.lists(_CODES, min_size=1, max_size=2, unique=True),
}


def an_answer(kind: str) -> st.SearchStrategy[Any]:
    return _ANSWERS[kind]
