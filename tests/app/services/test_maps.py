from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from flask import Flask

from app.errors import NotFoundError
from app.models.accounts import Role
from app.models.waves import Wave
from app.services import segment
from app.services.field import Tie
from app.services.groups import wave_groups
from app.services.known import competitor_answers
from app.services.maps import MISSION, MapsShown, wave_maps
from surveys.formats import definition_yaml
from surveys.measurement.course.benchmarks import benchmark_profiles
from surveys.measurement.course.image_map import image_map
from surveys.measurement.course.map_figures import FigureMap, NoMap, PointKind, WhyNoMap
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from tests.app.services.field_case import actor_of, published
from tests.app.services.figures_case import CUSTOMERS, Company, about, answers, colleague
from tests.app.services.origins_case import Told
from tests.app.services.people_case import person_of
from tests.demo import FIRST, SECOND, Demo

ITEMS = (
    "      - {code: pride_1, type: likert, scale: seven, "
    'text: {nl: "Een", en: "One"}, measures: {dimension: pride, facet: image}}\n'
)
THREE = CUSTOMERS.replace("      - code: size\n", f"{ITEMS}      - code: size\n", 1)
ASKED = definition_yaml.read(THREE)
CODES = ("klein", "groot", "reus")

Answers = Sequence[Mapping[str, int]]


@pytest.fixture
def company(app: Flask) -> Iterator[Company]:
    with app.app_context():
        found = Company.found()
        text = THREE.replace("code: image", "code: image_3", 1).replace(
            "{code: large, text: {nl: Groot, en: Large}}",
            "{code: large, text: {nl: Groot, en: Large}}\n"
            "          - {code: giant, text: {nl: Reus, en: Giant}}",
        )
        yield replace(found, customers=published(found.designer, text))


def people(n: int, speed: int, price: int, pride: int) -> list[dict[str, int]]:
    return [
        {
            "speed_1": speed + place % 2,
            "speed_2": speed,
            "price_1": price,
            "price_2": price + place % 3,
            "pride_1": pride + (place // 2) % 2,
        }
        for place in range(n)
    ]


APART = (people(60, 5, 2, 3), people(60, 2, 4, 3), people(60, 3, 3, 6))


def opened(company: Company, groups: Sequence[Answers], days_ago: int = 0) -> Wave:
    """A released wave with three segments."""
    known = {one.code: one.id for one in segment.list_segments(company.designer)}
    giant = known.get("reus") or segment.add_segment(company.designer, {"nl": "Reus"}).id
    ids = (company.small, company.large, giant)
    options = ("small", "large", "giant")
    ties = tuple(
        Tie(segment_id=one, option_code=option) for one, option in zip(ids, options, strict=True)
    )
    wave = company.wave(employees=False, days_ago=days_ago, title=f"{days_ago} days", ties=ties)
    for one, given in zip(ids, groups, strict=True):
        answers(wave.fieldings[0], given, one)
    company.release(wave)
    return wave


def drawn(shown: MapsShown) -> FigureMap:
    assert shown.image is not None
    assert isinstance(shown.image.found, FigureMap)
    return shown.image.found


def test_the_map_is_that_of_the_library(company: Company) -> None:
    wave = opened(company, APART)
    company.aim(None, speed=60, price=50, pride=90)

    found = drawn(wave_maps(company.manager, wave.id))

    groups = {
        code: summarise(encode(ASKED, given)) for code, given in zip(CODES, APART, strict=True)
    }
    expected = image_map(groups, targets={MISSION: {"speed": 60, "price": 50, "pride": 90}})
    assert isinstance(expected, FigureMap)
    bare = [replace(point, region=None) for point in found.points]
    assert bare == list(expected.points)
    assert found.explained == expected.explained


def test_every_segment_has_a_region_and_the_mission_has_none(company: Company) -> None:
    wave = opened(company, APART)
    company.aim(None, speed=60, price=50, pride=90)

    points = drawn(wave_maps(company.manager, wave.id)).points

    assert {point.name for point in points if point.region is not None} == {*CODES}


def test_a_later_wave_is_drawn_on_the_axes_of_the_first(company: Company) -> None:
    first = opened(company, APART, days_ago=60)
    later = opened(company, (people(60, 3, 2, 6), people(60, 5, 4, 3), APART[0]))

    before, after = (wave_maps(company.manager, one.id) for one in (first, later))

    assert drawn(after).axes == drawn(before).axes
    assert after.image is not None
    assert after.image.axes_of == "60 days"
    assert before.image is not None
    assert before.image.axes_of is None


def test_a_group_under_k_is_not_on_the_map(company: Company) -> None:
    wave = opened(company, (*APART[:2], people(4, 1, 1, 1)))

    shown = wave_maps(company.manager, wave.id)

    assert shown.image is not None
    assert isinstance(shown.image.found, NoMap)
    assert shown.image.found.why is WhyNoMap.TOO_FEW
    assert "reus" not in shown.image.found.left_out


def test_two_segments_are_too_few_for_a_map(company: Company) -> None:
    wave = company.wave(employees=False)
    answers(wave.fieldings[0], about(40, 4), company.small)
    answers(wave.fieldings[0], about(40, 6), company.large)
    company.release(wave)

    shown = wave_maps(company.manager, wave.id)

    assert shown.image is not None
    assert isinstance(shown.image.found, NoMap)
    assert shown.image.found.why is WhyNoMap.TOO_FEW
    assert shown.met is None
    assert shown.benchmarks == {}


def test_before_a_release_there_is_no_map(company: Company) -> None:
    shown = wave_maps(company.manager, company.wave().id)

    assert (shown.image, shown.met, shown.benchmarks) == (None, None, {})


def test_nobody_sees_another_organisations_map(company: Company) -> None:
    wave = opened(company, APART)

    with pytest.raises(NotFoundError):
        wave_maps(colleague(actor_of(), Role.OWNER), wave.id)


def test_whoever_meets_the_same_gives_no_map_of_image_formers(app: Flask) -> None:
    with app.app_context():
        told = Told.found()
        shown = wave_maps(told.manager, told.wave.id)

    assert shown.met is not None
    assert isinstance(shown.met.found, NoMap)
    assert shown.met.found.why is WhyNoMap.TOO_FEW  # one of three segments is hidden


def test_competitors_of_the_demo_stand_beside_whoever_is_looked_at(demo: Demo) -> None:
    with demo.app.app_context():
        viewer = person_of("noordwal", Role.VIEWER)
        wave_id = demo.wave_id(FIRST)
        competitors = {name: of.group for name, of in competitor_answers(viewer).items()}
        groups = wave_groups(viewer, wave_id)
        assert groups is not None

        everyone = wave_maps(viewer, wave_id)
        local = wave_maps(viewer, wave_id, "lokale_installateurs")

        assert everyone.benchmarks == benchmark_profiles(groups.total, competitors)
        assert local.benchmarks == benchmark_profiles(
            groups.segments["lokale_installateurs"], competitors
        )


def test_the_second_map_of_the_demo_keeps_the_axes(demo: Demo) -> None:
    with demo.app.app_context():
        viewer = person_of("noordwal", Role.VIEWER)
        shown = wave_maps(viewer, demo.wave_id(SECOND))

    assert shown.image is not None
    assert shown.image.axes_of == FIRST
    kinds = {point.kind for point in drawn(shown).points}
    assert kinds == set(PointKind) - {PointKind.TOUCHPOINT}
