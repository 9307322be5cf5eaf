from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest
from flask import Flask

from app.models.accounts import Role
from surveys.measurement.origins.formers import Formers, formers
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from tests.app.insight.conftest import Browser
from tests.app.insight.reading import headline_of, main_of, section_of, table_of, words_of
from tests.app.services.figures_case import Company, about, answers
from tests.app.services.origins_case import ASKED, Told, crowd, groups
from tests.app.web.wording import NEVER


@pytest.fixture
def told(app: Flask) -> Iterator[Told]:
    with app.app_context():
        yield Told.found()


def address(told: Told, segment: str = "_all") -> str:
    return f"/insight/waves/{told.wave.id}/formers?segment={segment}"


def library(place: int) -> Formers:
    """What the library makes of the answers of a segment."""
    return formers(ASKED, summarise(encode(ASKED, groups()[place])), k=5)


def percent(share: float | None) -> str:
    assert share is not None
    return f"{Decimal(repr(100 * share)).quantize(Decimal(1), ROUND_HALF_UP)}%"


def test_the_page_answers_first(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told)).text

    headline = headline_of(page)
    assert headline.startswith("The image goes along most with inside sales and service.")
    assert "320 customers answered." in main_of(page)
    assert not NEVER.search(headline)


def test_the_figures_are_those_of_the_library(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told, "klein")).text
    expected = library(0)
    names = {one.code: one.name["en"] for one in ASKED.touchpoints}

    strength = table_of(section_of(page, "strength"))
    reach = table_of(section_of(page, "reach"))
    assert expected.image is not None
    for code, former in expected.formers.items():
        _kind, n, _r, share, *_rest = strength[names[code]]
        assert former.image is not None
        assert n == str(former.image.n)
        assert former.image.share is not None
        assert share.split(" ")[0] == percent(former.image.share.value)
        met = former.experiences.reach
        assert met is not None
        assert [cell.split(" ")[0] for cell in reach[names[code]][1:]] == [
            percent(of.mean) for of in (met.own, met.heard, met.either)
        ]


def test_rows_stand_in_the_order_of_their_shares(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told, "klein")).text
    expected = library(0).image

    assert expected is not None
    names = {one.code: one.name["en"] for one in ASKED.touchpoints}
    rows = [name for name in table_of(section_of(page, "strength")) if name in names.values()]
    assert rows == [names[code] for code in expected.split.drivers]


def test_the_claim_is_answered_and_the_steerable_share_told(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told)).text

    assert "It holds here: staff and current customers have" in words_of(section_of(page, "claim"))
    assert "goes with what can be steered. What we steer ourselves has" in words_of(
        section_of(page, "steered")
    )


def test_own_experience_is_held_against_hearsay(told: Told, browser: Browser) -> None:
    page = browser(of=told).get(address(told)).text

    said = words_of(section_of(page, "sources"))
    assert "Inside sales and service: what people heard is judged" in said
    assert "lower than what they met themselves." in said
    assert "cannot be told apart" in words_of(section_of(page, "times"))


def test_it_says_on_whom_it_rests_and_that_it_is_no_proof(told: Told, browser: Browser) -> None:
    said = words_of(section_of(browser(of=told).get(address(told)).text, "strength"))

    assert "this does not prove a cause" in said
    assert "smallest pair n" in said
    assert "R²" in said


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_selection_has_a_page(told: Told, browser: Browser, language: str) -> None:
    client = browser(language=language, of=told)
    name = {"en": "Inside sales and service", "nl": "Binnendienst en service"}[language]

    for segment in ("_all", "klein", "groot", "<script>", ""):
        page = client.get(address(told, segment))
        said = main_of(page.text)
        assert page.status_code == 200, segment
        assert "%(" not in said
        assert "%%" not in said
        assert "None" not in said
        assert name in said


def test_pages_do_not_change_with_what_is_hidden(told: Told, browser: Browser) -> None:
    client = browser(of=told)
    addresses = [address(told, one) for one in ("_all", "klein", "groot")]
    before = [main_of(client.get(one).text) for one in addresses]
    assert all("under 5" in said for said in before)

    told.answer(crowd(4, 10.0, "waiting"), 0)

    assert [main_of(client.get(one).text) for one in addresses] == before


def test_too_few_for_a_split_is_said_and_the_rest_shown(app: Flask, browser: Browser) -> None:
    with app.app_context():
        told = Told.found(20)
        page = browser(of=told).get(address(told, "klein")).text

    assert headline_of(page) == "What the image goes along with cannot be said yet."
    assert "Too few answers to split: at least 50" in words_of(section_of(page, "strength"))
    assert "cannot be tested here" in words_of(section_of(page, "claim"))
    assert "That is few: figures are indicative." in main_of(page)
    assert table_of(section_of(page, "reach"))["Website"][0] == "20"


def test_a_wave_without_such_items_says_what_to_ask(company: Company, browser: Browser) -> None:
    wave = company.wave()
    page = f"/insight/waves/{wave.id}/formers"
    assert "Figures come with a release" in main_of(browser().get(page).text)
    answers(wave.fieldings[0], about(12, 4), company.small)
    company.release(wave)

    said = main_of(browser().get(page).text)

    assert "This wave did not ask where the image comes from." in said
    assert "Ask with experience items" in said


def test_every_role_may_look(told: Told, browser: Browser) -> None:
    for role in Role:
        assert browser(role, of=told).get(address(told)).status_code == 200, role


def test_the_waves_of_others_look_missing(told: Told, browser: Browser) -> None:
    client = browser(of=Company.found())

    assert client.get(address(told)).status_code == 404
    assert client.get("/insight/waves/999/formers").status_code == 404
