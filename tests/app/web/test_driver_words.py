import pytest

from app.web import driver_words
from surveys.measurement.origins.drivers import Definiteness
from surveys.measurement.origins.influence import Driver, Split
from surveys.measurement.origins.outcomes import DimensionDriver, OutcomeDrivers, Quadrant

pytestmark = pytest.mark.usefixtures("english_page")

NAMES = {"speed": "Reaction speed", "price": "Price", "trust": "Trust"}


def _found(*quadrants: tuple[Quadrant | None, float]) -> OutcomeDrivers:
    driver = Driver(300, 0.4)
    return OutcomeDrivers(
        Split(300, 300, Definiteness.POSITIVE, dict.fromkeys(NAMES, driver)),
        {
            code: DimensionDriver(driver, stated, 1.0, quadrant)
            for code, (quadrant, stated) in zip(NAMES, quadrants, strict=False)
        },
    )


def test_what_few_name_and_what_is_named_in_vain_is_said() -> None:
    found = _found((Quadrant.DERIVED, 0.1), (Quadrant.STATED, 0.3), (Quadrant.STATED, 0.5))

    assert driver_words.stated(found, NAMES) == (
        "It goes along with reaction speed, though few name it. "
        "Often named, but hardly going along with it: trust and price."
    )


def test_where_both_agree_that_is_said_and_where_nothing_is_known_too() -> None:
    agree = _found((Quadrant.BOTH, 0.5), (Quadrant.NEITHER, 0.1))

    assert driver_words.stated(agree, NAMES).endswith("is also what it goes along with.")
    assert "cannot be held against it" in driver_words.stated(_found((None, 0.5)), NAMES)


def test_an_outcome_without_a_word_of_its_own_keeps_its_code() -> None:
    assert driver_words.outcome_name("satisfaction") == "Satisfaction"
    assert driver_words.outcome_name("turnover") == "turnover"
