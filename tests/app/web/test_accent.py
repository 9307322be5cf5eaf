import re

from hypothesis import given
from hypothesis import strategies as st

from app.web import accent

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOUR)
def test_any_accent_becomes_readable_in_light_and_dark(colour: str) -> None:
    for papers in (accent.LIGHT_PAPERS, accent.DARK_PAPERS):
        shade = accent.readable(colour, papers)

        assert all(accent.contrast(shade, paper) >= 4.5 for paper in papers)
        assert accent.contrast(accent.ink_on(shade), shade) >= 4.5


def test_an_accent_that_reads_well_stays_as_it_was_chosen() -> None:
    assert accent.readable("#1f4e79", accent.LIGHT_PAPERS) == "#1f4e79"
    assert accent.readable("#ffe100", accent.DARK_PAPERS) == "#ffe100"


def test_contrast_is_that_of_wcag() -> None:
    assert round(accent.contrast("#777777", "#ffffff"), 2) == 4.48  # the well-known near miss
    assert accent.contrast("#123456", "#123456") == 1


@given(COLOUR)
def test_the_style_holds_nothing_but_colours(colour: str) -> None:
    rule = r":root\{--accent:#[0-9a-f]{6};--accent-ink:#[0-9a-f]{6}\}"

    assert re.fullmatch(
        rf"{rule}@media \(prefers-color-scheme:dark\)\{{{rule}\}}", accent.style_of(colour)
    )
