"""What is known of the language of a questionnaire: its own name, its direction, its figures."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """Return the conventions of a language; those of English for one that nobody wrote down.

    >>> locale_of("pt-BR").territory, locale_of("xx").language
    ('BR', 'en')
    """
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=256)
def own_name(language: str) -> str:
    """Return what the speakers of a language call it; its tag where nobody wrote that down.

    >>> own_name("nl"), own_name("fr")
    ('Nederlands', 'Français')
    """
    locale = locale_of(language)
    known = locale.language == language.partition("-")[0]
    name = locale.get_display_name(locale) if known else None
    return name[:1].upper() + name[1:] if name else language


def direction(language: str) -> str:
    """Return in which direction a language is written.

    >>> direction("ar"), direction("nl")
    ('rtl', 'ltr')
    """
    return locale_of(language).text_direction
