from collections.abc import Iterator

import pytest
from flask import Flask

from app.errors import BadValueError, ForbiddenError, NotFoundError
from app.models.accounts import Role
from app.services import segment
from app.services.access import Actor
from tests.app.services.field_case import actor_of


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_a_segment_gets_a_code_that_people_can_recognise() -> None:
    actor = actor_of()

    codes = [
        segment.add_segment(actor, {"nl": name}).code
        for name in ("Côte & Fils", "Cote fils", "3 jaar klant", "日本")
    ]

    assert codes == ["cote_fils", "cote_fils_2", "segment_3_jaar_klant", "segment"]


def test_segments_keep_the_order_in_which_they_came() -> None:
    actor = actor_of()
    for name in ("Zorg", "Bouw", "Horeca"):
        segment.add_segment(actor, {"nl": name})

    assert [one.name["nl"] for one in segment.list_segments(actor)] == ["Zorg", "Bouw", "Horeca"]


def test_only_names_that_are_given_are_kept_without_their_blanks() -> None:
    added = segment.add_segment(actor_of(), {"nl": "  Grote   klanten ", "en": " "}, wanted=True)

    assert added.name == {"nl": "Grote klanten"}
    assert added.wanted


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\x00b"])
def test_a_segment_has_a_name_of_one_line(name: str) -> None:
    with pytest.raises(BadValueError):
        segment.add_segment(actor_of(), {"nl": name})


def test_two_segments_of_one_organisation_have_different_names() -> None:
    actor = actor_of()
    segment.add_segment(actor, {"nl": "Groot"})
    other = segment.add_segment(actor, {"nl": "Klein"})

    with pytest.raises(BadValueError):
        segment.add_segment(actor, {"nl": "GROOT"})
    with pytest.raises(BadValueError):
        segment.rename_segment(actor, other.id, {"nl": "groot"}, wanted=False)
    segment.add_segment(actor_of(), {"nl": "Groot"})


def test_a_renamed_segment_keeps_its_code() -> None:
    actor = actor_of()
    added = segment.add_segment(actor, {"nl": "Groot"})

    renamed = segment.rename_segment(actor, added.id, {"nl": "Heel groot"}, wanted=True)

    assert (renamed.code, renamed.name, renamed.wanted) == ("groot", {"nl": "Heel groot"}, True)


def test_segments_ask_for_the_right_and_stay_within_the_organisation() -> None:
    designer = actor_of()
    added = segment.add_segment(designer, {"nl": "Groot"})
    viewer = Actor(designer.user_id, designer.organisation_id, Role.VIEWER)

    for forbidden in (
        lambda: segment.list_segments(viewer),
        lambda: segment.add_segment(viewer, {"nl": "Klein"}),
        lambda: segment.rename_segment(viewer, added.id, {"nl": "Klein"}, wanted=False),
    ):
        with pytest.raises(ForbiddenError):
            forbidden()
    stranger = actor_of()
    assert segment.list_segments(stranger) == []
    with pytest.raises(NotFoundError):
        segment.rename_segment(stranger, added.id, {"nl": "Klein"}, wanted=False)
    with pytest.raises(NotFoundError):
        segment.show_segment(stranger, added.id)
