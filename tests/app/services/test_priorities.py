from collections.abc import Iterator

import pytest
from flask import Flask

from app.errors import NotFoundError
from app.models.accounts import Role
from app.models.waves import Segmentation, Wave
from app.services.priorities import wave_priorities
from app.services.trend import EVERYONE
from surveys.formats import definition_yaml
from surveys.measurement.course.priorities import priorities
from surveys.measurement.image.gaps import GapName
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from surveys.measurement.wave.measure import measure
from tests.app.services.field_case import actor_of
from tests.app.services.figures_case import CUSTOMERS, Company, about, answers, colleague
from tests.app.services.people_case import person_of
from tests.demo import FIRST, Demo

ASKED = definition_yaml.read(CUSTOMERS)


@pytest.fixture
def company(app: Flask) -> Iterator[Company]:
    with app.app_context():
        yield Company.found()


@pytest.fixture
def wave(company: Company) -> Wave:
    """Two segments that are shown, with wishes."""
    wave = company.wave(employees=False)
    answers(wave.fieldings[0], about(40, 4), company.small)
    answers(wave.fieldings[0], about(60, 5), company.large)
    company.release(wave)
    company.aim(company.small, speed=80, price=45)
    company.aim(company.large, speed=72, price=90)
    return wave


def test_the_ranking_is_that_of_the_library(company: Company, wave: Wave) -> None:
    found = wave_priorities(company.manager, wave.id).found

    groups = {
        "klein": summarise(encode(ASKED, about(40, 4))),
        "groot": summarise(encode(ASKED, about(60, 5))),
    }
    wish = {
        "klein": {"speed": Target(80), "price": Target(45)},
        "groot": {"speed": Target(72), "price": Target(90)},
    }
    figures = measure(ASKED, groups, profiles=Profiles(wish=wish))
    expected = priorities(figures.segments, groups, ASKED)
    assert found == expected
    assert len(expected.ranked) >= 2


def test_a_group_under_k_is_not_weighed(company: Company) -> None:
    wave = company.wave(employees=False)
    answers(wave.fieldings[0], about(40, 4), company.small)
    answers(wave.fieldings[0], about(4, 1), company.large)
    company.release(wave)
    company.aim(company.small, speed=80)
    company.aim(company.large, speed=80)

    shown = wave_priorities(company.manager, wave.id)

    assert shown.segments.keys() == {"klein"}
    assert shown.found is not None
    assert {one.priority.segment for one in shown.found.ranked} == {"klein"}
    assert shown.found.ranked[0].priority.value == 1


def test_without_segments_the_promise_to_all_customers_is_weighed(company: Company) -> None:
    wave = company.wave(
        employees=False, segmentation=Segmentation.NONE, segmentation_item=None, ties=()
    )
    answers(wave.fieldings[0], about(40, 4))
    company.release(wave)
    company.aim(None, speed=90)

    found = wave_priorities(company.manager, wave.id).found

    assert found is not None
    (one,) = found.ranked
    assert (one.priority.segment, one.priority.gap) == (EVERYONE, GapName.PROMISE)


def test_before_a_release_there_is_nothing_to_weigh(company: Company) -> None:
    wave = company.wave()

    shown = wave_priorities(company.manager, wave.id)

    assert shown.found is None
    assert shown.segments == {}


def test_nobody_sees_another_organisations_priorities(company: Company, wave: Wave) -> None:
    with pytest.raises(NotFoundError):
        wave_priorities(colleague(actor_of(), Role.OWNER), wave.id)


def test_in_the_demo_segments_count_by_their_value_and_formers_are_steered(demo: Demo) -> None:
    with demo.app.app_context():
        found = wave_priorities(person_of("noordwal", Role.VIEWER), demo.wave_id(FIRST)).found

    assert found is not None
    assert not found.without_value
    value = {one.priority.segment: one.priority.value for one in found.ranked}
    assert value["projectinstallateurs"] == pytest.approx(31.5 / (24.8 + 31.5 + 12.4 + 3.1))
    assert any(one.priority.steerable is not None for one in found.ranked)
