"""What a customer lives through with a link, and what comes of it."""

import pytest

from app.models.accounts import Role
from app.models.responses import ResponseState
from surveys import library
from tests.demo import LOCAL, SECOND, Demo
from tests.flows.conftest import Colleague, Respondent
from tests.flows.customer import answered

WORDS = {
    "nl": {
        "welcome": "Hoe ziet u Noordwal Techniek?",
        "minutes": "Ongeveer 6 minuten",
        "first": "Pagina 1 van 7",
        "thanks": "Uw antwoorden zijn ontvangen",
        "receipt": "Ontvangstnummer",
    },
    "en": {
        "welcome": "How do you see Noordwal Techniek?",
        "minutes": "About 6 minutes",
        "first": "Page 1 of 7",
        "thanks": "We have received your answers",
        "receipt": "Receipt number",
    },
}


@pytest.mark.parametrize("language", WORDS)
def test_a_customer_answers_every_page_and_gets_a_receipt(
    demo: Demo, customer: Respondent, language: str
) -> None:
    words, before = WORDS[language], demo.complete()
    somebody = customer(language)

    welcome = somebody.open(somebody.link)
    assert welcome.language == language
    assert welcome.heading == words["welcome"]
    assert words["minutes"] in welcome.text
    assert words["first"] in somebody.start().text
    thanks = somebody.answer_all()

    assert thanks.heading == words["thanks"]
    assert words["receipt"] in thanks.text
    assert demo.complete() == before + 1
    response = demo.response(thanks.root.findtext(".//b") or "")
    assert response.language == language
    assert set(response.answers) == {item.code for item in library.load("customer_image").items()}


def test_an_answer_counts_once_all_pages_are_sent(
    demo: Demo, customer: Respondent, colleague: Colleague
) -> None:
    designer, k = colleague(Role.DESIGNER), demo.smallest_group()
    wave = f"/design/waves/{demo.wave_id(SECOND)}"
    somebody = customer()

    somebody.start()
    for _ in range(3):
        somebody.answer()
    assert designer.open(wave).rows[LOCAL][1] == f"minder dan {k}"

    somebody.answer_all()
    assert designer.open(wave).rows[LOCAL][1] == str(k)


def test_the_same_answer_counts_once_however_often_it_is_sent(
    demo: Demo, customer: Respondent
) -> None:
    somebody = customer()
    somebody.start()
    while "Verzenden" not in somebody.page.text:
        somebody.answer()
    last, form = somebody.page.address, answered(somebody.page)
    before = demo.complete()

    somebody.answer()
    again = somebody.send(last, {"go": "next", **form})

    assert again.heading == "Uw antwoorden zijn ontvangen"
    assert demo.complete() == before + 1


def test_who_comes_back_goes_on_where_they_were(customer: Respondent) -> None:
    somebody = customer("en")
    somebody.start()
    first = somebody.page.address
    given = dict(somebody.answers())
    somebody.answer()
    somebody.answer()

    back = somebody.open(somebody.link)
    assert back.heading == "Welcome back"
    assert "page 3 of 7" in back.text
    assert "Page 3 of 7" in somebody.follow("Continue at page 3").text
    assert "Page 2 of 7" in somebody.press("Back").text
    assert somebody.press("Back").address == first
    assert answered(somebody.page) == {name: [value] for name, value in given.items()}


def test_an_answer_can_be_changed_before_it_is_sent(demo: Demo, customer: Respondent) -> None:
    somebody = customer()
    somebody.start()
    somebody.answer()
    somebody.press("Vorige")
    somebody.press("Volgende", answer_responsiveness_1="1")
    thanks = somebody.answer_all()

    answers = demo.response(thanks.root.findtext(".//b") or "").answers
    assert answers["responsiveness_1"] == 1
    assert answers["convenience_1"] == 5


def test_another_language_keeps_what_was_filled_in(demo: Demo, customer: Respondent) -> None:
    somebody = customer("nl")
    somebody.start()
    page = somebody.press("English", answer_price_1="2", answer_trust_1="dk")

    assert page.language == "en"
    assert "Page 1 of 7" in page.text
    assert answered(page) == {"answer_price_1": ["2"], "answer_trust_1": ["dk"]}
    assert somebody.answer_all().heading == "We have received your answers"


def test_nothing_has_to_be_answered(demo: Demo, customer: Respondent) -> None:
    somebody = customer("en")
    page = somebody.start()

    for _ in library.load("customer_image").pages:
        page = somebody.go_on()

    response = demo.response(page.root.findtext(".//b") or "")
    assert response.state is ResponseState.COMPLETE
    assert response.answers == {}


def test_somebody_else_can_answer_at_the_same_screen(demo: Demo, customer: Respondent) -> None:
    somebody, before = customer(), demo.complete()
    somebody.start()
    first = somebody.answer_all()
    assert somebody.open(somebody.link).heading == first.heading

    somebody.follow("Iemand anders? Begin opnieuw")
    somebody.press("Beginnen")
    second = somebody.answer_all()

    assert demo.complete() == before + 2
    assert second.text != first.text


def test_who_stops_takes_all_answers_along(demo: Demo, customer: Respondent) -> None:
    somebody = customer()
    somebody.start()
    address = somebody.page.address
    somebody.answer()
    somebody.open(somebody.link)
    page = somebody.press("Mijn antwoorden wissen")

    assert page.heading == "Uw antwoorden zijn gewist"
    assert somebody.open(address).status == 404


def test_who_is_halfway_when_the_wave_is_closed_is_told_so(
    demo: Demo, customer: Respondent, colleague: Colleague
) -> None:
    somebody, designer, before = customer(), colleague(Role.DESIGNER), demo.complete()
    somebody.start()
    somebody.answer()
    designer.open(f"/design/waves/{demo.wave_id(SECOND)}/close")
    assert designer.press("Meting sluiten").status == 200

    page = somebody.answer()

    assert page.status == 410
    assert page.heading == "Dit onderzoek is gesloten"
    assert somebody.open(somebody.link).status == 410
    assert demo.complete() == before
