"""Days and deadlines as respondents read them: a deadline has day, date, time and zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone_location

from app.web.languages import nearest

MOMENT = {"nl": "EEEE d MMMM y, HH.mm 'uur'", "en": "EEEE d MMMM y, HH:mm"}
DAY = {"nl": "d MMMM y", "en": "d MMMM y"}


def moment(at: datetime, timezone: str, language: str) -> str:
    """Return a deadline in the words of our own texts, in the organisation's zone.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 12, 18, 22, 59, tzinfo=UTC), "Europe/Amsterdam", "nl")
    'vrijdag 18 december 2026, 23.59 uur (tijd in Nederland)'
    """
    own = nearest(language)
    zone = ZoneInfo(timezone)
    written = format_datetime(at, MOMENT[own], tzinfo=zone, locale=own)
    return f"{written} ({get_timezone_location(zone, locale=own)})"


def day(on: date, language: str) -> str:
    """Return a day in the words of our own texts: 23 november 2026."""
    own = nearest(language)
    return format_date(on, DAY[own], locale=own)
