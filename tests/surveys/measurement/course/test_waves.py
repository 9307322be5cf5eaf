from typing import Any

import pytest

from surveys.measurement.course.waves import Thread, Wave, links_between
from tests.surveys.measurement.make import likert, moments, questionnaire

OLD = questionnaire(likert("price_1", "price"), likert("trust_1", "trust"))
REWORDED = questionnaire(
    likert("price_1", "price", text={"nl": "Anders"}), likert("trust_1", "trust")
)
RESCALED = questionnaire(likert("price_1", "price", scale="ten"), likert("trust_1", "trust"))
WITHOUT = questionnaire(likert("trust_1", "trust"))


def wave(at: int, asked: Any, *price: int, **changes: Any) -> Wave:
    rows = [{"price_1": point, "trust_1": 4} for point in price]
    known = [{code: of for code, of in row.items() if code in asked.item_by_code} for row in rows]
    return Wave(f"wave {at}", at, asked, {"all": moments(asked, known)}, **changes)


def thread(*waves: Wave) -> Thread:
    return Thread.of(waves, "all", "price", links_between(waves))


def test_a_trend_runs_through_other_words_and_breaks_at_another_scale() -> None:
    found = thread(wave(0, OLD, 1, 2), wave(1, REWORDED, 2, 3), wave(2, RESCALED, 5, 6))

    assert found.breaks == (False, False, True)
    assert found.pair(0, 1) == (found.samples[0], found.samples[1])
    assert (found.pair(1, 2), found.pair(0, 2)) == (None, None)


def test_a_wave_without_the_dimension_is_passed_over() -> None:
    found = thread(wave(0, OLD, 1, 2), wave(1, WITHOUT, 1, 2), wave(2, OLD, 3, 4))

    assert found.places == (0, 2)
    assert found.breaks == (False, False)
    assert (found.pair(0, 2) is None, found.pair(0, 1)) == (False, None)


def test_a_wave_without_answers_of_the_segment_is_passed_over() -> None:
    found = thread(wave(0, OLD, 1, 2), wave(1, OLD), wave(2, OLD, 3, 4))

    assert found.places == (0, 2)


def test_a_break_in_a_wave_that_is_passed_over_still_breaks() -> None:
    found = thread(wave(0, OLD, 1, 2), wave(1, WITHOUT, 1, 2, is_break=True), wave(2, OLD, 3, 4))

    assert found.breaks == (False, True)


def test_a_scale_that_comes_back_does_not_join_what_was_broken() -> None:
    found = thread(wave(0, OLD, 1, 2), wave(1, RESCALED, 5, 6), wave(2, OLD, 3, 4))

    assert found.breaks == (False, True, True)
    assert found.pair(0, 2) is None


@pytest.mark.parametrize("waves", [(), (wave(0, WITHOUT, 1),)])
def test_without_waves_there_is_nothing(waves: tuple[Wave, ...]) -> None:
    assert thread(*waves).places == ()
