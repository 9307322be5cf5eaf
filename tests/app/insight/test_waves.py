from app.models.accounts import Role
from app.models.waves import Wave
from tests.app.insight.conftest import Browser
from tests.app.insight.test_mirror import text_of
from tests.app.services.figures_case import Company


def test_a_new_organisation_sees_what_there_is_to_do(company: Company, browser: Browser) -> None:
    said = text_of(browser().get("/insight/").text)

    assert "There is nothing to see in the mirror yet." in said
    assert "Questionnaire chosen, with 3 dimensions (done)" in said
    assert "Mission: not set yet. Set the mission" in said
    assert "Wave: none opened yet." in said


def test_only_who_may_set_the_mission_is_led_there(company: Company, browser: Browser) -> None:
    assert "Set the mission" not in browser(Role.VIEWER).get("/insight/").text


def test_waves_are_listed_with_what_they_rest_on(wave: Wave, browser: Browser) -> None:
    said = text_of(browser().get("/insight/").text)

    assert "Najaar 2026" in said
    assert "40 customers 30 employees" in said
    assert "Release 1" in said


def test_the_waves_of_others_are_not_listed(wave: Wave, browser: Browser) -> None:
    assert "Najaar 2026" not in browser(of=Company.found()).get("/insight/").text


def test_the_way_to_design_is_shown_to_those_who_work_there(wave: Wave, browser: Browser) -> None:
    shown = {role: "To design" in browser(role).get("/insight/").text for role in Role}

    assert {role for role, is_shown in shown.items() if is_shown} == {Role.OWNER, Role.DESIGNER}


def test_nobody_looks_without_logging_in(wave: Wave, company: Company, browser: Browser) -> None:
    client = browser().application.test_client()

    for page in ("/insight/", f"/insight/waves/{wave.id}", "/insight/profiles"):
        assert client.get(page).status_code == 302
