from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app import randomness
from app.database import db, transaction
from app.errors import NotFoundError
from app.models.accounts import Role
from app.models.responses import Response, ResponseState
from app.models.waves import Segmentation, Wave
from app.services.comments import Asked, CommentsShown, wave_comments
from app.services.trend import EVERYONE
from surveys.measurement.origins.wording import Discretion, Remark, typical_words
from tests import make
from tests.app.services.field_case import actor_of, organisation_of, published
from tests.app.services.figures_case import CUSTOMERS, Company, colleague
from tests.make import NOON

OPEN = """\
      - {code: why, type: long_text, text: {nl: "Waarom?", en: "Why?"}}
      - code: more
        type: long_text
        text: {nl: "En nu?", en: "What now?"}
        show_if: {op: at_least, item: speed_1, value: 5}
"""
SERVICE = "De balie helpt altijd."
PRICE = "De prijs is te hoog."
DELIVERY = "Levering was weer te laat."


@pytest.fixture
def company(each_app: Flask) -> Iterator[Company]:
    with each_app.app_context():
        found = Company.found()
        yield replace(found, customers=with_open_items(found))


def with_open_items(company: Company) -> int:
    text = CUSTOMERS.replace("code: image", "code: image_4", 1) + OPEN
    return published(company.designer, text)


def write(
    wave: Wave,
    texts: Sequence[str | None],
    segment_id: int | None,
    *,
    item: str = "why",
    language: str = "nl",
    speed: int = 4,
) -> None:
    """Let people answer, each with a text or without one."""
    fielding = wave.fieldings[0]
    with transaction() as session:
        session.add_all(
            make.response(
                id=randomness.row_id(),
                organisation_id=fielding.organisation_id,
                fielding_id=fielding.id,
                version_id=fielding.version_id,
                collector_id=fielding.collectors[0].id,
                segment_id=segment_id,
                language=language,
                answers={"speed_1": speed} | ({item: text} if text else {}),
                state=ResponseState.COMPLETE,
                completed_on=NOON.date(),
                receipt=randomness.receipt(),
            )
            for text in texts
        )


def shown(company: Company, wave: Wave, asked: Asked | None = None) -> CommentsShown:
    return wave_comments(company.manager, wave.id, asked or Asked())


def test_the_words_are_those_of_the_library(company: Company) -> None:
    wave = company.wave(employees=False)
    small, large = [SERVICE] * 9 + [PRICE] * 6, [PRICE] * 9 + [DELIVERY] * 7
    write(wave, small, company.small)
    write(wave, large, company.large)
    company.release(wave)

    found = shown(company, wave)

    expected = typical_words(
        {
            "klein": [Remark(place, text) for place, text in enumerate(small)],
            "groot": [Remark(place, text) for place, text in enumerate(large)],
        },
        "nl",
        Discretion(k=5, k_comments=8),
    )
    assert found.groups == expected
    first = found.groups["klein"].words[0]
    assert first.odds.word in SERVICE.lower()
    assert first.examples == (SERVICE,)


def test_of_fewer_than_k_comments_nothing_leaves_the_service(company: Company) -> None:
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 12, company.small)
    write(wave, [PRICE] * 7 + [None] * 20, company.large)
    company.release(wave)

    found = shown(company, wave, Asked(segment="groot"))

    assert found.groups["groot"].people is None
    assert found.groups["groot"].words == ()
    assert found.group == "klein"
    assert "prijs" not in repr(found)


def test_answers_that_wait_for_a_release_are_not_read(company: Company) -> None:
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 9, company.small)
    company.release(wave)
    write(wave, [DELIVERY] * 20, company.small)

    assert "evering" not in repr(shown(company, wave))
    company.release(wave, NOON + timedelta(days=1))
    assert "levering" in repr(shown(company, wave))


def test_a_release_adds_nothing_until_k_comments_more_wrote(company: Company) -> None:
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 9, company.small)
    company.release(wave)
    write(wave, [DELIVERY] * 7 + [None] * 10, company.small)
    company.release(wave, NOON + timedelta(days=1))
    before = shown(company, wave)
    write(wave, [DELIVERY] * 1 + [None] * 10, company.small)
    company.release(wave, NOON + timedelta(days=2))
    after = shown(company, wave)

    assert before.groups["klein"].people == 9
    assert "evering" not in repr(before)
    assert after.groups["klein"].people == 17


def test_each_language_is_counted_by_itself(company: Company) -> None:
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 12, company.small)
    write(wave, ["The prices are too high."] * 9, company.small, language="en")
    write(wave, ["Prices rose."] * 7, company.large, language="en")
    company.release(wave)

    dutch, english = shown(company, wave), shown(company, wave, Asked(language="en"))

    assert dutch.languages == ("nl", "en")
    assert dutch.language == "nl"
    assert {word.odds.word for word in english.groups["klein"].words} >= {"price", "high"}
    assert english.groups["groot"].people is None


def test_an_answer_to_what_was_not_asked_does_not_count(company: Company) -> None:
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 9, company.small, item="more", speed=6)
    write(wave, [PRICE] * 9, company.small, item="more", speed=2)
    company.release(wave)

    found = shown(company, wave, Asked(item="more"))

    assert found.groups["klein"].people == 9
    assert "rijs" not in repr(found)


def test_without_segments_all_customers_are_one_group(company: Company) -> None:
    wave = company.wave(
        employees=False, segmentation=Segmentation.NONE, segmentation_item=None, ties=()
    )
    write(wave, [SERVICE] * 9, None)
    company.release(wave)

    found = shown(company, wave)

    assert found.group == EVERYONE
    assert found.groups[EVERYONE].people == 9


def test_a_wave_without_an_open_item_has_nothing_to_read(app: Flask) -> None:
    with app.app_context():
        company = Company.found()
        wave = company.wave(employees=False)
        write(wave, [None] * 9, company.small)
        company.release(wave)

        found = shown(company, wave)

        assert (found.items, found.item, found.group) == ({}, None, None)


def test_no_id_of_a_response_leaves_the_service(company: Company) -> None:
    wave = company.wave(employees=False)
    write(wave, [f"{SERVICE} {word}" for word in "abcdefghi"], company.small)
    company.release(wave)

    said = repr(shown(company, wave))

    assert not [row.id for row in db.session.query(Response) if str(row.id) in said]


def test_the_smallest_group_for_comments_is_the_organisations(company: Company) -> None:
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 12, company.small)
    company.release(wave)
    with transaction() as session:
        session.merge(organisation_of(company.designer)).k_comments = 13

    assert shown(company, wave).groups == {}


def test_nobody_reads_another_organisations_answers(company: Company) -> None:
    wave = company.wave(employees=False)
    write(wave, [SERVICE] * 12, company.small)
    company.release(wave)

    with pytest.raises(NotFoundError):
        wave_comments(colleague(actor_of(), Role.OWNER), wave.id, Asked())
