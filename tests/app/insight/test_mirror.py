import html
import json
import re
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from sqlalchemy import event

from app.database import db
from app.models.accounts import Role
from app.models.waves import Segmentation, Wave
from app.web.charts.marks import GAPS
from tests.app.insight.conftest import Browser
from tests.app.services.figures_case import Company, about, answers

SEGMENTS = ("", "klein", "groot", "_all", "elsewhere")
CHOICES = (*GAPS, "all", "", "sideways")


def text_of(page: str) -> str:
    """What a page says, without its markup."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def address(wave: Wave, **choices: str) -> str:
    return f"/insight/waves/{wave.id}?" + "&".join(f"{key}={of}" for key, of in choices.items())


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_selection_has_a_page(wave: Wave, browser: Browser, language: str) -> None:
    client = browser(language=language)

    for segment, compare, gap in product(SEGMENTS, SEGMENTS, CHOICES):
        page = client.get(address(wave, segment=segment, compare=compare, gap=gap))
        assert page.status_code == 200, (segment, compare, gap)
        assert "%(" not in text_of(page.text)
        assert "None" not in text_of(page.text)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    choices=st.dictionaries(
        st.sampled_from(["segment", "compare", "gap", "view", "sort", "wave"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    )
)
def test_whatever_stands_in_the_address_there_is_a_page(
    wave: Wave, browser: Browser, choices: dict[str, str]
) -> None:
    page = browser().get(f"/insight/waves/{wave.id}", query_string=choices)

    assert page.status_code == 200


def test_the_page_answers_first_and_says_who_answered(wave: Wave, browser: Browser) -> None:
    page = browser().get(address(wave)).text

    (headline,) = re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert "Small see us" in headline
    assert "below the wish on reaction speed" in headline
    assert "40 customers and 30 employees answered." in text_of(page)
    assert "Figures of release 1" in text_of(page)


def test_n_stands_beside_every_row(wave: Wave, browser: Browser) -> None:
    page = browser().get(address(wave, gap="wish")).text

    rows = page[page.index('class="rows') : page.index('<details class="table"')]
    assert rows.count('class="what"') == rows.count('class="base">n 40<') == 2


@pytest.mark.parametrize("choice", [*GAPS, "all"])
def test_a_group_under_k_has_no_figure_on_any_page(
    wave: Wave, browser: Browser, choice: str
) -> None:
    """Four people who all gave the highest scores: no count, mean or gap of theirs is there."""
    client = browser()
    for segment in ("klein", "groot", "_all"):
        page = client.get(address(wave, segment=segment, gap=choice, view="snake")).text
        said = text_of(page)
        assert "under 5" in said
        assert not re.search(r"\bLarge,? n 4\b", said)
        assert "44 customers" not in said
        (plot,) = re.findall(r'data-plot="([^"]*)"', page)
        scores = [
            score for trace in json.loads(html.unescape(plot))["data"] for score in trace["x"]
        ]
        assert all(score is None or score < 95 for score in scores)


def test_pages_do_not_change_with_what_is_hidden(
    company: Company, wave: Wave, browser: Browser
) -> None:
    """Fewer than k say anything, or nobody does: every page reads the same."""
    client = browser()
    pages = [address(wave, segment=one, gap=gap) for one in ("klein", "_all") for gap in GAPS]
    before = [text_of(client.get(page).text) for page in pages]

    answers(wave.fieldings[0], about(4, 1), company.small)
    answers(wave.fieldings[0], about(3, 1))

    assert [text_of(client.get(page).text) for page in pages] == before


def test_figures_move_with_a_release(company: Company, wave: Wave, browser: Browser) -> None:
    client = browser()
    before = text_of(client.get(address(wave)).text)
    answers(wave.fieldings[0], about(5, 7), company.small)
    waiting = text_of(client.get(address(wave)).text)
    assert "5 wait" in waiting
    assert "45 customers" not in waiting

    company.release(wave)

    after = text_of(client.get(address(wave)).text)
    assert "45 customers" in after
    assert "Figures of release 2" in after
    assert "Figures of release 1" in before


def test_the_verdicts_stand_in_their_boxes(wave: Wave, browser: Browser) -> None:
    page = text_of(browser().get(address(wave)).text)

    assert re.search(r"Make it known we are better than they see Reaction speed", page)


def test_without_employees_the_page_says_what_it_cannot_say(
    company: Company, browser: Browser
) -> None:
    wave = company.wave(employees=False)
    answers(wave.fieldings[0], about(40, 4), company.small)
    company.release(wave)
    company.aim(company.small, speed=75, price=30)

    said = text_of(browser().get(address(wave)).text)

    assert "No employees were asked" in said
    assert "Justified needs employees." in said
    assert "Make it known we are better" not in said


def test_what_only_employees_are_asked_is_held_against_the_mission(
    wave: Wave, browser: Browser
) -> None:
    said = text_of(browser().get(address(wave)).text)

    assert "Identity: what only employees are asked" in said
    assert re.search(r"Pride n 30 .*internal 75 · mission 90", said)


def test_two_segments_stand_side_by_side_by_themselves(company: Company, browser: Browser) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(40, 4), company.small)
    answers(wave.fieldings[0], about(40, 5), company.large)
    company.release(wave)

    page = browser().get(address(wave)).text

    assert 'class="rows r-two"' in page
    assert "80 customers answered: 40 small, 40 large." in text_of(page)


def test_a_wave_without_segments_shows_all_customers(company: Company, browser: Browser) -> None:
    wave = company.wave(segmentation=Segmentation.NONE, segmentation_item=None, ties=())
    answers(wave.fieldings[0], about(40, 4))
    company.release(wave)

    page = browser().get(address(wave))

    assert page.status_code == 200
    assert "40 customers answered" in text_of(page.text)
    assert "A wish is a segment’s" in text_of(page.text)


def test_the_heat_map_hatches_who_is_too_few(wave: Wave, browser: Browser) -> None:
    page = browser().get(address(wave, gap="wish")).text

    heat = page[page.index('<table class="heat') :]
    assert heat[: heat.index("</table>")].count('<td class="sup">') == 2


def test_reliability_is_told_and_withheld_from_nobody_but_the_few(
    wave: Wave, browser: Browser
) -> None:
    page = browser().get(address(wave)).text

    table = page[page.index("Cronbach") :]
    row = table[table.index("Reaction speed") :]
    assert re.search(r"\.\d\d.*?–", row[: row.index("</tr>")], re.DOTALL)


def test_a_wave_without_a_release_says_what_is_missing(company: Company, browser: Browser) -> None:
    wave = company.wave()
    answers(wave.fieldings[0], about(12, 4), company.small)
    answers(wave.fieldings[0], about(4, 4), company.large)

    said = text_of(browser().get(address(wave)).text)

    assert "Nothing can be shown of this wave yet." in said
    assert "Small 12 wait" in said
    assert "Large fewer than 5 wait" in said


def test_the_snake_plot_is_ours_and_only_there_on_request(wave: Wave, browser: Browser) -> None:
    client = browser()
    assert "plotly" not in client.get(address(wave)).text

    page = client.get(address(wave, view="snake"))

    (script,) = re.findall(r'src="([^"]*plotly[^"]*)"', page.text)
    assert script.startswith("/static/plotly.min.js?v=")
    assert "the snake plot needs a browser that runs scripts" in text_of(page.text).lower()
    assert re.search(r'<details class="table"\s+open', page.text)


def test_no_page_has_a_style_or_script_of_its_own(wave: Wave, browser: Browser) -> None:
    for view in ("rows", "snake"):
        page = browser().get(address(wave, view=view)).text
        assert " style=" not in page
        assert not re.search(r"<(script|style)(?![^>]*nonce=)[^>]*>", page)
        assert not re.search(r"\son\w+=", page)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_look(wave: Wave, browser: Browser, role: Role) -> None:
    assert browser(role).get(address(wave)).status_code == 200


def test_the_waves_of_others_look_missing(wave: Wave, browser: Browser) -> None:
    client = browser(of=Company.found())

    other, missing = client.get(address(wave)), client.get("/insight/waves/999")

    assert (other.status_code, missing.status_code) == (404, 404)
    assert text_of_error(other.text) == text_of_error(missing.text)


def text_of_error(page: str) -> str:
    return re.sub(r"nonce=\"[^\"]*\"", "", page)


def test_names_are_shown_as_they_were_typed(company: Company, browser: Browser) -> None:
    marker = "x'\"><svg onload=alert(1)>"
    wave = company.wave(title=marker)
    answers(wave.fieldings[0], about(12, 4), company.small)
    company.release(wave)

    client = browser()
    for page in (client.get("/insight/").text, client.get(address(wave)).text):
        assert "<svg onload" not in page
        assert escape(marker) in page


def test_links_keep_the_whole_selection(wave: Wave, browser: Browser) -> None:
    page = browser().get(address(wave, segment="klein", gap="promise")).text

    links = {html.unescape(link) for link in re.findall(r'href="(/insight/waves/[^"]*)"', page)}
    assert f"/insight/waves/{wave.id}?segment=klein&compare=&gap=wish#profiles" in links
    assert (
        f"/insight/waves/{wave.id}?segment=klein&compare=&gap=promise&view=snake#profiles" in links
    )


def test_a_page_asks_the_database_equally_often_however_much_there_is(
    company: Company, wave: Wave, browser: Browser
) -> None:
    client = browser()

    def asked() -> int:
        statements: list[str] = []

        def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        client.get(address(wave))
        event.remove(db.engine, "before_cursor_execute", note)
        return len([statement for statement in statements if statement.startswith("SELECT")])

    before = asked()
    for _ in range(3):
        answers(wave.fieldings[0], about(100, 5), company.small)
        answers(wave.fieldings[0], about(100, 5), company.large)
        company.release(wave)
        company.aim(None, speed=81, price=None)
        company.aim(None, speed=80, price=60)

    assert asked() <= before + 1  # one more segment has a name to be read
