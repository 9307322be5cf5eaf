from collections.abc import Sequence

import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.web import headlines
from app.web.charts.dumbbells import Series, dumbbells
from app.web.charts.marks import GAPS
from surveys.measurement.image.gaps import Gap, GapName, Label
from tests.app.web.charts.make import CLOSED, FEW, OPEN, dimension, gap, group, series, wish
from tests.app.web.wording import NEVER

pytestmark = pytest.mark.usefixtures("english_page")


def test_the_headline_is_the_largest_gap_and_where_there_is_none() -> None:
    said = headlines.headline(wish(group(speed=gap(-28), price=CLOSED)))

    assert said == (
        "Local installers see us 28 points below the wish on reaction speed. "
        "On price image and wish agree within 5 points."
    )


def test_gaps_of_about_one_size_are_named_together_and_smaller_ones_are_not() -> None:
    said = headlines.headline(wish(group(speed=gap(-28), ict=gap(-25), price=gap(-4))))

    assert "25 to 28 points below the wish on reaction speed and ICT support." in said
    assert "price" not in said


def test_a_surplus_is_said_to_be_one() -> None:
    said = headlines.headline(wish(group(speed=gap(9), price=OPEN)))

    assert said == "Local installers see us 9 points above the wish on reaction speed."


def test_nothing_is_claimed_on_few_answers() -> None:
    said = headlines.headline(wish(group(speed=FEW, price=OPEN)))

    assert said == "How local installers see us cannot be said yet: that takes more answers."


def test_without_a_second_profile_the_headline_says_so() -> None:
    said = headlines.headline(wish(group(speed=None)))

    assert said == "There is nothing to compare yet: a profile is missing."


def test_two_groups_are_told_what_holds_for_both() -> None:
    groups = [group("Prepaid", speed=gap(-13), price=gap(-3)), group("Contract", speed=gap(-17))]
    said = headlines.headline(wish(*groups))

    assert said == "Prepaid and contract see us 13 to 17 points below the wish on reaction speed."


def test_what_holds_for_one_group_alone_is_said_of_that_one() -> None:
    groups = [group("Prepaid", speed=OPEN), group("Contract", speed=gap(-13))]

    said = headlines.headline(wish(*groups))

    assert said == "Contract see us 13 points below the wish on reaction speed."


labels = st.sampled_from(list(Label))
gaps = st.builds(
    lambda size, label, few: (
        gap(size, label, indicative=few) if not few else gap(size, Label.UNDECIDED, indicative=True)
    ),
    st.floats(-100, 100),
    labels,
    st.booleans(),
)
names = st.sampled_from(
    ["Local installers", "Energy-transition installers", "Industry and maintenance"]
)
LONG = {
    "a": "Breadth of supply, one-stop supplier",
    "b": "Customer and relation mindset",
    "c": "Trust and consistency",
    "d": "Quality of processes",
}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=st.lists(st.lists(gaps, min_size=4, max_size=4), min_size=1, max_size=2),
    name=names,
    kind=st.sampled_from(list(GAPS)),
    language=st.sampled_from(["en", "nl"]),
)
def test_headlines_are_short_supported_and_careful(
    found: list[list[Gap]], name: str, kind: GapName, language: str
) -> None:
    chart = dumbbells(_groups(found, name, kind), LONG, kind)

    with force_locale(language):
        said = headlines.headline(chart)

    assert len(said.split()) < 25
    assert not NEVER.search(said)
    assert "indicat" not in said
    assert said[0].isupper()
    assert "%(" not in said
    supported = [one for each in found for one in each if one.label is not Label.UNDECIDED]
    if not supported and language == "en":
        assert "points" not in said


def _groups(found: Sequence[Sequence[Gap]], name: str, kind: GapName) -> list[Series]:
    return [
        series(
            {code: dimension({kind: one}) for code, one in zip(LONG, each, strict=True)},
            f"{name} {place or ''}".strip(),
        )
        for place, each in enumerate(found)
    ]
