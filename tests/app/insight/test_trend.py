from dataclasses import replace
from datetime import timedelta

import pytest

from app.demo.wholesaler import noordwal
from app.models.waves import Wave
from app.services.trend import organisation_trends
from tests.app.insight.conftest import Browser
from tests.app.insight.demo_case import page_of
from tests.app.insight.reading import headline_of, main_of, section_of, table_of, words_of
from tests.app.services.field_case import published
from tests.app.services.figures_case import CUSTOMERS, Company, about, answers
from tests.app.web.wording import NEVER
from tests.demo import FIRST, PROVIDER, SECOND, Demo
from tests.make import NOON

ADDRESS = "/insight/trend"


def measured(company: Company, days_ago: int, small: int, large: int = 5) -> Wave:
    wave = company.wave(days_ago=days_ago, employees=False, title=f"Wave {days_ago}")
    answers(wave.fieldings[0], about(60, small), company.small)
    answers(wave.fieldings[0], about(60, large), company.large)
    company.release(wave, NOON - timedelta(days=days_ago))
    return wave


def test_the_page_answers_first(company: Company, browser: Browser) -> None:
    for days, value in ((60, 3), (0, 5)):
        measured(company, days, value)

    page = browser().get(f"{ADDRESS}?segment=klein").text

    assert headline_of(page) == (
        "Small see us 33 points higher on reaction speed and price than in Wave 60."
    )
    assert "Answered: 60 in Wave 60 and 60 in Wave 0." in main_of(page)
    assert not NEVER.search(main_of(page))


def test_the_figures_are_those_of_the_service(company: Company, browser: Browser) -> None:
    for days, value in ((60, 3), (0, 4)):
        measured(company, days, value)
    point = organisation_trends(company.manager).segments["klein"].dimensions["speed"].points[-1]

    table = section_of(browser().get(f"{ADDRESS}?segment=klein").text, "changes")

    moved = point.since_previous
    assert moved is not None
    change = moved.difference
    assert f"+{change.difference:.1f}" in words_of(table)
    assert f"+{change.low:.1f} to +{change.high:.1f}" in words_of(table)


def test_a_change_that_is_not_certain_is_said_to_be_undecided(
    company: Company, browser: Browser
) -> None:
    for days in (60, 0):
        measured(company, days, 4)

    page = browser().get(f"{ADDRESS}?segment=klein").text

    assert headline_of(page) == "At small no change since Wave 60 is certain yet."
    assert "undecided" in section_of(page, "changes")


@pytest.mark.parametrize(
    ("waves", "said"),
    [
        (2, "A line takes 3 waves, a trend 6; there are 2."),
        (3, "The steepest line is that of"),
        (6, "The strongest trend is that of"),
    ],
)
def test_a_line_takes_three_waves_and_the_word_trend_six(
    company: Company, browser: Browser, waves: int, said: str
) -> None:
    for place in range(waves):
        measured(company, 360 - 60 * place, 2 + (place * 4) // waves)

    page = browser().get(f"{ADDRESS}?segment=klein").text

    assert said in words_of(section_of(page, "lines"))
    if waves < 6:
        assert "strongest trend" not in main_of(page)


def test_of_three_waves_the_newest_is_held_against_the_first_as_well(
    company: Company, browser: Browser
) -> None:
    for days, value in ((90, 2), (60, 4), (0, 6)):
        measured(company, days, value)

    page = browser().get(f"{ADDRESS}?segment=klein&since=first").text

    assert "than in Wave 90." in headline_of(page)
    assert "than in Wave 60." in headline_of(browser().get(f"{ADDRESS}?segment=klein").text)


def test_a_break_is_marked_and_explained(company: Company, browser: Browser) -> None:
    measured(company, 60, 4)
    text = CUSTOMERS.replace("code: image", "code: image_2", 1).replace("speed_2", "speed_3")
    later = replace(company, customers=published(company.designer, text))
    wave = later.wave(employees=False, title="Wave 0")
    given = [
        {code.replace("speed_2", "speed_3"): value for code, value in one.items()}
        for one in about(40, 6)
    ]
    answers(wave.fieldings[0], given, company.small)
    company.release(wave)

    page = browser().get(f"{ADDRESS}?segment=klein").text

    said = words_of(section_of(page, "breaks"))
    assert "On 1 dimension the way of asking changed: there the line begins anew." in said
    assert "Reaction speed, from Wave 0 on: “Two” is new; “Two” is gone." in said
    changes = section_of(page, "changes")
    assert "¦ " in table_of(changes[: changes.index("Change since")])["Reaction speed"][-1]
    assert "Reaction speed" not in changes[changes.index("Change since") :]


def test_one_wave_alone_has_nothing_to_be_held_against(company: Company, browser: Browser) -> None:
    assert "No wave has figures yet." in main_of(browser().get(ADDRESS).text)
    measured(company, 0, 4)

    page = browser().get(ADDRESS).text

    assert headline_of(page) == "There is nothing to compare yet."
    assert "Only Wave 0 has figures so far." in main_of(page)


def test_a_segment_that_is_new_has_nothing_to_be_held_against(
    company: Company, browser: Browser
) -> None:
    wave = company.wave(days_ago=60, employees=False, title="Wave 60")
    answers(wave.fieldings[0], about(40, 4), company.large)
    company.release(wave, NOON - timedelta(days=60))
    measured(company, 0, 4)

    page = browser().get(f"{ADDRESS}?segment=klein").text

    assert headline_of(page) == "Of small nothing can be held against an earlier wave."
    assert 'id="changes"' not in page


def test_a_group_that_is_too_small_is_not_named(company: Company, browser: Browser) -> None:
    for days in (60, 0):
        wave = company.wave(days_ago=days, employees=False, title=f"Wave {days}")
        answers(wave.fieldings[0], about(40, 4), company.small)
        answers(wave.fieldings[0], about(4, 7), company.large)
        company.release(wave, NOON - timedelta(days=days))

    page = browser().get(f"{ADDRESS}?segment=groot").text

    assert "Large" not in main_of(page)


def test_a_manager_of_another_company_sees_none_of_it(company: Company, browser: Browser) -> None:
    for days, value in ((60, 3), (0, 5)):
        measured(company, days, value)

    page = browser(of=Company.found()).get(ADDRESS).text

    assert "Wave 60" not in page


def test_actions_of_the_demo_stand_with_what_moved_elsewhere(demo: Demo) -> None:
    page = page_of(demo, ADDRESS)

    said = words_of(section_of(page, "actions"))
    for done in noordwal().actions:
        assert done.name["en"] in said
    assert "no proof that it came from it" in said
    assert f"{FIRST} → {SECOND}" in said
    assert 'id="actions"' not in page_of(demo, ADDRESS, organisation=PROVIDER)


def test_the_page_speaks_dutch(demo: Demo) -> None:
    said = main_of(page_of(demo, ADDRESS, "nl"))

    assert noordwal().actions[0].name["nl"] in said
    assert "certain" not in said
