"""What the frame of the managers' pages says: in which language, when, and who is there."""

from collections.abc import Mapping
from datetime import datetime

from flask import Flask
from flask_babel import format_date, format_datetime, get_timezone
from flask_security import current_user

from app.models.accounts import User
from app.web import languages
from surveys.questionnaire.texts import fill, text_in


def init_app(app: Flask) -> None:
    """Give templates texts and moments in the language of the page, and who is logged in."""
    app.jinja_env.globals.update(zone=zone)
    app.jinja_env.filters.update(day=day, initials=initials, moment=moment, translated=translated)


def translated(text: Mapping[str, str]) -> str:
    """Return a text that is kept per language, in that of the page or else the organisation's.

    The name of the organisation stands where the text has a place for it.
    """
    organisation = current_user.organisation
    found = text_in(text, languages.current(), organisation.language)
    return fill(found, {"organisation": organisation.name})


def initials(person: User) -> str:
    """Return what stands in the circle of a person: two letters at most."""
    words = (person.name or person.email.partition("@")[0]).split()
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper() if words else ""


def day(at: datetime) -> str:
    """Return a day as people write it, in the organisation's zone: 18 december 2026."""
    return str(format_date(at, "long"))


def moment(at: datetime) -> str:
    """Return a day and time in the organisation's zone, which is named: … 23:59 (Amsterdam)."""
    return f"{format_datetime(at, 'EEE d MMMM y, HH:mm')} ({zone()})"


def zone() -> str:
    """Return the name of the organisation's zone as people say it: Amsterdam."""
    return str(get_timezone()).rpartition("/")[2].replace("_", " ")
