from datetime import UTC, date, datetime

import pytest

from app.respond import dates

DEADLINE = datetime(2026, 12, 18, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "vrijdag 18 december 2026, 23.59 uur (tijd in Nederland)"),
        ("nl-BE", "vrijdag 18 december 2026, 23.59 uur (tijd in Nederland)"),
        ("en", "Friday 18 December 2026, 23:59 (Netherlands Time)"),
        ("ar", "Friday 18 December 2026, 23:59 (Netherlands Time)"),
    ],
)
def test_a_deadline_has_day_date_time_and_zone(language: str, text: str) -> None:
    assert dates.moment(DEADLINE, "Europe/Amsterdam", language) == text


def test_an_hour_that_comes_twice_is_the_one_that_was_meant() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)

    assert "02.30 uur" in dates.moment(first, "Europe/Amsterdam", "nl")
    assert "02.30 uur" in dates.moment(first.replace(hour=1), "Europe/Amsterdam", "nl")


def test_a_day_is_written_in_words() -> None:
    assert dates.day(date(2026, 11, 23), "nl") == "23 november 2026"
    assert dates.day(date(2026, 11, 23), "en") == "23 November 2026"
