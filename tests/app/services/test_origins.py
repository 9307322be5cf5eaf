from collections.abc import Iterator
from time import perf_counter

import pytest
from flask import Flask

from app.errors import NotFoundError
from app.services import origins
from surveys.measurement.origins.formers import formers
from surveys.measurement.origins.outcomes import outcome_drivers
from surveys.measurement.origins.word_of_mouth import against_others, word_of_mouth
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import Moments, summarise
from tests.app.services.field_case import actor_of
from tests.app.services.figures_case import Company, about, answers
from tests.app.services.origins_case import ASKED, HIDDEN, MANY, Told, crowd, groups


@pytest.fixture
def told(app: Flask) -> Iterator[Told]:
    with app.app_context():
        yield Told.found()


def _sums(place: int) -> Moments:
    return summarise(encode(ASKED, groups()[place]))


def test_the_figures_are_those_that_the_library_makes_of_the_same_answers(told: Told) -> None:
    small, middle = _sums(0), _sums(1)
    for code, group in (("klein", small), (None, small + middle)):
        shown = origins.show_formers(told.manager, told.wave.id, code).formers
        expected = formers(ASKED, group, k=5)
        assert shown is not None
        assert shown.image is not None
        assert expected.image is not None
        assert shown.image.split.r2 == expected.image.split.r2
        assert {code: one.experiences for code, one in shown.formers.items()} == {
            code: one.experiences for code, one in expected.formers.items()
        }
        drivers = origins.show_drivers(told.manager, told.wave.id, code).outcomes
        of_library = outcome_drivers(ASKED, group)
        assert {name: one.split.r2 for name, one in drivers.items()} == {
            name: one.split.r2 for name, one in of_library.items()
        }
        talk = origins.show_word_of_mouth(told.manager, told.wave.id, code)
        assert talk.group == word_of_mouth(group, ASKED)
        assert talk.against == against_others({"klein": small, "middel": middle}, ASKED)


def test_shares_have_intervals_by_the_jackknife(told: Told) -> None:
    found = origins.show_formers(told.manager, told.wave.id, "klein").formers

    assert found is not None
    assert found.image is not None
    first = next(iter(found.image.split.drivers.values()))
    assert first.share is not None
    assert first.share.df is not None
    assert 30 < first.share.df < 40  # of 160 people some of the 40 parts have nobody
    assert first.share.low is not None


def test_the_former_that_goes_along_with_the_image_is_found(told: Told) -> None:
    found = origins.show_formers(told.manager, told.wave.id).formers

    assert found is not None
    assert found.image is not None
    code, first = next(iter(found.image.split.drivers.items()))
    assert code == "inside_sales"
    assert first.is_rank_sure
    judged = found.formers["inside_sales"].experiences
    assert judged.own_less_heard is not None
    assert judged.own_less_heard.is_supported
    assert judged.own_less_heard.difference > 5


def test_groups_that_are_too_small_are_in_no_figure(told: Told) -> None:
    scene = origins.show_formers(told.manager, told.wave.id).scene

    assert {party.code: party.n for party in scene.parties} == {
        "klein": MANY,
        "middel": MANY,
        "groot": 0,
    }
    assert scene.total == scene.n == 2 * MANY


@pytest.mark.parametrize("asked", ["groot", "elsewhere", "", None])
def test_who_cannot_be_looked_at_gives_way_to_all(told: Told, asked: str | None) -> None:
    for show in (origins.show_formers, origins.show_drivers, origins.show_word_of_mouth):
        assert show(told.manager, told.wave.id, asked).scene.segment is None


def test_figures_stay_until_a_release_and_move_with_it(told: Told) -> None:
    before = origins.show_word_of_mouth(told.manager, told.wave.id, "klein").group
    told.answer(crowd(6, 90.0, "more"), 0)
    assert origins.show_word_of_mouth(told.manager, told.wave.id, "klein").group == before

    told.release()

    after = origins.show_word_of_mouth(told.manager, told.wave.id, "klein").group
    assert after is not None
    assert after.n == MANY + 6


def test_what_was_hidden_is_shown_once_there_are_enough(told: Told) -> None:
    told.answer(crowd(1, 90.0, "more"), 2)
    told.release()

    shown = origins.show_formers(told.manager, told.wave.id, "groot")

    assert shown.scene.segment == "groot"
    assert shown.scene.n == HIDDEN + 1
    assert shown.formers is not None
    assert shown.formers.image is not None
    assert not shown.formers.image.split.is_shown  # far too few to split


def test_a_page_of_a_kept_release_is_quick(told: Told) -> None:
    show = (origins.show_formers, origins.show_drivers, origins.show_word_of_mouth)
    for one in show:
        one(told.manager, told.wave.id)

    began = perf_counter()
    for one in show:
        one(told.manager, told.wave.id)

    assert perf_counter() - began < 0.1


def test_a_wave_without_a_release_or_without_such_items_has_nothing_to_show(app: Flask) -> None:
    with app.app_context():
        company = Company.found()
        wave = company.wave()
        assert origins.show_formers(company.manager, wave.id).formers is None
        assert origins.show_drivers(company.manager, wave.id).scene.n == 0
        assert origins.show_word_of_mouth(company.manager, wave.id).group is None

        answers(wave.fieldings[0], about(12, 4), company.small)
        company.release(wave)

        found = origins.show_formers(company.manager, wave.id).formers
        assert found is not None
        assert not found.formers
        assert not origins.show_drivers(company.manager, wave.id).outcomes


def test_waves_of_others_are_not_found(told: Told) -> None:
    stranger = actor_of()

    for show in (origins.show_formers, origins.show_drivers, origins.show_word_of_mouth):
        with pytest.raises(NotFoundError):
            show(stranger, told.wave.id)
