"""The colour of an organisation, made fit to read in light and dark."""

import colorsys
from functools import lru_cache

LIGHT_PAPERS = ("#fbfaf7", "#ffffff")
DARK_PAPERS = ("#14181f", "#1c222b")
"""What the accent stands on: paper and surface of `tokens.css`, of each theme."""

READABLE = 4.5
"""The least contrast of text and its ground (WCAG 2.2, 1.4.3)."""

STEPS = 100


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `#rrggbb`, from 1 (none) to 21.

    Source:
        WCAG 2.2, contrast ratio and relative luminance.

    >>> round(contrast("#000000", "#ffffff"), 3)
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(accent: str, papers: tuple[str, ...]) -> str:
    """Return the accent, its lightness shifted as little as makes it readable on the papers."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(accent))
    goal = 0.0 if _luminance(papers[0]) > 0.5 else 1.0
    shades = (lightness + (goal - lightness) * step / STEPS for step in range(STEPS + 1))
    colours = (_hex(colorsys.hls_to_rgb(hue, shade, saturation)) for shade in shades)
    return next(
        colour for colour in colours if all(contrast(colour, paper) >= READABLE for paper in papers)
    )


def ink_on(accent: str) -> str:
    """Return black or white, whichever reads better on the accent."""
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, accent))


@lru_cache(maxsize=256)
def style_of(accent: str) -> str:
    """Return the style rules that give both themes this accent."""
    light, dark = readable(accent, LIGHT_PAPERS), readable(accent, DARK_PAPERS)
    return f":root{{{_rules(light)}}}@media (prefers-color-scheme:dark){{:root{{{_rules(dark)}}}}}"


def _rules(accent: str) -> str:
    return f"--accent:{accent};--accent-ink:{ink_on(accent)}"


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
