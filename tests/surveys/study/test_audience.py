import pytest

from surveys.measurement.weights.weights import WeightsPlan
from surveys.study.audience import Answered, Audience
from tests.surveys.measurement.make import likert, questionnaire
from tests.surveys.study.make import answered, people, rake

ROWS = [*people("n", 8), *people("s", 3, 2), *people("-", 6, 4)]


def test_without_a_smallest_group_all_are_shown() -> None:
    audience = Audience.of(answered(ROWS), None, None)
    groups = audience.groups(audience.labels("segment"))

    assert {label: group.n for label, group in groups.items()} == {"n": 8, "s": 3, None: 6}
    assert audience.together(groups.values()).n == 17
    assert audience.together([]).n == 17


def test_what_is_together_leaves_out_what_is_hidden() -> None:
    audience = Audience.of(answered(ROWS), None, 5)
    groups = audience.groups(audience.labels("segment"))

    assert {label: group.n for label, group in groups.items()} == {"n": 8, "s": 0, None: 6}
    assert audience.together(groups.values()).n == 14
    assert audience.together([]).n == 0


def test_all_of_an_audience_have_one_label_without_a_column() -> None:
    audience = Audience.of(answered(ROWS), None, None)

    assert set(audience.labels(None)) == {None}
    assert len(audience.labels(None)) == 17


@pytest.mark.parametrize(
    ("plan", "min_n", "tells"),
    [
        (None, 5, False),
        (rake(segment={"n": 1, "s": 1}), None, False),
        (rake(segment={"n": 1, "s": 1}), 5, False),  # all of a segment have one weight
        (rake(age={"y": 1, "o": 1}), 5, True),  # one of the young of a segment of eight
        (rake(age={"y": 1, "o": 1}), 9, False),  # no segment is shown at all
    ],
)
def test_a_weight_of_few_tells_of_them(
    plan: WeightsPlan | None, min_n: int | None, tells: bool
) -> None:
    rows = [*people("no", 7), *people("ny", 1), *people("sy", 3)]
    audience = Audience.of(answered(rows, ("segment", "age")), plan, min_n)

    assert audience.tells_few(audience.labels("segment")) is tells


def test_who_is_left_out_is_not_told_of() -> None:
    rows = [*people("n1", 7), *people("n0", 2)]
    audience = Audience.of(answered(rows, ("segment", "w")), WeightsPlan(column="w"), 5)

    assert not audience.tells_few(audience.labels("segment"))


def test_a_source_knows_answers_labels_and_questions_again() -> None:
    given = answered(ROWS)
    source = Audience.of(given, None, None).source()
    others = [
        answered([*ROWS[1:], ROWS[0]]),
        answered([("s", ROWS[0][1]), *ROWS[1:]]),
        answered([("n", (7, 7, None)), *ROWS[1:]]),
        Answered(questionnaire(likert("price_1", "price")), given.answers),
    ]

    assert Audience.of(answered(ROWS), None, None).source() == source
    assert (source.questionnaire, source.n) == ("test", 17)
    for other in others:
        assert Audience.of(other, None, None).source() != source


def test_a_source_does_not_hang_on_weights_or_what_is_hidden() -> None:
    given = answered(ROWS)
    plan = rake(segment={"n": 1, "s": 1})

    assert Audience.of(given, plan, 5).source() == Audience.of(given, None, None).source()
