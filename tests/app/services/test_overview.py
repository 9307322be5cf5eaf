from collections.abc import Iterator

import pytest
from flask import Flask

from app.services import overview
from tests.app.services.figures_case import Company, about, answers, people


@pytest.fixture
def company(app: Flask) -> Iterator[Company]:
    with app.app_context():
        yield Company.found()


def test_waves_are_listed_newest_first(company: Company) -> None:
    company.wave(title="First", days_ago=30)
    company.wave(title="Second")

    assert [wave.title for wave in overview.list_waves(company.manager)] == ["Second", "First"]


def test_a_wave_counts_only_those_who_may_be_shown(company: Company) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(12, 4), company.small)
    answers(wave.fieldings[0], about(4, 4), company.large)
    answers(wave.fieldings[1], people(7, 4))
    company.release(wave)

    (listed,) = overview.list_waves(company.manager)

    assert listed.latest is not None
    assert (listed.latest.customers, listed.latest.employees) == (12, 0)


def test_a_wave_that_was_not_released_has_no_figures(company: Company) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(12, 4), company.small)

    (listed,) = overview.list_waves(company.manager)

    assert listed.latest is None


def test_the_waves_of_others_are_not_listed(company: Company) -> None:
    company.wave()

    assert overview.list_waves(Company.found().manager) == []


def test_the_start_counts_what_there_is(company: Company) -> None:
    company.aim(None, speed=80, price=60)
    company.aim(None, price=None)
    company.aim(company.small, speed=80)

    start = overview.start(company.manager)

    assert (start.dimensions, start.mission, start.segments) == (3, 1, 2)
    assert (start.questionnaires, start.waves) == (2, 0)
