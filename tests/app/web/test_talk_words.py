import pytest

from app.web import talk_words
from surveys.measurement.inference.comparisons import Difference
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.origins.word_of_mouth import (
    AgainstOthers,
    Recommendation,
    Talk,
    WordOfMouth,
)

pytestmark = pytest.mark.usefixtures("english_page")


def _score(mean: float, half: float = 5.0, n: int = 200) -> Estimate:
    return Estimate(n, mean, half / 2, mean - half, mean + half)


def _recommended(score: Estimate) -> WordOfMouth:
    share = Estimate(200, 0.3, 0.02, 0.26, 0.34)
    return WordOfMouth(
        200, Recommendation(score, share, share, Estimate(200, 7.1, 0.1, 6.9, 7.3), {}), None, None
    )


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (_score(12), "Among local promoters outnumber detractors: a Net Promoter Score of +12."),
        (_score(-27), "Among local detractors outnumber promoters: a Net Promoter Score of −27."),
        (
            _score(2),
            (
                "Among local promoters and detractors cannot be told apart in number: "
                "a Net Promoter Score of +2."
            ),
        ),
        (_score(60, n=29), "Whether local recommend us cannot be said on so few answers."),
        (
            Estimate(200, 60.0, None, None, None),
            "Whether local recommend us cannot be said on so few answers.",
        ),
    ],
)
def test_the_headline_says_no_more_than_the_interval(score: Estimate, said: str) -> None:
    assert talk_words.headline(_recommended(score), "local") == said


def test_segments_are_named_where_they_surely_differ_the_furthest_first() -> None:
    against = {
        "a": AgainstOthers(Difference(8.0), 0.01),
        "b": AgainstOthers(Difference(-12.0), 0.02),
        "c": AgainstOthers(Difference(40.0), 0.2),
        "d": AgainstOthers(Difference(40.0), None),
    }

    assert talk_words.segments(against, {code: code.upper() for code in against}) == (
        "B recommend less than the others do. A recommend more than the others do."
    )
    assert talk_words.segments({}, {}).startswith("No segment surely")


@pytest.mark.parametrize(
    ("net", "said"),
    [
        (_score(20), "What people tell is more often positive than negative."),
        (_score(-20), "What people tell is more often negative than positive."),
        (_score(1), "What people tell is as likely positive as negative."),
        (_score(20, n=12), "What people tell: too few to say of which tone."),
    ],
)
def test_talk_has_a_tone_where_the_interval_has_one(net: Estimate, said: str) -> None:
    assert talk_words.talk(WordOfMouth(200, None, Talk(200, {}, net), None)) == said


def test_who_did_not_ask_says_so() -> None:
    assert talk_words.headline(WordOfMouth(200, None, None, None), "local") == (
        "This wave did not ask what people tell others."
    )
