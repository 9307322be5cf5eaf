import re

import pytest
from flask import Flask

from app.services.taking import Published
from app.web.answer_pages import Filled, Frame, Progress, Shown, draw_page, preview_page
from surveys import library
from surveys.formats import definition_yaml
from tests.app.respond import case

QUESTIONNAIRE = definition_yaml.read(case.KINDS)
ORGANISATION = ("Noordwal <b>Techniek</b>", "#0f5c63")


def _preview(app: Flask, page: str, language: str = "en") -> str:
    with app.test_request_context():
        return preview_page(QUESTIONNAIRE, page, language, ORGANISATION)


def test_a_preview_shows_all_items_of_a_page(app: Flask) -> None:
    page = _preview(app, "facts")

    assert "How many sites?" in page
    assert "Page 2 of 5" in page
    assert "Nothing is stored" in page


def test_a_preview_cannot_be_sent(app: Flask) -> None:
    assert "<form" not in _preview(app, "image")
    assert 'href="?page=facts&amp;lang=en"' in _preview(app, "image")
    assert 'href="?page=facts&amp;lang=nl"' in _preview(app, "facts")
    assert 'href="?page=image&amp;lang=en"' in _preview(app, "facts")


@pytest.mark.parametrize(("page", "language"), [("nowhere", "en"), ("image", "fr")])
def test_a_preview_of_what_is_not_there_falls_back(app: Flask, page: str, language: str) -> None:
    shown = _preview(app, page, language)

    assert 'id="answer_fast"' in shown
    assert f'<html lang="{"en" if language == "en" else "nl"}"' in shown


def test_names_of_organisations_stay_text(app: Flask) -> None:
    page = _preview(app, "image")

    assert "Noordwal &lt;b&gt;Techniek&lt;/b&gt; is fast." in page
    assert "<b>" not in page


@pytest.mark.parametrize("name", library.names())
def test_every_page_of_the_library_can_be_shown(app: Flask, name: str) -> None:
    questionnaire = library.load(name)
    for language in questionnaire.languages:
        for page in questionnaire.pages:
            with app.test_request_context():
                shown = preview_page(questionnaire, page.code, language, ("Noordwal", "#1f4e79"))
            for item in page.items:
                assert f'id="answer_{item.code}"' in shown
            assert "{organisation}" not in shown


def test_a_drawing_that_is_kept_is_not_mixed_up(app: Flask) -> None:
    published = Published(1, "hash", QUESTIONNAIRE)
    shown = Shown(published, "image", ("fast", "kind"))
    drawn = set()
    with app.test_request_context():
        for organisation in ("A", "B"):
            for language in ("nl", "en"):
                for number in (1, 2):
                    frame = Frame(organisation, "#1f4e79", language, ("nl", "en"))
                    for saved in (True, False):
                        filled = Filled({}, is_saved=saved)
                        page = draw_page(frame, shown, Progress(number, 5, 3), filled)
                        drawn.add(re.sub(r'nonce="[^"]+"', "", page))

    assert len(drawn) == 16
