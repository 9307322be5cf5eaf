import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.database import db
from app.models.waves import Privacy, Segmentation, Wave
from app.services import segment
from tests import visit
from tests.app.design.conftest import Company
from tests.app.services.field_case import answer

NEW = "/design/waves/new"
SAME = "the segment that another option has"


def newest(app: Flask) -> Wave:
    """Return the wave that was opened last, with what hangs on it."""
    with app.app_context():
        wave: Wave = db.session.scalars(db.select(Wave).order_by(Wave.id.desc()).limit(1)).one()
        for fielding in wave.fieldings:
            _ = fielding.collectors, fielding.version
        _ = [tie.segment for tie in wave.segments]
        return wave


def open_wave(client: FlaskClient, company: Company, **fields: object) -> TestResponse:
    """Fill in the form of a new wave and send it."""
    given = {
        "csrf_token": visit.csrf_token(client.get(NEW)),
        "title": "Voorjaar 2027",
        "version_id": company.version_id,
        "employees_version_id": 0,
        "privacy": "anonymous",
        "segmentation": "none",
    }
    return client.post(NEW, data=MultiDict(given | fields))


def test_a_wave_without_segments(app: Flask, company: Company, designer: FlaskClient) -> None:
    reply = open_wave(designer, company)

    wave = newest(app)
    assert reply.location == f"/design/waves/{wave.id}"
    assert (wave.title, wave.privacy) == ("Voorjaar 2027", Privacy.ANONYMOUS)
    assert wave.segmentation is Segmentation.NONE
    page = designer.get(reply.location).text
    assert f"http://127.0.0.1:8000/r/{wave.fieldings[0].collectors[0].token}" in page


def test_options_are_tied_to_segments_that_are_there_or_new(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    with app.app_context():
        fresh = segment.add_segment(company.actor, {"nl": "Kleintjes"})

    open_wave(
        designer,
        company,
        segmentation="item.size",
        segment_size_small=str(fresh.id),
        segment_size_large="none",
    )

    wave = newest(app)
    assert (wave.segmentation, wave.segmentation_item) == (Segmentation.ITEM, "size")
    assert [(tie.segment_id, tie.option_code) for tie in wave.segments] == [(fresh.id, "small")]


def test_an_option_is_proposed_the_segment_of_its_name(designer: FlaskClient) -> None:
    page = designer.get(NEW).text

    (choice,) = re.findall(r'<select[^>]*id="segment_size_small".*?</select>', page, re.DOTALL)
    assert re.search(r"<option selected[^>]*>Klein</option>", choice)
    assert "new segment" not in choice


def test_one_link_per_segment_old_and_new(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    open_wave(
        designer,
        company,
        segmentation="link",
        link_segments=[str(company.segment_id)],
        new_segments="Bouw\r\n\r\n Zorg \r\n",
    )

    wave = newest(app)
    links = [one.segment_id for one in wave.fieldings[0].collectors]
    assert [tie.segment.name["nl"] for tie in wave.segments] == ["Klein", "Bouw", "Zorg"]
    assert links == [tie.segment_id for tie in wave.segments]


def test_employees_can_be_asked_in_the_same_wave(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    staff = re.search(
        r'id="employees_version_id".*?<option value="(\d{1,9})">Our image',
        designer.get(NEW).text,
        re.DOTALL,
    )
    assert staff

    open_wave(designer, company, employees_version_id=staff[1])

    assert [one.audience for one in newest(app).fieldings] == ["customers", "employees"]


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2027-05-28T23:59", datetime(2027, 5, 28, 21, 59, tzinfo=UTC)),
        ("2027-10-31T02:30", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),  # comes twice: the later
        ("2027-03-28T02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # is skipped: 03:30
    ],
)
def test_a_wave_closes_by_the_clock_of_the_organisation(
    app: Flask, company: Company, designer: FlaskClient, given: str, instant: datetime
) -> None:
    open_wave(designer, company, closes_at=given)

    assert newest(app).closes_at == instant
    assert "(Amsterdam)" in designer.get(f"/design/waves/{newest(app).id}").text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"title": " "}, "Give the wave a title."),
        ({"closes_at": "2001-01-01T00:00"}, "This moment has passed."),
        ({"segmentation": "link", "new_segments": ""}, "Each segment can be chosen once"),
        ({"segmentation": "link", "new_segments": "Klein"}, "a name that no other segment has"),
        ({"segmentation": "item.size", "segment_size_large": SAME}, "Each segment can be chosen"),
        ({"segmentation": "item.nothing"}, "Segments"),
        ({"version_id": "999"}, "Questionnaire for customers"),
        ({"privacy": "public"}, "How private"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_the_rest_is_kept(
    app: Flask, company: Company, designer: FlaskClient, fields: dict[str, str], text: str
) -> None:
    before = newest(app).id
    own = {SAME: str(company.segment_id)}
    fields = {name: own.get(value, value) for name, value in fields.items()}
    kept = {"segment_size_small": own[SAME], "new_segments": "Bewaar mij"}

    reply = open_wave(designer, company, **(kept | fields))

    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert text in unescape(reply.text)
    assert "Bewaar mij" in reply.text or "new_segments" in fields
    assert newest(app).id == before


def test_choosing_another_questionnaire_keeps_what_was_typed_and_opens_nothing(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    before = newest(app).id

    reply = open_wave(designer, company, title="Half af", choose="1")

    assert reply.status_code == 200
    assert 'value="Half af"' in reply.text
    assert newest(app).id == before


def test_a_wave_says_how_many_wait_only_from_k_on(company: Company, designer: FlaskClient) -> None:
    page = unescape(designer.get(f"/design/waves/{company.wave_id}").text)
    cells = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()
        for row in re.findall(r'<tr role="row">\s*<th scope="row".*?</tr>', page, re.DOTALL)
    ]

    assert cells == [
        "Klein none yet 5",
        "Groot none yet fewer than 5",
        "No segment none yet fewer than 5",
        "Employees none yet fewer than 8",
    ]


def test_a_release_is_shown_before_and_moves_the_figures(
    company: Company, designer: FlaskClient
) -> None:
    place = f"/design/waves/{company.wave_id}"

    assert "5 answers go into the figures" in designer.get(f"{place}/release").text
    assert visit.submit(designer, f"{place}/release").status_code == 303

    page = designer.get(place).text
    assert "Release 1" in page
    assert "Mirjam de Wit" in page
    assert f'href="/insight/waves/{company.wave_id}"' in page
    assert "Nothing can be released yet" in designer.get(f"{place}/release").text


def test_releasing_twice_is_told_in_words(company: Company, designer: FlaskClient) -> None:
    place = f"/design/waves/{company.wave_id}"
    visit.submit(designer, f"{place}/release")

    again = visit.submit(designer, "/design/segments", f"{place}/release")

    assert again.status_code == 303
    assert "Nothing was released" in designer.get(place).text


def test_closing_is_explained_before_and_final(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    place = f"/design/waves/{company.wave_id}"
    before = designer.get(f"{place}/close").text
    assert "cannot be opened again" in before
    assert "is destroyed" in before

    assert visit.submit(designer, f"{place}/close").status_code == 303

    page = designer.get(place).text
    assert "These links take no answers any more" in page
    assert company.token not in page
    assert f"{place}/close" not in page
    assert app.test_client().get(f"/r/{company.token}").status_code in {403, 409, 410}


def test_a_script_in_a_title_is_text(company: Company, designer: FlaskClient) -> None:
    marker = "x'\"><svg onload=alert(1)>"

    reply = open_wave(designer, company, title=marker)

    for page in (reply.location, "/design/waves", f"{reply.location}/close"):
        text = designer.get(page).text
        assert "<svg onload" not in text
        assert marker in unescape(text)


def test_what_waits_grows_with_one_more_answer(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    place = f"/design/waves/{company.wave_id}"
    assert "5 answers go" in designer.get(f"{place}/release").text

    with app.app_context():
        wave = db.session.get_one(Wave, company.wave_id)
        answer(wave.fieldings[0], [5], wave.segments[1].segment_id)

    assert "10 answers go" in designer.get(f"{place}/release").text
