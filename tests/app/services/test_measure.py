from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import NotFoundError
from app.models.accounts import Role
from app.models.waves import Segmentation, Wave
from app.services import aim, field, measure
from app.services.access import Actor
from app.services.aim import Aim
from app.services.field import Tie
from app.services.measure import WaveFigures
from surveys import library
from surveys.formats import figures_json, profiles_yaml, responses_csv
from surveys.measurement.image.gaps import GapName
from surveys.measurement.image.profiles import Target
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from surveys.measurement.wave.measure import measure as measured
from tests.app.services.field_case import actor_of, opened, published
from tests.app.services.figures_case import (
    Company,
    about,
    answers,
    colleague,
    people,
)
from tests.make import NOON

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def company(app: Flask) -> Iterator[Company]:
    with app.app_context():
        yield Company.found()


def figures(company: Company, wave: Wave) -> WaveFigures:
    return measure.wave_figures(company.manager, wave.id)


def sizes(shown: WaveFigures) -> dict[str, int]:
    return {group.code: group.n for group in shown.groups}


def test_the_figures_are_those_that_the_library_makes_of_the_same_answers(app: Flask) -> None:
    questionnaire = library.load("corporate_reputation")
    answered = responses_csv.read(
        (DATA / "corporate_reputation.csv").read_bytes(), questionnaire, missing=frozenset({"-99"})
    ).responses
    profiles = profiles_yaml.read((DATA / "corporate_reputation_profiles.yaml").read_text("utf-8"))
    rows = {code: [row for row in answered if row["servicetype"] == code] for code in ("1", "2")}
    with app.app_context():
        designer = actor_of()
        wave = opened(
            designer,
            published(designer, library.text("corporate_reputation")),
            segmentation_item="servicetype",
            ties=tuple(Tie(name=(("nl", f"Soort {code}"),), option_code=code) for code in rows),
        )
        manager = colleague(designer, Role.MANAGER)
        set_profile(manager, None, profiles.mission)
        for tie in wave.segments:
            set_profile(manager, tie.segment_id, profiles.wish[str(tie.option_code)])
            answers(wave.fieldings[0], rows[str(tie.option_code)], tie.segment_id)
        field.close_wave(designer, wave.id, now=NOON + timedelta(days=1))

        shown = measure.wave_figures(designer, wave.id)

    moments = {code: summarise(encode(questionnaire, of)) for code, of in rows.items()}
    alone = figures_json.as_json(measured(questionnaire, moments, profiles=profiles))
    stored = figures_json.as_json(shown.measurement)
    assert [group.n for group in shown.groups] == [125, 219]
    assert list(stored["segments"].values()) == list(alone["segments"].values())
    assert stored["total"] == alone["total"]


def set_profile(manager: Actor, segment_id: int | None, profile: Mapping[str, Target]) -> None:
    aims = {code: Aim(target.value, target.tolerance) for code, target in profile.items()}
    aim.set_profile(manager, segment_id, aims, as_of=0, now=NOON)


def test_a_group_under_k_shows_nothing_and_is_in_no_total(company: Company) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(4, 6), company.small)
    answers(wave.fieldings[0], about(40, 4), company.large)
    company.release(wave)

    shown = figures(company, wave)

    assert sizes(shown) == {"klein": 0, "groot": 40}
    assert shown.measurement.total.n == 40
    assert (
        shown.measurement.total.dimensions["speed"].external
        == shown.measurement.segments["groot"].dimensions["speed"].external
    )
    hidden = shown.measurement.segments.get("klein")
    assert hidden is None or hidden.n == 0


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hidden=st.lists(st.integers(1, 7), max_size=4),
    hidden_employees=st.lists(st.integers(1, 7), max_size=7),
    later=st.lists(st.integers(1, 7), max_size=4),
)
def test_what_is_hidden_moves_nothing_that_is_shown(
    company: Company, hidden: list[int], hidden_employees: list[int], later: list[int]
) -> None:
    """Whatever fewer than k people say, and however many they are, every figure stays equal."""
    plain, other = company.wave(title="Plain"), company.wave(title="Other")
    for wave in (plain, other):
        answers(wave.fieldings[0], about(12, 4), company.large)
    answer_points(other, 0, hidden, company.small)
    answer_points(other, 1, hidden_employees, None)
    for wave in (plain, other):
        company.release(wave)
    answer_points(other, 0, later, company.large)

    first, second = figures(company, plain), figures(company, other)

    assert first.measurement == second.measurement
    assert first.groups == second.groups
    assert (first.waiting, first.employees_waiting) == (second.waiting, second.employees_waiting)
    assert [taken.customers for taken in first.releases] == [
        taken.customers for taken in second.releases
    ]
    assert second.internal is None


def answer_points(wave: Wave, fielding: int, points: list[int], segment_id: int | None) -> None:
    answers(
        wave.fieldings[fielding],
        [{"speed_1": point, "speed_2": point, "price_1": point} for point in points],
        segment_id,
    )


def test_figures_move_only_with_a_release_and_then_they_do(company: Company) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(10, 4), company.small)
    company.release(wave)
    before = figures(company, wave)
    answers(wave.fieldings[0], about(4, 7), company.small)
    assert figures(company, wave).measurement == before.measurement
    assert figures(company, wave).groups[0].waiting is None

    answers(wave.fieldings[0], about(1, 7), company.small)
    waiting = figures(company, wave)
    assert waiting.measurement == before.measurement
    assert waiting.groups[0].waiting == 5

    company.release(wave)
    after = figures(company, wave)
    assert sizes(after)["klein"] == 15
    assert after.measurement != before.measurement
    assert [(taken.number, taken.customers) for taken in after.releases] == [(1, 10), (2, 15)]


def test_targets_count_at_once(company: Company) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(30, 4), company.small)
    company.release(wave)
    assert not figures(company, wave).measurement.segments["klein"].dimensions["speed"].gaps

    company.aim(None, speed=80)
    company.aim(company.small, speed=90)

    gaps = figures(company, wave).measurement.segments["klein"].dimensions["speed"].gaps
    assert {GapName.PROMISE, GapName.WISH, GapName.MATCH} == gaps.keys()
    assert gaps[GapName.MATCH].difference == -10


def test_the_internal_profile_is_that_of_the_employees_of_the_wave(company: Company) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(30, 4), company.small)
    answers(wave.fieldings[1], people(9, 6))
    company.release(wave)

    shown = figures(company, wave)

    assert shown.internal is not None
    assert shown.internal.is_own
    assert shown.measurement.employees == 9
    assert "pride" in shown.measurement.internal
    assert {row.code for row in shown.dimensions} == {"speed", "price", "pride"}


def test_a_wave_without_employees_takes_the_latest_earlier_ones_and_names_them(
    company: Company,
) -> None:
    for days_ago, points in ((90, 2), (60, 6)):
        earlier = company.wave(days_ago=days_ago, title=f"{days_ago} days ago")
        answers(earlier.fieldings[1], people(8, points))
        company.release(earlier, NOON - timedelta(days=days_ago - 1))
    wave = company.wave(employees=False, days_ago=30)
    answers(wave.fieldings[0], about(30, 4), company.small)
    company.release(wave)
    later = company.wave(title="Later")
    answers(later.fieldings[1], people(8, 1))
    company.release(later)

    shown = figures(company, wave)

    assert shown.internal is not None
    assert (shown.internal.title, shown.internal.is_own) == ("60 days ago", False)
    internal = shown.measurement.segments["klein"].dimensions["speed"].internal
    assert internal is not None
    assert internal.mean is not None
    assert internal.mean > 70


def test_a_wave_without_segments_shows_all_customers_together(company: Company) -> None:
    wave = company.wave(segmentation=Segmentation.NONE, segmentation_item=None, ties=())
    answers(wave.fieldings[0], about(20, 4))
    company.release(wave)

    shown = figures(company, wave)

    assert (shown.groups, shown.others) == ((), 0)
    assert shown.measurement.total.n == 20


def test_customers_of_no_segment_are_in_the_total_when_they_are_enough(company: Company) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(20, 4), company.small)
    answers(wave.fieldings[0], about(6, 4))
    company.release(wave)

    shown = figures(company, wave)

    assert (shown.others, shown.measurement.total.n) == (6, 26)


def test_before_a_release_there_is_nothing(company: Company) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(20, 4), company.small)

    shown = figures(company, wave)

    assert not shown.has_any
    assert not shown.releases
    assert shown.groups[0].waiting == 20


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_figures(company: Company, role: Role) -> None:
    wave = company.wave()

    assert measure.wave_figures(colleague(company.designer, role), wave.id).wave_id == wave.id


def test_the_waves_of_others_are_not_there(company: Company) -> None:
    wave = company.wave()
    stranger = actor_of()

    for wave_id in (wave.id, 999):
        with pytest.raises(NotFoundError):
            measure.wave_figures(stranger, wave_id)


def test_the_latest_figures_are_those_of_the_newest_wave_that_has_any(company: Company) -> None:
    assert measure.latest_figures(company.manager) is None
    first = company.wave(days_ago=30)
    answers(first.fieldings[0], about(20, 4), company.small)
    company.release(first)
    company.wave()

    latest = measure.latest_figures(company.manager)

    assert latest is not None
    assert latest.wave_id == first.id


def test_two_organisations_with_equal_answers_have_figures_of_their_own(company: Company) -> None:
    other = Company.found()
    for each in (company, other):
        wave = each.wave()
        answers(wave.fieldings[0], about(30, 4), each.small)
        each.release(wave)
    other.aim(None, speed=90)

    latest = [measure.latest_figures(each.manager) for each in (company, other)]

    missions = [one.mission for one in latest if one is not None]
    assert missions == [{}, {"speed": Target(90)}]
