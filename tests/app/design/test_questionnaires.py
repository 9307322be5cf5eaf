import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests import visit
from tests.app.design.conftest import Company
from tests.app.services.field_case import CUSTOMERS, actor_of, drafts, users
from tests.visit import csrf_token

SCRIPT = "<script>alert(1)</script>"


def send(client: FlaskClient, page: str, text: str | bytes) -> TestResponse:
    """Upload a file by the form of a page."""
    data = text if isinstance(text, bytes) else text.encode()
    file = FileStorage(io.BytesIO(data), "questionnaire.yaml")
    form = {"csrf_token": csrf_token(client.get(page)), "file": file}
    boundary, body = encode_multipart(form)
    return client.post(page, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def codes(app: Flask, company: Company) -> list[str]:
    with app.app_context():
        own = company.actor.organisation_id
        return [row.code for row in drafts() if row.organisation_id == own]


def test_the_list_shows_state_length_and_wave(designer: FlaskClient) -> None:
    page = designer.get("/design/questionnaires").text

    assert "Our image" in page
    assert "In the field" in page
    assert "Najaar 2026" in page
    assert "1 min" in page


def test_the_library_can_be_used_once(app: Flask, company: Company, designer: FlaskClient) -> None:
    taken = visit.submit(designer, "/design/questionnaires", "/design/library/customer_image")
    again = visit.submit(designer, "/design/questionnaires", "/design/library/customer_image")

    assert taken.status_code == 303
    assert again.status_code == 422
    assert "already has a questionnaire" in again.text
    assert codes(app, company).count("customer_image") == 1
    assert "In use" in designer.get("/design/questionnaires").text


def test_what_the_library_lacks_is_not_there(designer: FlaskClient) -> None:
    reply = visit.submit(designer, "/design/questionnaires", "/design/library/nothing")

    assert reply.status_code == 404


def test_an_uploaded_file_leads_to_its_questionnaire(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    other = CUSTOMERS.replace("code: image", "code: other", 1)

    reply = send(designer, "/design/questionnaires/upload", other)

    assert reply.status_code == 303
    page = designer.get(reply.location).text
    assert "Nothing is published yet" in page
    assert "Noordwal Techniek helps well." in page
    assert "other" in codes(app, company)


def test_a_faulty_file_is_told_place_fault_and_remedy(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    faulty = CUSTOMERS.replace("dimension: service,", "dimension: servise,").replace(
        "code: image", "code: other", 1
    )

    reply = send(designer, "/design/questionnaires/upload", faulty)

    text = unescape(reply.text)
    assert reply.status_code == 422
    assert re.search(r"line \d+.*service_1", text)
    assert "servise" in text
    assert "Did you mean: service?" in text
    assert "other" not in codes(app, company)


@pytest.mark.parametrize(
    "attack",
    [
        b"!!python/object/apply:os.system ['true']",
        b"a: &a [x,x,x]\nb: [*a,*a,*a]",
        b"code: " + b"x" * 2_000_000,
        f'code: "{SCRIPT}"'.encode(),
        f"{SCRIPT}: 1".encode(),
        b"\x00\x01",
        b"",
    ],
    ids=["tag", "alias", "large", "script", "script as key", "binary", "empty"],
)
def test_an_attack_by_file_is_refused_in_words_and_shown_as_text(
    app: Flask, company: Company, designer: FlaskClient, attack: bytes
) -> None:
    before = codes(app, company)

    reply = send(designer, "/design/questionnaires/upload", attack)

    assert reply.status_code == 422
    assert "nothing is stored" in reply.text
    assert SCRIPT not in reply.text
    assert codes(app, company) == before


def test_scripts_in_texts_are_text_on_every_page(designer: FlaskClient) -> None:
    text = f'"{SCRIPT} {{{{7*7}}}}"'
    marked = CUSTOMERS.replace("code: image", "code: other", 1).replace("Our image", text)

    place = send(designer, "/design/questionnaires/upload", marked).location
    pages = [place, f"{place}/publish", f"{place}/preview", f"{place}/draft", f"{place}/delete"]

    for page in (*pages, "/design/questionnaires"):
        shown = designer.get(page).text
        assert SCRIPT not in shown, page
        assert page.endswith("preview") or "{{7*7}}" in unescape(shown), page


def test_another_yardstick_is_refused_by_name(designer: FlaskClient) -> None:
    other = CUSTOMERS.replace("code: image", "code: other", 1).replace("owned", "media")

    reply = send(designer, "/design/questionnaires/upload", other)

    assert reply.status_code == 422
    assert "Image former website" in reply.text
    assert "media" in reply.text
    assert "owned" in reply.text


def test_a_draft_is_replaced_compared_and_published(
    company: Company, designer: FlaskClient
) -> None:
    place = f"/design/questionnaires/{company.questionnaire_id}"
    own = designer.get(f"{place}/file").text
    assert send(designer, f"{place}/draft", own.replace("helps well", "is fast")).status_code == 303

    before = designer.get(f"{place}/publish").text
    assert re.search(r"<del>\s*helps well\.\s*</del>\s*<ins>\s*is fast\.\s*</ins>", before)

    assert visit.submit(designer, f"{place}/publish").status_code == 303
    assert "Version 2" in designer.get(place).text
    assert designer.get(f"{place}/publish").status_code == 409


def test_a_file_can_be_downloaded_per_version(company: Company, designer: FlaskClient) -> None:
    place = f"/design/questionnaires/{company.questionnaire_id}/file"

    reply = designer.get(f"{place}?version=1")

    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert "code: image" in reply.text or "code: identity" in reply.text
    assert designer.get(f"{place}?version=9").status_code == 404


def test_deleting_is_asked_first_and_only_for_what_was_never_published(
    app: Flask, company: Company, designer: FlaskClient
) -> None:
    other = CUSTOMERS.replace("code: image", "code: other", 1)
    place = send(designer, "/design/questionnaires/upload", other).location

    assert "cannot be brought back" in designer.get(f"{place}/delete").text
    assert visit.submit(designer, f"{place}/delete").status_code == 303
    assert "other" not in codes(app, company)

    fielded = f"/design/questionnaires/{company.questionnaire_id}/delete"
    assert "so it stays" in designer.get(fielded).text
    assert visit.submit(designer, "/design/segments", fielded).status_code == 409


def test_the_preview_is_a_respondents_page_that_only_we_may_frame(
    company: Company, designer: FlaskClient
) -> None:
    place = f"/design/questionnaires/{company.questionnaire_id}"

    page = designer.get(place)
    preview = designer.get(f"{place}/preview?lang=nl")

    assert f"{place}/preview" in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert "Noordwal Techniek helpt goed." in preview.text


def test_a_preview_in_another_language_leaves_the_designer_in_theirs(
    company: Company, designer: FlaskClient
) -> None:
    designer.get(f"/design/questionnaires/{company.questionnaire_id}/preview?lang=nl")

    assert 'lang="en"' in designer.get("/design/questionnaires").text


def test_an_organisation_without_questionnaires_is_told_how_to_begin(
    app: Flask,
) -> None:
    with app.app_context():
        actor = actor_of()
        person = next(one for one in users() if one.id == actor.user_id)
        client = app.test_client()
        visit.be(client, person)

    page = client.get("/design/questionnaires?lang=en").text

    assert "There is no questionnaire yet" in page
    assert "There is no wave yet" in client.get("/design/waves").text
    assert "There are no segments yet" in client.get("/design/segments").text
    assert "no published questionnaire" in client.get("/design/waves/new").text
