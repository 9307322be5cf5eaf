from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.models.accounts import Role
from app.models.waves import Segmentation, Wave
from app.services.trend import EVERYONE, YEAR, organisation_trends
from surveys.formats import definition_yaml
from surveys.measurement.course.wave_trend import SegmentTrend, wave_trends
from surveys.measurement.course.waves import Wave as Measured
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from tests.app.services.field_case import actor_of, published
from tests.app.services.figures_case import CUSTOMERS, Company, about, answers, colleague
from tests.app.services.people_case import person_of
from tests.demo import SECOND, Demo

ASKED = definition_yaml.read(CUSTOMERS)
Answers = Sequence[Mapping[str, int]]


@pytest.fixture
def company(app: Flask) -> Iterator[Company]:
    with app.app_context():
        yield Company.found()


def measured(
    company: Company, days_ago: int, small: Answers, large: Answers = (), **changes: object
) -> Wave:
    """A released wave in which some answered."""
    wave = company.wave(days_ago=days_ago, employees=False, title=f"{days_ago} days", **changes)
    answers(wave.fieldings[0], small, company.small)
    answers(wave.fieldings[0], large, company.large)
    company.release(wave)
    return wave


def points(trend: SegmentTrend) -> object:
    """All that is told of the dimensions of a segment but the labels of its waves."""
    return [
        [replace(point, label="", since_previous=None, since_first=None) for point in of.points]
        for of in trend.dimensions.values()
    ], [
        [
            moved and replace(moved, since="")
            for point in of.points
            for moved in (point.since_first,)
        ]
        for of in trend.dimensions.values()
    ]


def test_what_moved_is_what_the_library_makes_of_the_same_answers(company: Company) -> None:
    given = [(60, about(40, 4), about(50, 5)), (0, about(60, 5), about(45, 5))]
    for days, small, large in given:
        measured(company, days, small, large)

    found = organisation_trends(company.manager)

    expected = wave_trends(
        [
            Measured(
                str(days),
                (60 - days) / (YEAR / timedelta(days=1)),
                ASKED,
                {
                    "klein": summarise(encode(ASKED, small)),
                    "groot": summarise(encode(ASKED, large)),
                },
            )
            for days, small, large in given
        ]
    )
    assert {code: points(of) for code, of in found.segments.items()} == {
        code: points(of) for code, of in expected.items()
    }
    assert [wave.n for wave in found.waves] == [
        {"klein": 40, "groot": 50},
        {"klein": 60, "groot": 45},
    ]


def test_a_group_under_k_has_no_part_in_any_trend(company: Company) -> None:
    measured(company, 60, about(40, 4), about(4, 7))
    measured(company, 0, about(40, 5), about(4, 1))

    found = organisation_trends(company.manager)

    assert found.segments.keys() == {"klein"}
    assert found.names.keys() == {"klein"}
    assert [wave.n for wave in found.waves] == [{"klein": 40}, {"klein": 40}]


def test_a_wave_of_which_nothing_is_shown_is_not_there(company: Company) -> None:
    measured(company, 60, about(40, 4))
    company.wave(days_ago=30)

    assert [wave.title for wave in organisation_trends(company.manager).waves] == ["60 days"]


def test_a_changed_questionnaire_breaks_the_line_of_what_changed(company: Company) -> None:
    measured(company, 60, about(40, 4))
    text = CUSTOMERS.replace("code: image", "code: image_2", 1).replace("speed_2", "speed_3")
    version = published(company.designer, text)
    later = [
        {code.replace("speed_2", "speed_3"): value for code, value in given.items()}
        for given in about(40, 6)
    ]
    measured(replace(company, customers=version), 0, later)

    dimensions = organisation_trends(company.manager).segments["klein"].dimensions

    assert [point.is_break for point in dimensions["speed"].points] == [False, True]
    assert dimensions["speed"].points[-1].since_previous is None
    assert [point.is_break for point in dimensions["price"].points] == [False, False]
    assert dimensions["price"].points[-1].since_previous is not None


def test_alignment_is_with_todays_mission_on_what_customers_are_asked(company: Company) -> None:
    measured(company, 60, about(40, 3), about(40, 3))
    measured(company, 0, about(40, 6), about(40, 3))
    assert not organisation_trends(company.manager).segments["klein"].alignment

    company.aim(None, speed=95, price=95, pride=10)
    found = organisation_trends(company.manager)

    (change,) = found.segments["klein"].alignment
    assert set(change.dimensions) == {"speed", "price"}
    assert change.difference.difference is not None
    assert change.difference.difference > 20
    changes = {code: of.alignment[0] for code, of in found.segments.items()}
    expected = holm([of.difference.p for of in changes.values()])
    assert [found.alignment_p[code, of.label, of.since] for code, of in changes.items()] == expected


def test_without_segments_all_customers_are_held_together(company: Company) -> None:
    for days, value in ((60, 3), (0, 5)):
        wave = company.wave(
            days_ago=days,
            employees=False,
            segmentation=Segmentation.NONE,
            segmentation_item=None,
            ties=(),
        )
        answers(wave.fieldings[0], about(40, value))
        company.release(wave)

    found = organisation_trends(company.manager)

    assert not found.names
    assert found.segments.keys() == {EVERYONE}
    moved = found.segments[EVERYONE].dimensions["speed"].points[-1].since_previous
    assert moved is not None
    assert moved.difference.difference == pytest.approx(100 / 3)


def test_an_organisation_sees_its_own_waves_alone(company: Company) -> None:
    measured(company, 60, about(40, 4))
    stranger = colleague(actor_of(), Role.OWNER)

    found = organisation_trends(stranger)

    assert found.waves == ()
    assert found.segments == {}


def test_an_action_is_judged_by_the_waves_around_it(demo: Demo) -> None:
    with demo.app.app_context():
        found = organisation_trends(person_of("noordwal", Role.VIEWER))

    assert [one.found.reached for one in found.effects] == [
        ("lokale_installateurs",),
        ("projectinstallateurs",),
    ]
    titles = {wave.label: wave.title for wave in found.waves}
    assert {titles[one.found.action.after] for one in found.effects} == {SECOND}
    assert all(one.found.effect.low is not None for one in found.effects)
