"""The pages of a wave, side by side: from each one the others are a step away."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from app.insight.door import bp
from app.insight.selection import EVERYONE
from app.services.origins import Scene
from app.web import figures, scenes
from app.web.frame import translated
from app.web.report import Choice, Choices


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
        Choice(str(NAMES[page]), _url(page, wave_id, segment), page is current) for page in WavePage
    )


def segment_choices(
    scene: Scene, page: WavePage, outcome: str | None = None
) -> tuple[Choices, ...]:
    """Return the segments to choose from, and all customers; none where a wave tells none apart.

    Args:
        scene: the wave and who is looked at.
        page: the page on which they are looked at.
        outcome: what else stands in the address, and stays there.
    """
    if not scene.parties:
        return ()

    def option(name: str, n: int, code: str | None) -> Choice:
        given = EVERYONE if code is None else code
        url = url_for(f"{bp.name}.{page}", wave_id=scene.wave_id, segment=given, outcome=outcome)
        return Choice(name, url, code == scene.segment, f"n {figures.count(n)}")

    few = str(ngettext("under %(num)d", "under %(num)d", scene.k))
    options = [
        option(translated(one.name), one.n, one.code)
        if one.n
        else Choice(translated(one.name), "", is_current=False, beside=few)
        for one in scene.parties
    ]
    everyone = option(str(_("All customers")), scene.total, None)
    name = str(_("Segment"))
    return (Choices(name, scenes.group_name(scene), (*options, everyone)),)


def back_to(scene: Scene) -> Choice:
    """Return the way back to the waves, under the name of this one."""
    url = url_for(f"{bp.name}.index")
    return Choice(scene.title, url, is_current=False, beside=str(_("Wave")))


def _url(page: WavePage, wave_id: int, segment: str | None) -> str:
    endpoint = f"{bp.name}.{page}"
    if page is WavePage.TREND:
        return url_for(endpoint, segment=segment)
    return url_for(endpoint, wave_id=wave_id, segment=segment)
