"""The pages of a wave, side by side: from each one the others are a step away."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.insight.door import bp
from app.web.report import Choice


class WavePage(StrEnum):
    """A page, by the name of its view, in the order in which they are offered."""

    MIRROR = "show_wave"
    FORMERS = "show_formers"
    DRIVERS = "show_drivers"
    WORD_OF_MOUTH = "show_word_of_mouth"
    PRIORITIES = "show_priorities"
    MAP = "show_map"
    WORDS = "show_words"
    TREND = "show_trend"
    """Of the whole organisation: wave after wave."""


NAMES: Final[Mapping[WavePage, LazyString]] = {
    WavePage.MIRROR: _l("Mirror"),
    WavePage.FORMERS: _l("Image formers"),
    WavePage.DRIVERS: _l("Drivers"),
    WavePage.WORD_OF_MOUTH: _l("Word of mouth"),
    WavePage.PRIORITIES: _l("Priorities"),
    WavePage.MAP: _l("Map"),
    WavePage.WORDS: _l("Words"),
    WavePage.TREND: _l("Trend"),
}


def wave_views(wave_id: int, current: WavePage, segment: str | None = None) -> tuple[Choice, ...]:
    """Return the ways to the pages of a wave; whoever is looked at stays chosen.

    Args:
        wave_id: the wave.
        current: the page that is shown.
        segment: the code of the segment in the address, or what stands there for all customers.
    """
    return tuple(
        Choice(str(NAMES[page]), _url(page, wave_id, segment), page is current)
        for page in WavePage
        if f"{bp.name}.{page}" in current_app.view_functions
    )


def _url(page: WavePage, wave_id: int, segment: str | None) -> str:
    endpoint = f"{bp.name}.{page}"
    if page is WavePage.TREND:
        return url_for(endpoint, segment=segment)
    return url_for(endpoint, wave_id=wave_id, segment=segment)
