"""Which language a page speaks."""

from urllib.parse import urlencode

from flask import Flask, g, request, session, url_for
from flask_babel import Babel, get_locale, refresh
from flask_security import current_user

LANGUAGES = {"nl": "Nederlands", "en": "English"}
"""The languages of our own texts, each by its own name; the first is the default."""

DEFAULT = next(iter(LANGUAGES))


def init_app(app: Flask) -> None:
    """Let pages speak the language of whoever reads them, and times those of the organisation."""
    Babel(
        app,
        default_translation_directories="translations",
        default_locale=DEFAULT,
        locale_selector=_language,
        timezone_selector=_timezone,
    )
    app.jinja_env.globals.update(
        in_language=in_language, languages=LANGUAGES, page_language=current
    )


def current() -> str:
    """Return the code of the language that this page speaks."""
    return str(get_locale())


def use(language: str) -> None:
    """Speak this language for the rest of the request: for doors that know their reader's."""
    g.language = language
    refresh()


def choose(language: str) -> None:
    """Remember what the visitor of a door with a session chose by `?lang=`; others are ignored."""
    if language in LANGUAGES:
        session["language"] = language
        use(language)


def _language() -> str:
    if "language" in g:
        return nearest(g.language)
    if request.blueprint != "respond" and session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT


def nearest(language: str) -> str:
    """Return the language of our own texts to put beside a text in `language`: nl-BE reads nl."""
    base = language.replace("_", "-").split("-")[0].lower()
    return base if base in LANGUAGES else "en"


def in_language(language: str) -> str:
    """Return where, from this page on, the same page is in another language.

    What only a form leads to cannot be opened by a link: there it leads to where one's work is.
    """
    methods = request.url_rule.methods if request.url_rule else None
    if "GET" not in (methods or ()):
        return url_for("accounts.home", lang=language)
    return "?" + urlencode(request.args.to_dict() | {"lang": language})


def _timezone() -> str | None:
    if request.blueprint == "respond" or not current_user.is_authenticated:
        return None
    return str(current_user.organisation.timezone)
