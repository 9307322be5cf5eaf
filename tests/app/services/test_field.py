from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.database import db, transaction
from app.errors import BadValueError, ForbiddenError, NotFoundError
from app.models.accounts import Role
from app.models.audiences import Audience
from app.models.releases import Release
from app.models.responses import ResponseState
from app.models.segments import Segment
from app.models.waves import Collector, Privacy, Segmentation, Wave
from app.services import field, segment
from app.services.access import SYSTEM, Actor
from app.services.field import Tie, WavePlan
from tests.app.services.field_case import (
    EMPLOYEES,
    actor_of,
    answer,
    opened,
    organisation_of,
    published,
    responses,
)
from tests.make import NOON

LATER = NOON + timedelta(days=7)


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def waves() -> list[Wave]:
    return list(db.session.scalars(db.select(Wave)))


def test_a_wave_copies_the_smallest_groups_of_its_organisation() -> None:
    actor = actor_of()
    with transaction() as session:
        organisation = session.merge(organisation_of(actor))
        organisation.k, organisation.k_employees = 6, 9

    wave = opened(actor, published(actor))

    assert (wave.k, wave.k_employees) == (6, 9)
    assert wave.is_open(NOON)


def test_options_become_segments_in_the_same_act() -> None:
    actor = actor_of()

    wave = opened(actor, published(actor))

    assert [(tie.option_code, tie.segment.name["nl"]) for tie in wave.segments] == [
        ("small", "Klein"),
        ("large", "Groot"),
    ]
    (fielding,) = wave.fieldings
    assert [one.segment_id for one in fielding.collectors] == [None]


def test_an_option_can_stand_for_a_segment_that_is_there_or_for_none() -> None:
    actor = actor_of()
    known = segment.add_segment(actor, {"nl": "Kleintjes"})

    wave = opened(actor, published(actor), ties=(Tie(segment_id=known.id, option_code="small"),))

    assert [(tie.option_code, tie.segment_id) for tie in wave.segments] == [("small", known.id)]
    assert [one.id for one in db.session.scalars(db.select(Segment))] == [known.id]


def test_one_link_per_segment() -> None:
    actor = actor_of()
    known = segment.add_segment(actor, {"nl": "Bouw"})

    wave = opened(
        actor,
        published(actor),
        segmentation=Segmentation.LINK,
        segmentation_item=None,
        ties=(Tie(segment_id=known.id), Tie(name=(("nl", "Zorg"),))),
    )

    (fielding,) = wave.fieldings
    assert [one.segment and one.segment.name["nl"] for one in fielding.collectors] == [
        "Bouw",
        "Zorg",
    ]
    assert {tie.option_code for tie in wave.segments} == {None}


def test_employees_get_one_link_of_their_own() -> None:
    actor = actor_of()

    wave = opened(actor, published(actor), employees_version_id=published(actor, EMPLOYEES))

    customers, employees = wave.fieldings
    assert (customers.audience, employees.audience) == (Audience.CUSTOMERS, Audience.EMPLOYEES)
    assert [one.segment_id for one in employees.collectors] == [None]


def test_links_hold_128_bits_and_are_never_equal() -> None:
    actor = actor_of()
    version = published(actor)
    for number in range(20):
        opened(
            actor,
            version,
            title=f"Meting {number}",
            segmentation=Segmentation.NONE,
            segmentation_item=None,
            ties=(),
        )

    tokens = list(db.session.scalars(db.select(Collector.token)))

    assert len(set(tokens)) == 20
    assert min(map(len, tokens)) * 6 >= 128


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"closes_at": NOON}, "closes_at"),
        ({"ties": ()}, "ties"),
        ({"segmentation": Segmentation.NONE}, "ties"),
        ({"segmentation": Segmentation.NONE, "ties": ()}, "segmentation_item"),
        ({"segmentation": Segmentation.LINK, "segmentation_item": None}, "ties"),
        ({"segmentation_item": None}, "segmentation_item"),
        ({"segmentation_item": "service_1"}, "segmentation_item"),
        ({"segmentation_item": "nothing"}, "segmentation_item"),
        ({"ties": (Tie(name=(("nl", "A"),), option_code="huge"),)}, "ties"),
        ({"ties": (Tie(name=(("nl", "A"),)),)}, "ties"),
        (
            {
                "ties": (
                    Tie(name=(("nl", "A"),), option_code="small"),
                    Tie(name=(("nl", "B"),), option_code="small"),
                )
            },
            "ties",
        ),
        (
            {
                "ties": (
                    Tie(name=(("nl", "A"),), option_code="small"),
                    Tie(name=(("nl", "a"),), option_code="large"),
                )
            },
            "name",
        ),
    ],
)
def test_a_plan_that_cannot_be_leaves_nothing_behind(changes: dict[str, Any], part: str) -> None:
    actor = actor_of()
    version = published(actor)

    with pytest.raises(BadValueError) as refusal:
        opened(actor, version, **changes)

    assert refusal.value.field == part
    assert waves() == []
    assert db.session.scalars(db.select(Segment)).all() == []


def test_one_segment_is_not_tied_twice() -> None:
    actor = actor_of()
    known = segment.add_segment(actor, {"nl": "Bouw"})
    ties = tuple(Tie(segment_id=known.id, option_code=code) for code in ("small", "large"))

    with pytest.raises(BadValueError):
        opened(actor, published(actor), ties=ties)


def test_a_wave_cannot_be_made_with_what_is_somebody_elses() -> None:
    actor, stranger = actor_of(), actor_of()
    own, other = published(actor), published(stranger)
    others_segment = segment.add_segment(stranger, {"nl": "Bouw"})

    with pytest.raises(NotFoundError):
        opened(actor, other)
    with pytest.raises(NotFoundError):
        opened(actor, own, employees_version_id=other)
    with pytest.raises(NotFoundError):
        opened(actor, own, ties=(Tie(segment_id=others_segment.id, option_code="small"),))
    with pytest.raises(BadValueError):
        opened(actor, published(actor, EMPLOYEES))
    assert waves() == []


def test_only_the_newest_version_of_a_questionnaire_is_offered() -> None:
    actor = actor_of()
    published(actor)
    published(actor, EMPLOYEES)

    (customers,) = field.list_versions(actor, Audience.CUSTOMERS)

    assert customers.questionnaire.code == "image"
    assert field.list_versions(actor_of(), Audience.CUSTOMERS) == []


def test_closing_releases_what_may_be_and_a_closed_wave_stays_closed() -> None:
    actor = actor_of()
    wave = opened(actor, published(actor))
    answer(wave.fieldings[0], [1, 5, 5, 5, 5], wave.segments[0].segment_id)

    field.close_wave(actor, wave.id, now=LATER)
    field.close_wave(actor, wave.id, now=LATER + timedelta(days=1))

    (closed,) = waves()
    assert closed.closed_at == LATER
    assert not closed.is_open(LATER)
    assert len(db.session.scalars(db.select(Release)).all()) == 1
    assert all(one.release_id for one in responses())


def test_closing_an_anonymous_wave_destroys_the_tie_and_what_was_not_finished() -> None:
    actor = actor_of()
    wave = opened(actor, published(actor))
    done = answer(wave.fieldings[0], [1, 2])
    answer(wave.fieldings[0], [3], state=ResponseState.OPEN, completed_on=None, receipt=None)
    before = {one.id: (one.secret_hash, one.receipt) for one in responses()}

    field.close_wave(actor, wave.id, now=LATER)

    after = {one.id: (one.secret_hash, one.receipt) for one in responses()}
    assert set(after) == set(done)
    for response_id, (secret_hash, receipt) in after.items():
        assert secret_hash not in {known for known, _ in before.values()}
        assert receipt not in {known for _, known in before.values()}
        assert len(secret_hash) == len(before[response_id][0])


@pytest.mark.parametrize("act", ["by hand", "by time"])
def test_after_closing_no_file_holds_what_led_to_a_response(act: str) -> None:
    actor = actor_of()
    wave = opened(actor, published(actor), closes_at=LATER)
    answer(wave.fieldings[0], [1, 2])
    keys = [key for one in responses() for key in (one.secret_hash, one.receipt) if key]
    assert keys_in_files(keys) == set(keys)

    if act == "by hand":
        field.close_wave(actor, wave.id, now=LATER)
    else:
        field.close_due(SYSTEM, now=LATER)

    assert keys_in_files(keys) == set()


def keys_in_files(keys: list[str]) -> set[str]:
    """Return which of the keys stand anywhere in the database's files, as rows or as remains."""
    path = Path(str(db.engine.url.database))
    kept = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    return {key for key in keys if key.encode() in kept}


@pytest.mark.parametrize("privacy", [Privacy.CONFIDENTIAL, Privacy.NAMED])
def test_closing_another_wave_keeps_the_tie(privacy: Privacy) -> None:
    actor = actor_of()
    wave = opened(actor, published(actor), privacy=privacy)
    answer(wave.fieldings[0], [1])
    answer(wave.fieldings[0], [3], state=ResponseState.OPEN, completed_on=None, receipt=None)
    before = [(one.id, one.secret_hash, one.receipt) for one in responses()]

    field.close_wave(actor, wave.id, now=LATER)

    assert [(one.id, one.secret_hash, one.receipt) for one in responses()] == before


def test_closing_leaves_other_waves_alone() -> None:
    actor = actor_of()
    version = published(actor)
    ties = (Tie(name=(("nl", "Bouw"),), option_code="small"),)
    wave, other = opened(actor, version), opened(actor, version, title="Andere", ties=ties)
    answer(other.fieldings[0], [1, 2])
    before = [(one.id, one.secret_hash) for one in responses()]

    field.close_wave(actor, wave.id, now=LATER)

    assert [(one.id, one.secret_hash) for one in responses()] == before


def test_a_wave_takes_no_answers_after_its_time_and_is_then_closed() -> None:
    actor = actor_of()
    wave = opened(actor, published(actor), closes_at=LATER)
    answer(wave.fieldings[0], [1, 2, 3, 4, 5])

    assert wave.is_open(LATER - timedelta(seconds=1))
    assert not wave.is_open(LATER)
    assert field.close_due(SYSTEM, now=LATER - timedelta(seconds=1)) == []
    assert [one.id for one in field.close_due(SYSTEM, now=LATER)] == [wave.id]
    assert field.close_due(SYSTEM, now=LATER) == []
    (made,) = db.session.scalars(db.select(Release))
    assert made.released_by == wave.created_by


def test_people_close_only_the_due_waves_of_their_own() -> None:
    actor, stranger = actor_of(), actor_of()
    opened(actor, published(actor), closes_at=LATER)

    assert field.close_due(stranger, now=LATER) == []
    assert len(field.close_due(actor, now=LATER)) == 1


def test_fielding_asks_for_the_right_and_stays_within_the_organisation() -> None:
    designer = actor_of()
    version = published(designer)
    wave = opened(designer, version)
    manager = Actor(designer.user_id, designer.organisation_id, Role.MANAGER)

    for forbidden in (
        lambda: field.list_waves(manager),
        lambda: field.list_versions(manager, Audience.CUSTOMERS),
        lambda: field.open_wave(manager, WavePlan(title="x", version_id=version), now=NOON),
        lambda: field.close_wave(manager, wave.id, now=NOON),
        lambda: field.close_due(manager, now=NOON),
    ):
        with pytest.raises(ForbiddenError):
            forbidden()
    stranger = actor_of()
    assert field.list_waves(stranger) == []
    with pytest.raises(NotFoundError):
        field.close_wave(stranger, wave.id, now=NOON)
    assert waves()[0].closed_at is None
