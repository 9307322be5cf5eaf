"""What a manager sees and sets: figures that stand still until a release, profiles that count."""

from decimal import Decimal

import pytest

from app.models.accounts import Role
from tests.demo import FIRST, LOCAL, SECOND, Demo
from tests.flows.conftest import Colleague, Respondent
from tests.flows.reading import NotOnPageError, Page

WORDS = {
    "nl": ("Dimensie", "Imago", "Belofte"),
    "en": ("Dimension", "Image", "Promise"),
}
RELEASE = {
    "nl": ("Vrijgeven", "Vrijgave 2 staat nu in de cijfers."),
    "en": ("Release", "Release 2 is in the figures now."),
}
GROUPS = (LOCAL, "Projectinstallateurs", "Industrie en onderhoud")
"""The segments that are large enough to show in the second wave."""

Scores = dict[str, tuple[int, Decimal, Decimal]]


def _scores(page: Page) -> Scores:
    """Return n, image and promise gap of the first table of scores, by dimension."""
    head, image, promise = WORDS[page.language]
    lines = page.table(head, "n", image, promise)
    return {
        name: (int(n), _number(mean), _number(gap)) for name, (_, n, mean, gap) in lines.items()
    }


def _number(text: str) -> Decimal:
    """Read a figure as it stands on a page, in Dutch or in English; what follows is its label."""
    return Decimal(text.split(maxsplit=1)[0].replace("−", "-").replace(",", "."))


@pytest.mark.parametrize("language", WORDS)
def test_figures_stand_still_until_a_release(
    demo: Demo, colleague: Colleague, customer: Respondent, language: str
) -> None:
    manager, k = colleague(Role.MANAGER, language), demo.smallest_group()
    address = f"/insight/waves/{demo.wave_id(SECOND)}"
    before = manager.open(address)
    somebody = customer(language)
    somebody.start()
    somebody.answer_all()
    waiting = manager.open(address)
    assert _scores(waiting) == _scores(before)
    assert waiting.heading == before.heading

    designer = colleague(Role.DESIGNER, language)
    designer.open(f"/design/waves/{demo.wave_id(SECOND)}/release")
    button, said = RELEASE[language]
    assert said in designer.press(button).text

    old, new = _scores(before), _scores(manager.open(address))
    assert {name: new[name][0] for name in new} == {name: old[name][0] + k for name in old}
    assert all(new[name][1] != old[name][1] for name in old)


@pytest.mark.parametrize("language", WORDS)
def test_the_promise_gap_follows_the_mission_and_can_be_taken_back(
    demo: Demo, colleague: Colleague, language: str
) -> None:
    manager = colleague(Role.MANAGER, language)
    address = f"/insight/waves/{demo.wave_id(SECOND)}"
    name, save, saved, take_back = {
        "nl": ("Prijs", "Bewaren", "De cijfers volgen meteen", "Terugnemen Prijs"),
        "en": ("Price", "Save", "The figures follow at once", "Take back Price"),
    }[language]
    before = _scores(manager.open(address))

    manager.open("/insight/profiles/mission")
    page = manager.press(save, **{"value-price": "72,5"})
    assert saved in page.text
    after = _scores(manager.open(address))
    assert {one for one in after if after[one] != before[one]} == {name}
    assert after[name][2] == before[name][2] - Decimal("12.5")

    manager.open("/insight/profiles/mission")
    manager.press(take_back)
    assert _scores(manager.open(address)) == before


def test_a_score_that_cannot_be_is_not_kept(demo: Demo, colleague: Colleague) -> None:
    manager = colleague(Role.MANAGER)
    manager.open("/insight/profiles/mission")

    page = manager.press("Bewaren", **{"value-price": "101", "value-trust": "90"})

    assert page.status == 422
    assert "Vul een getal in van 0 tot 100" in page.text
    assert 'value="101"' not in manager.open("/insight/profiles/mission").text


def test_who_is_second_to_change_a_profile_hears_of_the_first(colleague: Colleague) -> None:
    first, second = colleague(Role.MANAGER), colleague(Role.OWNER)
    for visitor in (first, second):
        visitor.open("/insight/profiles/mission")
    first.press("Bewaren", **{"value-price": "70"})

    page = second.press("Bewaren", **{"value-price": "50"})

    assert page.status == 409
    assert "Iemand anders" in page.text
    assert "De cijfers volgen meteen" in second.press("Bewaren").text
    assert "Aisha el Idrissi" in second.page.text


def test_groups_that_are_too_small_are_in_no_total(demo: Demo, colleague: Colleague) -> None:
    page = colleague(Role.VIEWER).open(f"/insight/waves/{demo.wave_id(SECOND)}?segment=_all")

    shown = [int(row[0]) for name, row in page.rows.items() if name.startswith(GROUPS)]
    assert sum(shown) == max(n for n, *_ in _scores(page).values())
    assert "minder dan 5" in page.text


def test_a_viewer_reads_and_sets_nothing(demo: Demo, colleague: Colleague) -> None:
    viewer = colleague(Role.VIEWER)

    assert viewer.follow(FIRST).status == 200
    page = viewer.open("/insight/profiles/mission")
    assert "Managers en eigenaren stellen dit profiel vast" in page.text
    with pytest.raises(NotOnPageError):
        page.form("Bewaren")
