from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.web import figures

MINUS = "−"


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("figure", "english", "dutch"),
    [
        (lambda: figures.score(52.4), "52", "52"),
        (lambda: figures.score(52.4, 1), "52.4", "52,4"),
        (lambda: figures.score(None), "–", "–"),
        (lambda: figures.signed(-27.6), "−28", "−28"),
        (lambda: figures.signed(4.6), "+5", "+5"),
        (lambda: figures.signed(-0.4), "0", "0"),
        (lambda: figures.signed(-0.4, 1), "−0.4", "−0,4"),
        (lambda: figures.signed(0.46, 2), "+0.46", "+0,46"),
        (lambda: figures.interval(50.8, 54.0), "51 to 54", "51 tot 54"),
        (lambda: figures.interval(-3.0, 104.0, 1), "0.0 to 100.0", "0,0 tot 100,0"),
        (lambda: figures.signed_interval(-29.2, -26.1), "−29 to −26", "−29 tot −26"),
        (lambda: figures.signed_interval(-0.3, 8.0), "0 to +8", "0 tot +8"),
        (lambda: figures.signed_interval(None, 8.0), "–", "–"),
        (lambda: figures.count(1085), "1,085", "1.085"),
        (lambda: figures.percent(0.274), "27%", "27%"),
        (lambda: figures.percents(0.275, 0.42), "28 to 42%", "28 tot 42%"),
        (lambda: figures.percents(-0.03, 1.2), "0 to 100%", "0 tot 100%"),
        (lambda: figures.percents(None, 0.4), "–", "–"),
        (lambda: figures.p_value(0.0321), ".03", "0,03"),
        (lambda: figures.p_value(0.0042), ".004", "0,004"),
        (lambda: figures.p_value(0.00004), "< .001", "< 0,001"),
        (lambda: figures.p_value(1.0), "1.00", "1,00"),
        (lambda: figures.alpha(0.553), ".55", "0,55"),
        (lambda: figures.alpha(-0.2), "−.20", "−0,20"),
        (lambda: figures.typed(72.5), "72.5", "72,5"),
        (lambda: figures.typed(80.0), "80", "80"),
        (lambda: figures.about(1146), "1,100", "1.100"),
        (lambda: figures.about(9), "9", "9"),
        (lambda: figures.points([-17.2, 20.8, -18.0]), "17 to 21 points", "17 tot 21 punten"),
        (lambda: figures.points([-1.2]), "1 point", "1 punt"),
    ],
)
def test_a_figure_is_written_by_locale(figure: Callable[[], str], english: str, dutch: str) -> None:
    with force_locale("en"):
        assert figure() == english
    with force_locale("nl"):
        assert figure() == dutch


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.floats(-100, 100))
def test_a_gap_is_never_a_signed_zero_or_a_hyphen(value: float) -> None:
    with force_locale("en"):
        text = figures.signed(value)

    assert text not in {"+0", "−0", "-0"}
    assert "-" not in text
    assert (MINUS in text) == (value <= -0.5)


@pytest.mark.parametrize(("value", "text"), [(0.5, "+1"), (-0.5, "−1"), (2.5, "+3"), (1.5, "+2")])
def test_halves_go_away_from_zero(value: float, text: str) -> None:
    with force_locale("en"):
        assert figures.signed(value) == text
