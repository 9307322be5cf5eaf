from flask import Flask
from flask.testing import FlaskClient

from app.database import db
from app.models.segments import Segment
from tests import visit
from tests.app.design.conftest import Company

PAGE = "/design/segments"


def names(app: Flask) -> list[dict[str, str]]:
    with app.app_context():
        return [one.name for one in db.session.scalars(db.select(Segment).order_by(Segment.id))]


def test_a_segment_is_added_and_renamed(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    added = visit.submit(designer, PAGE, name_nl="Bouw", name_en="Building", wanted="y")
    assert added.status_code == 303
    page = designer.get(PAGE).text
    assert "Building is a segment now." in page
    assert "wanted" in page

    place = f"{PAGE}/{company.segment_id}"
    assert visit.submit(designer, place, name_nl="Heel klein").status_code == 303

    assert names(app)[0] == {"nl": "Heel klein"}
    assert names(app)[-1] == {"nl": "Bouw", "en": "Building"}


def test_a_name_is_needed_and_not_taken_twice(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    before = names(app)

    nameless = visit.submit(designer, PAGE, name_nl=" ")
    taken = visit.submit(designer, PAGE, name_nl="KLEIN")
    long = visit.submit(designer, PAGE, name_nl="x" * 121)

    assert "Give the segment a name" in nameless.text
    assert "Another segment is called that." in taken.text
    assert {reply.status_code for reply in (nameless, taken, long)} == {422}
    assert names(app) == before


def test_a_script_in_a_name_is_text(designer: FlaskClient) -> None:
    visit.submit(designer, PAGE, name_en="<svg onload=alert(1)>")

    for page in (PAGE, "/design/waves/new"):
        assert "<svg onload" not in designer.get(page).text
