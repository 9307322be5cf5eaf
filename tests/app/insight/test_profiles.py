import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.models.accounts import Role
from app.models.waves import Wave
from app.services import aim
from tests import visit
from tests.app.insight.conftest import Browser
from tests.app.insight.test_mirror import text_of
from tests.app.services.figures_case import Company

MISSION = "/insight/profiles/mission"


def fields(page: TestResponse) -> dict[str, str]:
    """All that the form of a profile sends when nothing is filled in."""
    form = page.text[page.text.index('class="aims"') :]
    form = form[: form.index("</form>")]
    inputs = re.findall(r"<input[^>]*>", form)
    pairs = [
        (re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs
    ]
    return {name[1]: value[1] if value else "" for name, value in pairs if name}


def send(client: FlaskClient, page: str, **changes: str) -> TestResponse:
    """Open the form of a profile, change some fields, and send it."""
    return client.post(page, data=fields(client.get(page)) | changes)


def scores(company: Company, segment_id: int | None = None) -> dict[str, float | None]:
    targets = aim.show_profile(company.manager, segment_id).targets
    return {code: target.value for code, target in targets.items()}


def test_a_manager_sets_the_mission(company: Company, browser: Browser) -> None:
    client = browser()

    reply = send(client, MISSION, **{"value-speed": "80", "value-price": "62,5"})

    assert reply.status_code == 303
    assert scores(company) == {"speed": 80, "price": 62.5}
    assert "Saved. The figures follow at once." in text_of(client.get(MISSION).text)


def test_a_manager_sets_the_wish_of_a_segment(company: Company, browser: Browser) -> None:
    page = f"/insight/profiles/wish/{company.large}"

    send(browser(), page, **{"value-speed": "80", "tolerance-speed": "2.5"})

    target = aim.show_profile(company.manager, company.large).targets["speed"]
    assert (target.value, target.tolerance) == (80, 2.5)
    assert scores(company) == {}


def test_the_page_moves_at_once(company: Company, wave: Wave, browser: Browser) -> None:
    client = browser()
    send(client, f"/insight/profiles/wish/{company.small}", **{"value-speed": "99"})

    assert "wish 99" in text_of(client.get(f"/insight/waves/{wave.id}?gap=wish").text)


@pytest.mark.parametrize("typed", ["101", "-1", "eighty", "1e400", "nan", "∞", "8 0"])
def test_a_bad_score_is_named_and_everything_typed_is_kept(
    company: Company, browser: Browser, typed: str
) -> None:
    reply = send(browser(), MISSION, **{"value-speed": typed, "value-price": "60"})

    assert reply.status_code == 422
    said = text_of(reply.text)
    assert "Reaction speed : Fill in a number from 0 to 100." in said
    assert re.search(r'<a href="#value-speed">', reply.text)
    assert re.search(r'<input[^>]*name="value-price"[^>]*value="60"', reply.text)
    (wrong,) = re.findall(r'<input[^>]*name="value-speed"[^>]*>', reply.text)
    assert 'aria-invalid="true"' in wrong
    assert 'aria-describedby="value-speed-fault"' in wrong
    assert scores(company) == {}


def test_a_tolerance_is_more_than_nothing(company: Company, browser: Browser) -> None:
    reply = send(browser(), MISSION, **{"value-speed": "80", "tolerance-speed": "0"})

    assert reply.status_code == 422
    assert "A tolerance is more than 0." in text_of(reply.text)


def test_the_present_stands_beside_as_a_help(
    company: Company, wave: Wave, browser: Browser
) -> None:
    said = text_of(browser().get(f"/insight/profiles/wish/{company.small}").text)
    hidden = text_of(browser().get(f"/insight/profiles/wish/{company.large}").text)

    assert re.search(r"Reaction speed now: image \d\d, n 40 · internal \d\d, n 30", said)
    assert "image" not in hidden
    assert re.search(r"Reaction speed now: internal \d\d, n 30", hidden)


def test_who_set_what_is_listed_and_can_be_taken_back(company: Company, browser: Browser) -> None:
    client = browser()
    send(client, MISSION, **{"value-speed": "80"})
    send(client, MISSION, **{"value-speed": "85"})
    page = client.get(MISSION).text
    assert re.search(r"Mirjam de Wit Reaction speed 80 ± 5 85 ± 5 Take back", text_of(page))
    (undo,) = re.findall(r'action="(/insight/profiles/changes/\d+/undo)"', page)

    reply = client.post(undo, data={"csrf_token": visit.csrf_token(client.get(MISSION))})

    assert reply.status_code == 303
    assert scores(company) == {"speed": 80}
    client.post(undo, data={"csrf_token": visit.csrf_token(client.get(MISSION))})
    assert "so nothing was taken back" in text_of(client.get(MISSION).text)
    assert scores(company) == {"speed": 80}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    company: Company, browser: Browser
) -> None:
    client = browser()
    seen = fields(client.get(MISSION))
    company.aim(None, speed=70)

    reply = client.post(MISSION, data=seen | {"value-speed": "90"})

    assert reply.status_code == 409
    assert "Somebody else changed this profile meanwhile" in text_of(reply.text)
    assert re.search(r'<input[^>]*name="value-speed"[^>]*value="90"', reply.text)
    assert scores(company) == {"speed": 70}
    assert client.post(MISSION, data=fields(reply)).status_code == 303
    assert scores(company) == {"speed": 90}


@pytest.mark.parametrize("role", [Role.DESIGNER, Role.ANALYST, Role.VIEWER])
def test_others_look_on(company: Company, browser: Browser, role: Role) -> None:
    company.aim(None, speed=80)
    (change,) = aim.show_profile(company.manager, None).history
    client = browser(role)

    page = client.get(MISSION)
    refused = [
        client.post(page_of, data={"csrf_token": visit.csrf_token(page), "value-speed": "1"})
        for page_of in (
            MISSION,
            f"/insight/profiles/wish/{company.small}",
            f"/insight/profiles/changes/{change.target.id}/undo",
        )
    ]

    assert page.status_code == 200
    assert "Managers and owners set this profile." in text_of(page.text)
    assert 'name="value-speed"' not in page.text
    assert [reply.status_code for reply in refused] == [403, 403, 403]
    assert scores(company) == {"speed": 80}


def test_the_profiles_of_others_look_missing(company: Company, browser: Browser) -> None:
    company.aim(company.small, speed=80)
    (change,) = aim.show_profile(company.manager, company.small).history
    client = browser(of=Company.found())
    token = {"csrf_token": visit.csrf_token(client.get(MISSION))}

    pages = [f"/insight/profiles/wish/{segment_id}" for segment_id in (company.small, 999)]

    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert [client.post(page, data=token).status_code for page in pages] == [404, 404]
    undo = f"/insight/profiles/changes/{change.target.id}/undo"
    assert client.post(undo, data=token).status_code == 404
    assert scores(company, company.small) == {"speed": 80}


def test_a_form_from_elsewhere_changes_nothing(company: Company, browser: Browser) -> None:
    reply = browser().post(MISSION, data={"as_of": "0", "value-speed": "80"})

    assert reply.status_code == 400
    assert scores(company) == {}


def test_the_list_names_the_mission_and_every_segment(company: Company, browser: Browser) -> None:
    company.aim(None, speed=80)

    said = text_of(browser().get("/insight/profiles").text)

    assert re.search(r"Mission .* 1 dimension changed .* by Mirjam de Wit", said)
    assert re.search(r"Small .* not set yet .*Large .* not set yet", said)
