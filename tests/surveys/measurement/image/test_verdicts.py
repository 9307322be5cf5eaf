import pytest

from surveys.measurement.image.gaps import Gap, GapName, Label
from surveys.measurement.image.verdicts import Justified, VerdictName, verdict_of
from surveys.questionnaire.scales import Direction

MORE, TARGET = Direction.MORE_IS_BETTER, Direction.TARGET_IS_BEST


def gap(label: Label, difference: float = 0.0) -> Gap:
    return Gap(difference, margin=5.0, n=100, label=label)


CLOSED = gap(Label.CLOSED)
NEGLIGIBLE = gap(Label.NEGLIGIBLE, -2.0)
BELOW = gap(Label.GAP, -12.0)
ABOVE = gap(Label.GAP, 12.0)
UNDECIDED = gap(Label.UNDECIDED, -4.0)


@pytest.mark.parametrize(
    ("recognition", "wish", "name"),
    [
        (CLOSED, CLOSED, VerdictName.KEEP),
        (NEGLIGIBLE, ABOVE, VerdictName.KEEP),
        (CLOSED, BELOW, VerdictName.IMPROVE),
        (BELOW, CLOSED, VerdictName.KEEP),
        (BELOW, BELOW, VerdictName.MAKE_KNOWN),
        (ABOVE, NEGLIGIBLE, VerdictName.LIVE_UP),
        (ABOVE, BELOW, VerdictName.IMPROVE),
        (UNDECIDED, BELOW, VerdictName.UNKNOWN),
        (CLOSED, UNDECIDED, VerdictName.UNKNOWN),
    ],
)
def test_the_table_of_verdicts(recognition: Gap, wish: Gap, name: VerdictName) -> None:
    verdict = verdict_of({GapName.RECOGNITION: recognition, GapName.WISH: wish}, MORE)

    assert verdict is not None
    assert verdict.name is name


def test_a_surplus_is_unwanted_where_the_target_itself_is_best() -> None:
    gaps = {GapName.RECOGNITION: CLOSED, GapName.WISH: ABOVE}

    more, target = verdict_of(gaps, MORE), verdict_of(gaps, TARGET)

    assert more is not None
    assert target is not None
    assert (more.name, target.name) == (VerdictName.KEEP, VerdictName.IMPROVE)


def test_what_is_known_is_kept_when_the_rest_is_not() -> None:
    cause_open = verdict_of({GapName.RECOGNITION: UNDECIDED, GapName.WISH: BELOW}, MORE)
    wish_open = verdict_of({GapName.RECOGNITION: BELOW, GapName.WISH: UNDECIDED}, MORE)

    assert cause_open is not None
    assert (cause_open.justified, cause_open.wanted) == (None, False)
    assert wish_open is not None
    assert (wish_open.justified, wish_open.wanted) == (Justified.BELOW, None)


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        (CLOSED, VerdictName.WANTED),
        (BELOW, VerdictName.UNWANTED),
        (UNDECIDED, VerdictName.UNKNOWN),
    ],
)
def test_without_employees_it_is_only_wanted_or_not(wish: Gap, name: VerdictName) -> None:
    verdict = verdict_of({GapName.WISH: wish}, MORE)

    assert verdict is not None
    assert (verdict.name, verdict.justified) == (name, None)


@pytest.mark.parametrize(
    ("ability", "expected"), [(BELOW, True), (UNDECIDED, False), (ABOVE, False)]
)
def test_what_is_to_be_made_known_may_have_to_improve_as_well(ability: Gap, expected: bool) -> None:
    gaps = {GapName.RECOGNITION: BELOW, GapName.WISH: BELOW, GapName.ABILITY: ability}

    verdict = verdict_of(gaps, MORE)

    assert verdict is not None
    assert verdict.and_improve is expected


def test_with_neither_employees_nor_a_wish_there_is_no_verdict() -> None:
    assert verdict_of({GapName.PROMISE: BELOW}, MORE) is None
