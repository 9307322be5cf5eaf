import html

import pytest

from app.models.accounts import Role
from app.models.waves import Wave
from app.services.priorities import wave_priorities
from tests.app.insight.conftest import Browser
from tests.app.insight.demo_case import page_of
from tests.app.insight.reading import headline_of, main_of, section_of, table_of, words_of
from tests.app.services.figures_case import Company, about, answers
from tests.app.services.people_case import person_of
from tests.app.web.wording import NEVER
from tests.demo import FIRST, PROVIDER, Demo


@pytest.fixture
def address(demo: Demo) -> str:
    return f"/insight/waves/{demo.wave_id(FIRST)}/priorities"


def test_the_page_answers_first(demo: Demo, address: str) -> None:
    page = page_of(demo, address)

    headline = headline_of(page)
    assert headline.startswith("Three gaps make up ")
    assert "Which one comes first is" in headline
    assert not NEVER.search(main_of(page))


def test_gaps_stand_in_the_order_of_what_they_weigh(demo: Demo, address: str) -> None:
    with demo.app.app_context():
        found = wave_priorities(person_of("noordwal", Role.VIEWER), demo.wave_id(FIRST)).found
    assert found is not None

    said = words_of(section_of(page_of(demo, address), "ranking"))

    first = found.ranked[0]
    weight, low, high = first.priority.weight, first.priority.low, first.priority.high
    assert f"{weight:.2f} ({low:.2f} to {high:.2f})" in said
    assert f"1–10 of {len(found.ranked)}" in said
    shares = [round(100 * one.share) for one in found.ranked]
    assert shares == sorted(shares, reverse=True)
    assert [f"{share}%" in said for share in shares] == [True] * len(shares)


def test_a_place_says_where_else_a_gap_may_stand(demo: Demo, address: str) -> None:
    with demo.app.app_context():
        found = wave_priorities(person_of("noordwal", Role.VIEWER), demo.wave_id(FIRST)).found
    assert found is not None

    said = words_of(section_of(page_of(demo, address), "ranking"))

    for one in found.ranked[:10]:
        place = f"surely {one.rank}" if one.is_sure else f"{one.best} to {one.worst}"
        assert place in said


def test_what_is_undecided_is_listed_apart(demo: Demo, address: str) -> None:
    page = page_of(demo, address)
    undecided = section_of(page, "undecided")

    assert "Housing associations, n 23" in undecided
    assert "indicative" in undecided
    assert "Housing associations" not in section_of(page, "ranking")


def test_a_group_that_is_too_small_has_no_gap(demo: Demo, address: str) -> None:
    sections = page_of(demo, address).partition('<section class="sec"')[2]

    assert "Energy-transition" not in sections


def test_without_values_segments_count_as_an_average_one(demo: Demo) -> None:
    provider = page_of(demo, "/insight/", organisation=PROVIDER)
    link = html.unescape(provider.partition('href="/insight/waves/')[2].partition('"')[0])

    page = page_of(demo, f"/insight/waves/{link}/priorities", organisation=PROVIDER)

    assert "Segments of which no value is known count as an average one." in main_of(page)


def test_without_a_wish_or_mission_the_page_says_what_is_missing(
    company: Company, browser: Browser
) -> None:
    wave = company.wave(employees=False)
    answers(wave.fieldings[0], about(40, 4), company.small)
    company.release(wave)

    page = browser().get(f"/insight/waves/{wave.id}/priorities").text

    assert headline_of(page) == "No gap is certain yet, so there is nothing to rank."
    assert "Priorities need a wish for a segment, or a mission" in main_of(page)


def test_before_a_release_the_page_says_when_figures_come(
    company: Company, browser: Browser
) -> None:
    page = browser().get(f"/insight/waves/{company.wave().id}/priorities").text

    assert "Figures come with a release, from 5 customers per group." in main_of(page)


def test_a_manager_of_another_company_finds_nothing(wave: Wave, browser: Browser) -> None:
    page = browser(of=Company.found()).get(f"/insight/waves/{wave.id}/priorities")

    assert page.status_code == 404


def test_the_page_speaks_dutch(demo: Demo, address: str) -> None:
    page = page_of(demo, address, "nl")

    assert headline_of(page).startswith("Drie verschillen")
    assert "Reactiesnelheid" in section_of(page, "ranking")
    assert "sure" not in main_of(page)
    assert table_of(section_of(page, "undecided"))
