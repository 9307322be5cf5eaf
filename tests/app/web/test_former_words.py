from dataclasses import replace

import pytest

from app.web import former_words
from surveys.measurement.image.gaps import Gap, Label
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.origins.drivers import Definiteness
from surveys.measurement.origins.experiences import Contrast, Experiences, Judgement, Reach
from surveys.measurement.origins.formers import Answer, Claim, Explained, Former, Formers
from surveys.measurement.origins.influence import Driver, Split
from surveys.measurement.sums.jackknife import Replicated
from surveys.questionnaire.scales import Steerability, TouchpointKind

pytestmark = pytest.mark.usefixtures("english_page")

NAMES = {"counter": "The counter", "press": "Press"}


def _share(value: float) -> Estimate:
    return Estimate(400, value, 0.01, value - 0.02, value + 0.02)


def _former(reach: float, gap: Gap | None = None, weight: float = 50.0) -> Former:
    return Former(
        TouchpointKind.STAFF,
        Steerability.DIRECT,
        Experiences(
            400,
            Reach(_share(reach - 0.1), _share(0.1), _share(reach)),
            Judgement(None, None, None, None, None),
            Estimate(300, weight, 1.0, weight - 2, weight + 2),
            gap,
            gap,
        ),
        None,
        None,
    )


def _gap(difference: float, label: Label = Label.GAP) -> Gap:
    return Gap(difference, 5.0, 100, label=label)


def _formers(
    *formers: Former, explained: Explained | None = None, contrast: Contrast | None = None
) -> Formers:
    return Formers(dict(zip(NAMES, formers, strict=False)), explained, None, contrast, contrast)


def _explained(answer: Answer, difference: float, *, left_out: bool = False) -> Explained:
    told = Replicated(difference, 0.05, 39, difference - 0.1, difference + 0.1)
    share = Replicated(0.6, 0.05, 39, 0.5, 0.7)
    drivers = {"counter": Driver(300, 0.5, share=share, part=share, rank=1, lead=share)}
    if left_out:
        drivers["press"] = Driver(20, 0.1)
    split = Split(300, 300, Definiteness.POSITIVE, drivers, r2=0.4, r2_adjusted=0.4, p=0.001)
    steered = {Steerability.DIRECT: share, Steerability.NONE: share}
    return Explained(split, {TouchpointKind.STAFF: share}, steered, share, Claim(answer, told))


@pytest.mark.parametrize(
    ("answer", "difference", "said"),
    [
        (Answer.SUPPORTED, 0.5, "It holds here: staff and current customers have 75% (70 to 80%)"),
        (Answer.CONTRADICTED, -0.5, "It does not hold here: staff and current customers have 25%"),
        (Answer.UNDECIDED, 0.0, "It cannot be said yet: staff and current customers have 50%"),
    ],
)
def test_the_claim_is_answered_with_the_share_of_people(
    answer: Answer, difference: float, said: str
) -> None:
    assert former_words.claim(_explained(answer, difference)).startswith(said)


def test_the_claim_is_open_where_not_everything_was_weighed() -> None:
    explained = _explained(Answer.UNDECIDED, 0.5, left_out=True)

    assert "not every image former could be weighed" in former_words.claim(explained)
    assert former_words.claim(None).endswith("cannot be tested here.")


def test_the_headline_says_what_is_strongest_and_answers_the_claim() -> None:
    sure = _formers(_former(0.9), explained=_explained(Answer.SUPPORTED, 0.5))
    against = _formers(_former(0.9), explained=_explained(Answer.CONTRADICTED, -0.5))
    open_ = _formers(_former(0.9), explained=_explained(Answer.UNDECIDED, 0.0))

    first = "The image goes along most with the counter."
    assert former_words.headline(sure, NAMES) == (
        f"{first} Staff and current customers weigh most."
    )
    assert former_words.headline(against, NAMES) == (
        f"{first} Staff and current customers do not weigh most."
    )
    assert former_words.headline(open_, NAMES) == first


def test_a_headline_stays_short() -> None:
    long = {"counter": " ".join(["word"] * 12)}
    found = Formers({"counter": _former(0.9)}, _explained(Answer.SUPPORTED, 0.5), None, None, None)

    assert len(former_words.headline(found, long).split()) <= former_words.MOST_WORDS


def test_without_experience_items_it_says_what_to_ask() -> None:
    nothing = Formers({}, None, None, None, None)

    assert former_words.headline(nothing, {}) == (
        "This wave did not ask where the image comes from."
    )
    assert former_words.missing(nothing)
    assert not former_words.missing(_formers(_former(0.9)))


def test_the_steerable_share_is_told() -> None:
    explained = _explained(Answer.SUPPORTED, 0.5)

    assert former_words.steerable(explained) == (
        "60% (50 to 70%) of what can be explained goes with what can be steered. "
        "What we steer ourselves has 60% (50 to 70%)."
    )
    whole = Replicated(1.0)
    only = replace(explained, by_steerability={Steerability.DIRECT: whole}, steerable=whole)
    assert former_words.steerable(only) == "All that could be weighed can be steered."
    none = replace(explained, by_steerability={Steerability.NONE: whole}, steerable=None)
    assert former_words.steerable(none) == "Nothing that could be weighed can be steered."


def test_the_largest_reach_is_named_only_where_it_is_sure() -> None:
    sure, unsure = _formers(_former(0.9), _former(0.5)), _formers(_former(0.9), _former(0.88))

    assert former_words.reach(sure, NAMES) == (
        "90% met or heard of the counter: more than of any other image former."
    )
    assert "more than one image former may have it" in former_words.reach(unsure, NAMES)


def test_sources_and_times_name_what_is_supported_only() -> None:
    lower, undecided = _former(0.9, _gap(14)), _former(0.5, _gap(9, Label.UNDECIDED))
    found = _formers(lower, undecided)

    assert former_words.sources(found, NAMES) == (
        "The counter: what people heard is judged 14 points lower than what they met themselves."
    )
    assert former_words.times(_formers(_former(0.9, _gap(-6))), NAMES) == (
        "The counter: judged 6 points worse this year than before."
    )


def test_where_nothing_differs_that_is_said_apart_from_what_cannot_be_compared() -> None:
    contrast = Contrast(Replicated(0.5, 1.0, 39, -1.5, 2.5), ("counter", "press"))
    told = _formers(_former(0.9, _gap(1, Label.UNDECIDED)), contrast=contrast)

    assert "cannot be told apart" in former_words.sources(told, NAMES)
    assert "too few of one of them" in former_words.sources(_formers(_former(0.9)), NAMES)
    assert former_words.over_all(contrast, "own less heard") == (
        "Over 2 image formers together, own less heard: +0.5 points (−1.5 to +2.5)."
    )
    assert not former_words.over_all(None, "own less heard")


def test_what_people_say_counts_most_is_named_where_it_is_sure() -> None:
    sure = _formers(_former(0.9, weight=80), _former(0.5, weight=40))
    unsure = _formers(_former(0.9, weight=50), _former(0.5, weight=49))

    assert former_words.weights(sure, NAMES) == "People say that the counter counts most."
    assert former_words.weights(unsure, NAMES).startswith("People do not say")
