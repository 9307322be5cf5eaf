"""What a marketer does: from a ready-made questionnaire to figures that others can read."""

import io
from typing import NamedTuple

import pytest

from app.models.accounts import Role
from tests.demo import LOCAL, PROVIDER, SECOND, WHOLESALER, Demo, path_of
from tests.flows.conftest import Colleague, Respondent
from tests.flows.reading import NotOnPageError


class Words(NamedTuple):
    """What a marketer reads: of a step the link to it, its button, and what is said afterwards."""

    use: str
    draft: str
    publish: tuple[str, str, str]
    open: tuple[str, str, str]
    segments: tuple[str, str]
    few: str
    none: str
    release: tuple[str, str, str]
    close: tuple[str, str, str]


WORDS = {
    "nl": Words(
        use="Gebruiken: Hoe ziet u Provider 1?",
        draft="Er is nog niets gepubliceerd",
        publish=("Naar publiceren", "Versie 1 publiceren", "Versie 1 is gepubliceerd."),
        open=("Nieuwe meting", "Meting openen", "Najaar is open."),
        segments=("Prepaid", "Abonnement"),
        few="minder dan 5",
        none="nog geen",
        release=("Antwoorden vrijgeven", "Vrijgeven", "Vrijgave 1 staat nu in de cijfers."),
        close=("Sluiten", "Meting sluiten", "Najaar is gesloten."),
    ),
    "en": Words(
        use="Use: How do you see Provider 1?",
        draft="Nothing is published yet",
        publish=("To publishing", "Publish version 1", "Version 1 is published."),
        open=("New wave", "Open the wave", "Najaar is open."),
        segments=("Prepaid", "Contract"),
        few="fewer than 5",
        none="none yet",
        release=("Release answers", "Release", "Release 1 is in the figures now."),
        close=("Close", "Close the wave", "Najaar is closed."),
    ),
}


@pytest.mark.parametrize("language", WORDS)
def test_from_the_library_to_figures(
    demo: Demo, colleague: Colleague, customer: Respondent, language: str
) -> None:
    words = WORDS[language]
    designer = colleague(Role.DESIGNER, language, of=PROVIDER)
    assert words.draft in designer.press(words.use).text
    link, button, said = words.publish
    designer.follow(link)
    assert said in designer.press(button).text

    link, button, said = words.open
    designer.follow(link)
    segments = [str(demo.segment_id(code)) for code in ("prepaid", "contract")]
    page = designer.press(button, title="Najaar", segmentation="link", link_segments=segments)
    wave = page.address
    assert said in page.text
    first, second = words.segments
    assert page.rows[first] == page.rows[second] == [words.none, words.few]

    for name, answers in ((first, 5), (second, 4)):
        for _ in range(answers):
            somebody = customer(language, link=path_of(page.value(name)))
            somebody.start()
            somebody.answer_all()
    page = designer.open(wave)
    assert page.rows[first] == [words.none, "5"]
    assert page.rows[second] == [words.none, words.few]

    link, button, said = words.release
    designer.follow(link)
    page = designer.press(button)
    assert said in page.text
    assert page.rows[first] == ["5", words.few]

    link, button, said = words.close
    designer.follow(link)
    page = designer.press(button)
    assert said in page.text
    assert page.rows[second][0] == words.none  # four are too few, also at the end

    manager = colleague(Role.MANAGER, language, of=PROVIDER)
    figures = manager.follow("Najaar")
    assert figures.rows[first][0] == "5"
    assert "n 5" in figures.text


def test_nothing_is_released_of_too_few(demo: Demo, colleague: Colleague) -> None:
    designer = colleague(Role.DESIGNER)
    page = designer.open(f"/design/waves/{demo.wave_id(SECOND)}/release")

    assert "Er kan nog niets worden vrijgegeven" in page.text
    assert page.rows[LOCAL] == ["46", "minder dan 5"]
    with pytest.raises(NotOnPageError):
        page.form("Vrijgeven")


def test_a_file_with_faults_is_told_where_and_taken_in_once_mended(colleague: Colleague) -> None:
    designer = colleague(Role.DESIGNER, "en")
    page = designer.open("/design/questionnaires/upload")
    faulty = FILE.replace("dimension: speed", "dimension: sped").replace(", en: Large", "")
    page = designer.press("Check and take in", file=_file(faulty))
    assert page.status == 422
    assert "2 faults in this file" in page.text
    assert "line 16" in page.text
    assert "sped" in page.text

    page = designer.press("Check and take in", file=_file(FILE))
    assert page.heading == "Short"
    assert "Nothing is published yet" in page.text


def test_a_wave_is_split_by_an_answer(
    demo: Demo, colleague: Colleague, customer: Respondent
) -> None:
    designer = colleague(Role.DESIGNER, "en")
    designer.open("/design/questionnaires/upload")
    designer.press("Check and take in", file=_file(FILE))
    designer.follow("To publishing")
    designer.press("Publish version 1")
    designer.follow("New wave")
    page = designer.press("Open the wave", title="By size", segmentation="item.size")
    wave, link = page.address, path_of(page.value("Customers"))

    for size in ("small", "large", "small", "small", "small", "small"):
        somebody = customer("en", link=link)
        somebody.start()
        somebody.press("Send", answer_speed_1="1", answer_size=size)

    rows = designer.open(wave).rows
    assert rows["Small"] == ["none yet", "5"]
    assert rows["Large"] == ["none yet", "fewer than 5"]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ANALYST, Role.VIEWER])
def test_the_door_is_for_who_designs(colleague: Colleague, role: Role) -> None:
    visitor = colleague(role)

    assert "/insight/" in visitor.page.address
    assert visitor.open("/design/questionnaires").status == 403


def test_another_organisation_sees_and_changes_nothing(demo: Demo, colleague: Colleague) -> None:
    stranger = colleague(Role.OWNER, of=PROVIDER)
    wave = demo.wave_id(SECOND)

    assert WHOLESALER not in stranger.open("/design/waves").text
    for address in (
        f"/design/waves/{wave}",
        f"/design/waves/{wave}/close",
        f"/insight/waves/{wave}",
    ):
        assert stranger.open(address).status == 404


def _file(text: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), "questionnaire.yaml"


FILE = """\
code: short
title: {nl: Kort, en: Short}
audience: customers
languages: [nl, en]
dimensions:
  - {code: speed, name: {nl: Snelheid, en: Speed}}
scales:
  - code: two
    points: [{value: 1, text: {nl: nee, en: "no"}}, {value: 2, text: {nl: ja, en: "yes"}}]
pages:
  - code: all
    title: {nl: Alles, en: All}
    items:
      - code: speed_1
        type: likert
        measures: {dimension: speed, facet: image}
        scale: two
        text: {nl: "Snel genoeg?", en: "Fast enough?"}
      - code: size
        type: single_choice
        text: {nl: "Hoe groot bent u?", en: "How big are you?"}
        options:
          - {code: small, text: {nl: Klein, en: Small}}
          - {code: large, text: {nl: Groot, en: Large}}
"""
