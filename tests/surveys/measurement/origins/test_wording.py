import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.measurement.origins.wording import (
    Discretion,
    GroupWords,
    Remark,
    typical_words,
    words_in,
)
from surveys.measurement.origins.words import distinctive_words

WORDS = ("levering", "prijs", "advies", "balie", "voorraad", "webwinkel")
"""Each is its own dictionary form."""


def remarks(*texts: str) -> list[Remark]:
    return [Remark(person, text) for person, text in enumerate(texts)]


def listed(group: GroupWords) -> list[str]:
    return [word.odds.word for word in group.words]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("De prijzen zijn niet beter dan bij anderen", "nl", {"prijs", "niet", "beter"}),
        ("Bestelt u? Besteld! Bestellingen", "nl", {"bestellen", "bestelling"}),
        ("Eén verkoper, altijd netjes", "nl", {"verkoper", "altijd", "netjes"}),
        ("Opgelost: terugbellen", "nl", {"oplossen", "terugbellen"}),
        ("Te laat geleverd en niemand belde", "nl", {"laat", "leveren", "niemand", "bellen"}),
        ("Op de website, of per e-mail", "nl", {"website", "e-mail"}),
        ("Orders never come; it’s worse", "en", {"order", "never", "worse"}),
        ("They don't help", "en", {"not", "help"}),
        ("They don’t help", "en", {"not", "help"}),
        ("The best, better than good", "en", {"best", "better", "good"}),
        ("the of and it 12 % ?!", "en", set()),
        ("", "nl", set()),
        ("PRIJS Prijs prijs", "nl", {"prijs"}),
        ("Prijzen", "nl-BE", {"prijs"}),
        ("Les prix sont bons", "fr", {"les", "prix", "sont", "bons"}),
    ],
)  # fmt: skip
def test_words_are_cut_stripped_and_brought_together(
    text: str, language: str, expected: set[str]
) -> None:
    assert words_in(text, language) == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "good better best great help old new never always not"),
        ("nl", "goed beter best nieuw oud nooit altijd niet geen helpen"),
    ],
)
def test_words_that_judge_are_kept_as_they_are(language: str, words: str) -> None:
    assert words_in(words, language) == set(words.split())


def test_planted_words_are_found_first() -> None:
    draw = random.Random(4)  # noqa: S311 - answers to draw, no secret
    common = ["prijs", "advies", "balie", "voorraad"]

    def answers(planted: str, n: int) -> list[str]:
        return [
            " ".join([*draw.sample(common, 2), *([planted] if draw.random() < 0.5 else [])])
            for _ in range(n)
        ]

    found = typical_words(
        {
            "north": remarks(*answers("leveringen", 60)),
            "south": remarks(*answers("webwinkel", 60)),
        },
        "nl",
    )

    assert listed(found["north"])[0] == "levering"
    assert listed(found["south"])[0] == "webwinkel"
    assert all(word.odds.z < 1.96 for word in found["north"].words[1:])


def test_a_talkative_person_counts_once() -> None:
    once = remarks(*["prijs advies"] * 9)
    often = [*once, *[Remark(0, "prijs prijs"), Remark(0, "prijs")] * 20]

    one, other = (typical_words({"a": of}, "nl")["a"] for of in (once, often))

    assert [word.odds for word in one.words] == [word.odds for word in other.words]
    assert (one.people, other.people) == (9, 9)


@settings(max_examples=60)
@given(
    told=st.lists(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=0, max_size=30
    ),
    others=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), max_size=30),
    k=st.integers(3, 8),
)
def test_what_fewer_than_k_people_say_is_counted_nowhere(
    told: list[list[str]], others: list[list[str]], k: int
) -> None:
    limits = Discretion(k=k, k_comments=8)
    groups = {"a": remarks(*map(" ".join, told)), "b": remarks(*map(" ".join, others))}
    found = typical_words(groups, "nl", limits)
    shown = {
        name: {
            word: many
            for word in WORDS
            if (many := sum(word in remark.text.split() for remark in groups[name])) >= k
        }
        for name in groups
        if len(groups[name]) >= 8
    }

    odds = distinctive_words(shown)  # all that is told follows from counts that may be shown
    for name, group in found.items():
        expected = [each for each in odds.get(name, []) if each.count]
        assert (group.people is None) == (name not in shown)
        assert {each.odds for each in group.words} == set(expected)


def test_the_words_of_a_small_group_show_in_no_other_one() -> None:
    large = {"a": remarks(*["prijs advies", "advies balie"] * 10)}
    small = remarks(*["prijs", "prijs prijs"] * 3)

    alone, beside = typical_words(large, "nl"), typical_words({**large, "b": small}, "nl")

    assert beside["a"] == alone["a"]
    assert beside["b"] == GroupWords(None, ())


def test_examples_are_whole_answers_that_hold_the_word_whatever_their_order() -> None:
    texts = [f"De levering was te laat, keer {sign}" for sign in "abcdef"] + ["Goed advies"] * 6
    groups = {"a": remarks(*texts), "b": remarks(*["De prijs is hoog"] * 12)}
    turned = {"a": remarks(*texts[::-1]), "b": groups["b"]}
    found, other = typical_words(groups, "nl"), typical_words(turned, "nl")

    assert found == other
    for word in found["a"].words:
        assert 1 <= len(word.examples) <= 3
        assert set(word.examples) <= set(texts)
        assert all(word.odds.word in words_in(text, "nl") for text in word.examples)
    advice = next(word for word in found["a"].words if word.odds.word == "advies")
    assert advice.examples == ("Goed advies",)


@pytest.mark.parametrize("examples", [0, 2])
def test_no_more_examples_than_asked_for(examples: int) -> None:
    found = typical_words(
        {"a": remarks(*(f"prijs advies {at}" for at in range(9)))}, "nl", examples=examples
    )

    assert [len(word.examples) for word in found["a"].words] == [examples] * 2


def test_one_group_alone_has_its_words_by_how_many_use_them() -> None:
    texts: Sequence[str] = ["prijs balie"] * 6 + ["balie"] * 4 + ["advies balie"] * 5
    found = typical_words({"a": remarks(*texts)}, "nl")["a"]

    assert listed(found) == ["balie", "prijs", "advies"]


def test_without_answers_there_are_no_words() -> None:
    assert typical_words({}, "nl") == {}
    assert typical_words({"a": []}, "nl") == {"a": GroupWords(None, ())}
    assert typical_words({"a": remarks(*["de het een"] * 9)}, "nl") == {"a": GroupWords(9, ())}
