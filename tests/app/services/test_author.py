import re
from collections.abc import Iterator

import pytest
from flask import Flask

from app.database import db
from app.errors import (
    BadValueError,
    CodeTakenError,
    DefinitionClashError,
    ForbiddenError,
    NotFoundError,
    PublishedError,
)
from app.models.accounts import Role
from app.models.yardsticks import Dimension, Touchpoint
from app.services import author, field, publish
from app.services.access import Actor
from app.services.author import QuestionnaireState
from surveys.errors import QuestionnaireError
from tests.app.services.field_case import CUSTOMERS, EMPLOYEES, actor_of, drafts, opened, published
from tests.make import NOON


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def upload(actor: Actor, text: str = CUSTOMERS) -> int:
    return author.upload_questionnaire(actor, text.encode(), now=NOON).id


def test_an_uploaded_questionnaire_is_a_draft_with_its_comments() -> None:
    actor = actor_of()

    added = upload(actor, "# ours\n" + CUSTOMERS)

    dossier = author.show_questionnaire(actor, added, now=NOON)
    assert dossier.state is QuestionnaireState.DRAFT
    assert dossier.questionnaire.draft is not None
    assert dossier.questionnaire.draft.startswith("# ours")
    assert author.show_file(actor, added) == dossier.questionnaire.draft


def test_a_byte_order_mark_is_no_part_of_the_draft() -> None:
    actor = actor_of()

    added = author.upload_questionnaire(actor, CUSTOMERS.encode("utf-8-sig"), now=NOON)

    assert added.draft == CUSTOMERS


def test_a_questionnaire_brings_its_yardstick() -> None:
    actor = actor_of()

    upload(actor)

    (dimension,) = db.session.scalars(db.select(Dimension))
    (touchpoint,) = db.session.scalars(db.select(Touchpoint))
    assert (dimension.code, dimension.organisation_id) == ("service", actor.organisation_id)
    assert (touchpoint.code, touchpoint.kind) == ("website", "owned")


def test_a_known_dimension_is_not_added_twice_and_gets_names_it_lacked() -> None:
    actor = actor_of()
    dutch = re.sub(r', en: ("[^"]*"|[^}]+)', "", CUSTOMERS).replace("[nl, en]", "[nl]")
    upload(actor, dutch)

    upload(actor, CUSTOMERS.replace("code: image", "code: other", 1))

    (dimension,) = db.session.scalars(db.select(Dimension))
    assert dimension.name == {"nl": "Service", "en": "Service"}


def test_another_yardstick_is_refused_with_what_clashes_and_how() -> None:
    actor = actor_of()
    upload(actor)
    other = (
        CUSTOMERS.replace("code: image", "code: other", 1)
        .replace(
            "{nl: Service, en: Service}}", "{nl: Hulp, en: Service}, direction: target_is_best}"
        )
        .replace("kind: owned", "kind: media")
    )

    with pytest.raises(DefinitionClashError) as refusal:
        upload(actor, other)

    found = {(clash.kind, clash.part, clash.known, clash.found) for clash in refusal.value.clashes}
    assert found == {
        ("dimension", "name", "Service", "Hulp"),
        ("dimension", "direction", "more_is_better", "target_is_best"),
        ("touchpoint", "kind", "owned", "media"),
    }
    assert [row.code for row in drafts()] == ["image"]


def test_two_organisations_have_yardsticks_of_their_own() -> None:
    upload(actor_of())
    upload(actor_of(), CUSTOMERS.replace("nl: Service", "nl: Hulp"))

    assert {row.name["nl"] for row in db.session.scalars(db.select(Dimension))} == {
        "Service",
        "Hulp",
    }


def test_a_file_with_faults_leaves_nothing_behind() -> None:
    actor = actor_of()
    faulty = CUSTOMERS.replace("dimension: service", "dimension: prise")

    with pytest.raises(QuestionnaireError) as refusal:
        upload(actor, faulty)

    assert refusal.value.problems[0].item == "service_1"
    assert refusal.value.problems[0].line is not None
    assert drafts() == []
    assert db.session.scalars(db.select(Dimension)).all() == []


@pytest.mark.parametrize(
    "attack",
    [
        b"!!python/object/apply:os.system ['true']",
        b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]",
        b"[" * 100_000,
        b"code: " + b"x" * 2_000_000,
        b"\xff\xfe\x00",
        b"",
    ],
    ids=["tag", "bomb", "deep", "large", "not text", "empty"],
)
def test_an_attack_by_file_is_refused_as_a_faulty_file(attack: bytes) -> None:
    with pytest.raises(QuestionnaireError):
        author.upload_questionnaire(actor_of(), attack, now=NOON)

    assert drafts() == []


def test_one_code_belongs_to_one_questionnaire_of_an_organisation() -> None:
    actor = actor_of()
    upload(actor)

    with pytest.raises(CodeTakenError):
        upload(actor)

    upload(actor_of())


def test_the_library_can_be_taken_from() -> None:
    actor = actor_of()

    taken = [
        author.take_questionnaire(actor, name, now=NOON).code
        for name in author.list_ready_made(actor)
    ]

    assert {row.code for row in drafts()} == set(taken)
    with pytest.raises(NotFoundError):
        author.take_questionnaire(actor, "../secrets", now=NOON)


def test_a_draft_is_replaced_and_versions_stay() -> None:
    actor = actor_of()
    published(actor)
    (row,) = drafts()
    changed = CUSTOMERS.replace("helpt goed", "helpt snel")

    author.replace_draft(actor, row.id, changed.encode(), now=NOON)

    assert "helpt snel" in author.show_file(actor, row.id)
    assert "helpt goed" in author.show_file(actor, row.id, 1)
    assert author.show_definition(actor, row.id, 1).item_by_code["service_1"].text["nl"] == (
        "{organisation} helpt goed."
    )


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (CUSTOMERS.replace("code: image", "code: imago", 1), "code"),
        (EMPLOYEES.replace("code: identity", "code: image", 1), "audience"),
    ],
    ids=["code", "audience"],
)
def test_a_draft_stays_of_its_code_and_audience(other: str, part: str) -> None:
    actor = actor_of()
    added = upload(actor)

    with pytest.raises(BadValueError) as refusal:
        author.replace_draft(actor, added, other.encode(), now=NOON)

    assert refusal.value.field == part


def test_what_was_never_published_can_be_deleted() -> None:
    actor = actor_of()
    added = upload(actor)

    author.delete_questionnaire(actor, added)

    assert drafts() == []


def test_what_was_published_stays() -> None:
    actor = actor_of()
    published(actor)

    with pytest.raises(PublishedError):
        author.delete_questionnaire(actor, drafts()[0].id)


def test_the_state_follows_what_happens_to_a_questionnaire() -> None:
    actor = actor_of()
    added = upload(actor)

    def state() -> QuestionnaireState:
        (dossier,) = author.list_questionnaires(actor, now=NOON)
        return dossier.state

    seen = [state()]
    version = publish.publish(actor, added, now=NOON)
    seen.append(state())
    wave = opened(actor, version.id)
    seen.append(state())
    field.close_wave(actor, wave.id, now=NOON)
    seen.append(state())

    assert seen == [
        QuestionnaireState.DRAFT,
        QuestionnaireState.READY,
        QuestionnaireState.FIELDED,
        QuestionnaireState.CLOSED,
    ]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ANALYST, Role.VIEWER])
def test_only_those_who_design_reach_questionnaires(role: Role) -> None:
    designer = actor_of()
    added = upload(designer)
    other = Actor(designer.user_id, designer.organisation_id, role)

    for act in (
        lambda: author.list_questionnaires(other, now=NOON),
        lambda: author.show_questionnaire(other, added, now=NOON),
        lambda: author.show_file(other, added),
        lambda: author.upload_questionnaire(other, CUSTOMERS.encode(), now=NOON),
        lambda: author.replace_draft(other, added, CUSTOMERS.encode(), now=NOON),
        lambda: author.delete_questionnaire(other, added),
        lambda: author.take_questionnaire(other, "customer_image", now=NOON),
        lambda: author.list_ready_made(other),
    ):
        with pytest.raises(ForbiddenError):
            act()


def test_another_organisation_finds_nothing() -> None:
    added = upload(actor_of())
    stranger = actor_of()

    for act in (
        lambda: author.show_questionnaire(stranger, added, now=NOON),
        lambda: author.show_definition(stranger, added),
        lambda: author.show_file(stranger, added),
        lambda: author.replace_draft(stranger, added, CUSTOMERS.encode(), now=NOON),
        lambda: author.delete_questionnaire(stranger, added),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert len(drafts()) == 1
