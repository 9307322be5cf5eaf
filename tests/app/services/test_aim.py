from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.database import db
from app.errors import BadValueError, ForbiddenError, NotFoundError, ProfileChangedError
from app.models.accounts import Role
from app.models.profiles import Target
from app.services import aim
from app.services.access import Actor
from app.services.aim import Aim, Profile
from tests.app.services.figures_case import Company, colleague
from tests.make import NOON


@pytest.fixture
def company(app: Flask) -> Iterator[Company]:
    with app.app_context():
        yield Company.found()


def mission(company: Company) -> Profile:
    return aim.show_profile(company.manager, None)


def scores(profile: Profile) -> dict[str, float | None]:
    return {code: target.value for code, target in profile.targets.items()}


def test_a_profile_says_what_was_set_last(company: Company) -> None:
    company.aim(None, speed=80, price=60)
    company.aim(None, speed=85)

    assert scores(mission(company)) == {"speed": 85, "price": 60}


def test_the_wish_of_a_segment_is_its_own(company: Company) -> None:
    company.aim(None, speed=80)
    company.aim(company.small, speed=70)

    assert scores(aim.show_profile(company.manager, company.small)) == {"speed": 70}
    assert scores(aim.show_profile(company.manager, company.large)) == {}
    assert scores(mission(company)) == {"speed": 80}


def test_every_change_is_kept_with_its_author_and_day(company: Company) -> None:
    company.aim(None, speed=80)
    company.aim(None, speed=85)

    newest, oldest = mission(company).history
    assert (newest.former.value, newest.target.value) == (80, 85)
    assert (oldest.former.value, oldest.target.value) == (None, 80)
    assert newest.target.set_by == company.manager.user_id
    assert newest.target.set_at == NOON
    assert (newest.is_newest, oldest.is_newest) == (True, False)


def test_what_stays_as_it_was_adds_nothing(company: Company) -> None:
    assert company.aim(None, speed=80, price=None) == 1
    assert company.aim(None, speed=80, price=None) == 0

    assert db.session.scalar(db.select(db.func.count(Target.id))) == 1


def test_an_empty_score_takes_the_target_away(company: Company) -> None:
    company.aim(None, speed=80)
    company.aim(None, speed=None)

    assert scores(mission(company)) == {}
    assert len(mission(company).history) == 2


def test_a_new_tolerance_is_a_change(company: Company) -> None:
    company.aim(None, speed=80)
    aims = {"speed": Aim(80, tolerance=3)}

    changed = aim.set_profile(company.manager, None, aims, as_of=mission(company).as_of, now=NOON)

    assert changed == 1
    assert mission(company).targets["speed"].tolerance == 3


def test_undoing_sets_the_former_score_anew(company: Company) -> None:
    company.aim(None, speed=80)
    company.aim(None, speed=85)
    last = mission(company).history[0].target

    aim.undo(company.manager, last.id, now=NOON + timedelta(days=1))

    assert scores(mission(company)) == {"speed": 80}
    assert [change.target.value for change in mission(company).history] == [80, 85, 80]


def test_undoing_the_first_score_takes_the_target_away(company: Company) -> None:
    company.aim(company.small, speed=80)
    (change,) = aim.show_profile(company.manager, company.small).history

    aim.undo(company.manager, change.target.id, now=NOON)

    assert scores(aim.show_profile(company.manager, company.small)) == {}


def test_only_the_last_change_of_a_dimension_is_undone(company: Company) -> None:
    company.aim(None, speed=80)
    company.aim(None, speed=85)
    first = mission(company).history[-1].target

    with pytest.raises(ProfileChangedError):
        aim.undo(company.manager, first.id, now=NOON)


def test_nobody_overwrites_what_they_have_not_seen(company: Company) -> None:
    seen = mission(company).as_of
    company.aim(None, speed=80)

    with pytest.raises(ProfileChangedError):
        aim.set_profile(company.manager, None, {"speed": Aim(60)}, as_of=seen, now=NOON)

    assert scores(mission(company)) == {"speed": 80}


@pytest.mark.parametrize(
    "aims",
    [
        {"speed": Aim(101)},
        {"speed": Aim(-1)},
        {"speed": Aim(50, tolerance=0)},
        {"speed": Aim(float("nan"))},
        {"elsewhere": Aim(50)},
        {"price": Aim(50), "speed": Aim(101)},
    ],
)
def test_a_bad_score_changes_nothing(company: Company, aims: dict[str, Aim]) -> None:
    with pytest.raises(BadValueError):
        aim.set_profile(company.manager, None, aims, as_of=0, now=NOON)

    assert scores(mission(company)) == {}


@pytest.mark.parametrize("role", [Role.DESIGNER, Role.ANALYST, Role.VIEWER])
def test_others_than_managers_and_owners_look_on(company: Company, role: Role) -> None:
    company.aim(None, speed=80)
    onlooker = colleague(company.designer, role)
    last = aim.show_profile(onlooker, None).history[0].target

    with pytest.raises(ForbiddenError):
        aim.set_profile(onlooker, None, {"speed": Aim(10)}, as_of=last.id, now=NOON)
    with pytest.raises(ForbiddenError):
        aim.undo(onlooker, last.id, now=NOON)


def test_the_profiles_of_others_are_not_there(company: Company) -> None:
    company.aim(None, speed=80)
    last = mission(company).history[0].target
    stranger = Company.found().manager

    assert scores(aim.show_profile(stranger, None)) == {}
    for segment_id in (company.small, 999):
        with pytest.raises(NotFoundError):
            aim.show_profile(stranger, segment_id)
        with pytest.raises(NotFoundError):
            aim.set_profile(stranger, segment_id, {"speed": Aim(1)}, as_of=0, now=NOON)
    with pytest.raises(NotFoundError):
        aim.undo(stranger, last.id, now=NOON)


def test_the_list_has_the_mission_first_and_every_segment(company: Company) -> None:
    company.aim(None, speed=80, price=60)
    company.aim(company.large, speed=70)

    listed = aim.list_profiles(company.manager)

    assert [(found.segment.code if found.segment else None, found.targets) for found in listed] == [
        (None, 2),
        ("klein", 0),
        ("groot", 1),
    ]
    assert listed[2].newest is not None
    assert listed[1].newest is None


def test_two_managers_at_once_are_both_told(each_app: Flask) -> None:
    with each_app.app_context():
        company = Company.found()
        other: Actor = colleague(company.designer, Role.OWNER)
        as_of = mission(company).as_of
        aim.set_profile(other, None, {"speed": Aim(70)}, as_of=as_of, now=NOON)

        with pytest.raises(ProfileChangedError):
            aim.set_profile(company.manager, None, {"speed": Aim(60)}, as_of=as_of, now=NOON)
