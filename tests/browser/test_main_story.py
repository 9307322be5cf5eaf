"""The main job from end to end: answers come in, are counted, and move figures by a release."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from app.models.accounts import Role
from app.models.responses import ResponseState
from surveys import library
from tests.browser.conftest import code_of
from tests.browser.office import follow, intake, log_in, press, scores
from tests.browser.respondent import END, answer_all, start
from tests.demo import LOCAL, PROVIDER, SECOND, Demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Open = Callable[..., BrowserContext]

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def app(demo: Demo) -> Flask:
    """The application on the demo."""
    return demo.app


@SCRIPTS
def test_an_answer_is_counted_and_moves_the_figures_by_a_release(
    demo: Demo, live_server: str, browser_context: Open, *, scripts: bool
) -> None:
    designer = log_in(browser_context(scripts=scripts), live_server, demo.login(Role.DESIGNER))
    manager = log_in(browser_context(scripts=scripts), live_server, demo.login(Role.MANAGER))
    designer.goto(f"{live_server}/design/waves")
    follow(designer, SECOND)
    follow(manager, SECOND)
    k, complete, before = demo.smallest_group(), demo.complete(), scores(manager)
    released = max(score.n for score in before.values())
    assert intake(designer, LOCAL) == (str(released), f"minder dan {k}")

    respondent = start(browser_context(scripts=scripts), live_server + demo.link())
    answer_all(respondent)

    receipt = respondent.locator("main b").inner_text()
    assert code_of(respondent) == END
    assert demo.complete() == complete + 1
    _holds_every_answer(demo, receipt)

    designer.reload()
    manager.reload()
    assert intake(designer, LOCAL) == (str(released), str(k))
    assert scores(manager) == before

    follow(designer, "Antwoorden vrijgeven")
    press(designer, "Vrijgeven")
    manager.reload()
    after = scores(manager)
    expect(designer.get_by_role("status").first).to_contain_text("Vrijgave 2 staat nu in de cijf")
    assert intake(designer, LOCAL) == (str(released + k), f"minder dan {k}")
    assert {code: score.n - before[code].n for code, score in after.items()} == dict.fromkeys(
        before, k
    )
    assert all(score.external != before[code].external for code, score in after.items())
    expect(manager.locator("main")).to_contain_text(f"n {released + k}")


def _holds_every_answer(demo: Demo, receipt: str) -> None:
    """Hold what was stored against what was tapped."""
    response = demo.response(receipt)
    questionnaire = library.load("customer_image")
    given = response.answers
    assert response.state is ResponseState.COMPLETE
    assert set(given) == {item.code for item in questionnaire.items()}
    assert given["responsiveness_1"] == 6
    assert given["most_important"] == ["price", "convenience", "attention"]
    assert given["tp_website"] == {
        "met": 1,
        "source": "own",
        "recency": "longer_ago",
        "tone": -1,
        "weight": 1,
    }
    assert given["tp_press"] == {"met": 0}
    assert given["recommend"] == 9
    assert given["recommend_reason"] == "Eén vast aanspreekpunt"


@SCRIPTS
def test_a_marketer_takes_a_questionnaire_to_customers_and_closes_the_wave(
    demo: Demo, live_server: str, browser_context: Open, *, scripts: bool
) -> None:
    login = demo.login(Role.DESIGNER, PROVIDER)
    page = log_in(browser_context(scripts=scripts), live_server, login)
    press(page, "Hoe ziet u Provider 1?")
    expect(page.get_by_role("status")).to_contain_text("Er is nog niets gepubliceerd")
    follow(page, "Naar publiceren")
    press(page, "Versie 1 publiceren")
    expect(page.get_by_role("status")).to_contain_text("Versie 1 is gepubliceerd")

    follow(page, "Nieuwe meting")
    page.get_by_label("Titel").fill("Najaar")
    page.get_by_label("Eén link per segment").check()
    for segment in ("Prepaid", "Abonnement"):
        page.get_by_role("checkbox", name=segment).check()
    press(page, "Meting openen")
    expect(page.get_by_role("status")).to_contain_text("Najaar is open")
    links = {name: page.get_by_label(name).input_value() for name in ("Prepaid", "Abonnement")}
    assert len(set(links.values())) == 2

    respondent = start(browser_context(scripts=scripts), links["Prepaid"])
    answer_all(respondent)
    response = demo.response(respondent.locator("main b").inner_text())
    assert response.segment_id == demo.segment_id("prepaid")

    follow(page, "Sluiten")
    expect(page.locator("main")).to_contain_text("in elke groep wachten te weinig antwoorden")
    press(page, "Meting sluiten")
    expect(page.get_by_role("status")).to_contain_text("Najaar is gesloten")
    respondent.goto(links["Abonnement"])
    expect(respondent.get_by_role("heading", level=1)).to_have_text("Dit onderzoek is gesloten")


@SCRIPTS
def test_a_manager_sets_the_mission_and_the_promise_gap_follows_at_once(
    demo: Demo, live_server: str, browser_context: Open, *, scripts: bool
) -> None:
    page = log_in(browser_context(scripts=scripts), live_server, demo.login(Role.MANAGER))
    follow(page, SECOND)
    wave, before = page.url, scores(page)

    page.goto(f"{live_server}/insight/profiles/mission")
    page.get_by_label("Prijs, score").fill("72,5")  # was 60
    press(page, "Bewaren")
    expect(page.get_by_role("status")).to_contain_text("De cijfers volgen meteen")
    page.goto(wave)
    after = scores(page)

    assert {name for name in after if after[name] != before[name]} == {"Prijs"}
    old, new = before["Prijs"], after["Prijs"]
    assert old.promise is not None
    assert new.promise == old.promise - Decimal("12.5")
    assert (new.n, new.external) == (old.n, old.external)


def test_a_respondent_needs_nothing_but_a_keyboard(
    demo: Demo, live_server: str, browser_context: Open
) -> None:
    page = browser_context().new_page()
    page.goto(live_server + demo.link())

    stops = list(_walk(page))

    assert code_of(page) == END
    assert not [stop for stop in stops if not stop["is_seen"]]
    given = demo.response(page.locator("main b").inner_text()).answers
    assert set(given) == {item.code for item in library.load("customer_image").items()}
    assert given["responsiveness_1"] == 2
    assert given["most_important"] == ["price", "convenience", "attention"]
    assert given["tp_website"] == {
        "met": 1,
        "source": "own",
        "recency": "longer_ago",
        "tone": -1,
        "weight": 1,
    }
    assert given["recommend_reason"] == "Snel"


STOP = """() => {
  const on = document.activeElement;
  const around = [on, on.nextElementSibling, on.closest("label")].filter(Boolean);
  return {
    kind: on.type || on.localName,
    name: on.name || "",
    value: on.value || "",
    is_start: on.matches("main form:only-of-type button.primary"),
    is_seen: around.some((one) => getComputedStyle(one).outlineStyle !== "none"),
  };
}"""
"""What has the focus, and whether one can see that."""

KEYS = 400
"""More than anybody needs."""


def _walk(page: Page) -> Iterator[dict[str, Any]]:
    """Go by Tab from control to control, and give each of them its answer, up to the thanks."""
    for _ in range(KEYS):
        if code_of(page) == END:
            return
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        yield stop
        match stop:
            case {"kind": "radio"}:
                page.keyboard.press("ArrowRight")
            case {"kind": "checkbox", "name": "answer_tp_website.met" | "answer_tp_press.met"}:
                page.keyboard.press("Space")
            case {"kind": "textarea" | "text"}:
                page.keyboard.type("Snel")
            case {"name": "rank", "value": value} if ":add:" in value:
                page.keyboard.press("Enter")
            case {"is_start": True} | {"name": "go", "value": "next"}:
                with page.expect_navigation():
                    page.keyboard.press("Enter")
            case _:  # passed by
                pass
