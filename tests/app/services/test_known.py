from flask import Flask

from app.demo.wholesaler import noordwal
from app.models.accounts import Role
from app.services.known import Known, competitor_answers, known_about
from surveys import library
from surveys.measurement.image.profiles import score_sample
from surveys.questionnaire.scales import Facet
from tests.app.services.field_case import actor_of
from tests.app.services.people_case import person_of
from tests.demo import Demo


def test_the_demo_tells_what_its_segments_are_worth(demo: Demo) -> None:
    with demo.app.app_context():
        known = known_about(person_of("noordwal", Role.VIEWER))

    assert known.values["projectinstallateurs"] == noordwal().segment("project").value
    assert len(known.values) == len(noordwal().segments)


def test_actions_began_between_the_waves_of_the_demo(demo: Demo) -> None:
    with demo.app.app_context():
        done = known_about(person_of("noordwal", Role.VIEWER)).actions

    assert [(one.dimension, set(one.segments)) for one in done] == [
        ("responsiveness", {"lokale_installateurs"}),
        ("process_quality", {"projectinstallateurs"}),
    ]


def test_competitors_of_the_demo_are_seen_as_was_laid_down(demo: Demo) -> None:
    with demo.app.app_context():
        found = competitor_answers(person_of("noordwal", Role.VIEWER))

    assert [(name, of.group.n) for name, of in found.items()] == [
        (one.name, one.n) for one in noordwal().competitors
    ]
    for one in noordwal().competitors:
        group = found[one.name].group
        score = group.layout.score(Facet.IMAGE, "innovation")
        assert score is not None
        mean = score_sample(group, score).mean
        assert mean is not None
        assert abs(mean - one.image["innovation"]) < 5
        assert sum(group.n - part.n for part in found[one.name].replicates) == group.n


def test_of_another_organisation_nothing_is_known(demo: Demo) -> None:
    with demo.app.app_context():
        provider = person_of("provider1", Role.OWNER)

        assert known_about(provider) == Known()
        assert competitor_answers(provider) == {}


def test_without_a_demo_nothing_is_known(app: Flask) -> None:
    with app.app_context():
        assert known_about(actor_of(Role.VIEWER)) == Known()


def test_everything_laid_down_is_of_dimensions_that_are_asked() -> None:
    asked = {one.code for one in library.load("customer_image").dimensions}
    company = noordwal()

    assert all(set(one.image) == asked for one in company.competitors)
    assert {one.dimension for one in company.actions} <= asked
    assert {code for one in company.actions for code in one.segments} <= {
        one.code for one in company.segments
    }
