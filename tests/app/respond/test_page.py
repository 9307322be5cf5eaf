import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import db
from app.models.responses import ResponseState
from surveys.formats import definition_yaml
from tests.app.respond import case

MARKERS = (
    "x'\"><svg onload=alert(1)>",
    "<xmp>",
    "</script>",
    "</textarea><b>bold</b>",
    "javascript:alert(1)",
)
UGLY = ("😀🇳🇱", "שלום עולם", "e\u0301\u0323", "𠜎𠜱", "\u202eabc\u202c", "a\tb\nc", "7" * 40)


@pytest.fixture(autouse=True)
def _fielded(app: Flask) -> None:
    case.field(app)


def test_each_page_is_saved_before_the_next_is_shown(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)

    reply = case.send(client, address, "image")

    assert reply.status_code == 303
    assert reply.location == f"{address}/facts"
    assert case.response(app, address).answers == {"fast": 6, "kind": "dk"}


def test_all_pages_are_stored_as_they_were_filled_in(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)

    reply = case.complete(client, address)

    response = case.response(app, address)
    assert reply.location == f"{address}/thank-you"
    assert response.answers == case.STORED
    assert response.state is ResponseState.COMPLETE


@pytest.mark.parametrize("page", case.ANSWERED)
def test_a_page_shows_again_what_was_filled_in(client: FlaskClient, page: str) -> None:
    address = case.begin(client)
    case.send(client, address, "formers", go="stay")
    case.send(client, address, page, go="stay")

    shown = case.controls(client.get(f"{address}/{page}").text)

    filled = {name: values for name, values in shown.items() if values != [""]}
    sent = case.ANSWERED[page].items()
    assert filled == {name: value if isinstance(value, list) else [value] for name, value in sent}


def test_a_required_answer_is_asked_for_once_more_and_can_be_skipped(
    app: Flask, client: FlaskClient
) -> None:
    address = case.begin(client)

    asked = case.send(client, address, "image", answer_fast=[])
    skipped = case.send(client, address, "image", answer_fast=[], go="skip")

    assert asked.status_code == 422
    assert 'href="#answer_fast"' in asked.text
    assert 'value="skip"' in asked.text
    assert case.response(app, address).answers == {"kind": "dk"}
    assert skipped.location == f"{address}/facts"


def test_back_saves_too(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)
    case.send(client, address, "image")

    reply = case.send(client, address, "facts", go="back")

    assert reply.location == f"{address}/image"
    assert case.response(app, address).answers["size"] == "small"


def test_another_language_keeps_what_was_typed(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)

    reply = case.send(client, address, "image", go=[], language="en")

    page = client.get(reply.location).text
    assert reply.location == f"{address}/image"
    assert '<html lang="en"' in page
    assert "Noordwal Techniek is fast." in page
    assert re.search(r'name="answer_fast"\s+value="6" checked', page)


def test_an_item_that_appears_on_the_same_page_is_shown_first(
    app: Flask, client: FlaskClient
) -> None:
    address = case.begin(client)
    case.send(client, address, "image")

    reply = case.send(client, address, "facts", answer_size="large")
    shown = re.search(r'name="shown" value="([^"]+)"', client.get(reply.location).text)
    onward = case.send(
        client, address, "facts", answer_size="large", answer_sites="1.2", shown=shown and shown[1]
    )

    assert reply.location == f"{address}/facts#answer_sites"
    assert shown
    assert shown[1] == "told size sites brands"
    assert onward.status_code == 422
    assert 'value="1.2"' in onward.text


def test_a_page_that_is_off_the_path_leads_back_to_it(client: FlaskClient) -> None:
    address = case.begin(client)

    assert client.get(f"{address}/web").location == address
    assert client.get(f"{address}/nowhere").location == address
    assert case.send(client, address, "web").location == address


def test_progress_counts_the_pages_of_the_path(client: FlaskClient) -> None:
    address = case.begin(client, "en")
    before = client.get(f"{address}/formers").text
    case.send(client, address, "formers")
    after = client.get(f"{address}/web").text

    assert "Page 3 of 4" in before
    assert "Page 4 of 5" in after


@pytest.mark.parametrize(
    ("page", "changes", "kept"),
    [
        ("image", {"answer_fast": "0"}, {"kind": "dk"}),
        ("image", {"answer_fast": "8"}, {"kind": "dk"}),
        ("image", {"answer_fast": ["6", "7"]}, {"kind": "dk"}),
        ("facts", {"answer_size": "huge"}, {"brands": ["a", "b"]}),
        ("facts", {"answer_brands": ["a", "z"]}, {"size": "small"}),
        ("web", {"answer_recommend": "11"}, {}),
        ("last", {"answer_most": ["price", "speed", "trust"]}, {"role": "inkoper"}),
    ],
)
def test_what_is_no_answer_is_refused_and_the_others_are_kept(
    app: Flask, client: FlaskClient, page: str, changes: dict[str, object], kept: dict[str, object]
) -> None:
    address = case.begin(client)
    case.send(client, address, "formers", go="stay")

    reply = case.send(client, address, page, **changes)

    name = next(iter(changes))
    answers = case.response(app, address).answers
    assert reply.status_code == 422
    assert f'href="#{name}"' in reply.text
    assert "autofocus" in reply.text
    assert name.removeprefix("answer_") not in answers
    assert kept.items() <= answers.items()


def test_hidden_items_and_extra_fields_are_named_and_never_stored(
    app: Flask, client: FlaskClient
) -> None:
    address = case.begin(client)
    extra = dict.fromkeys(
        ("organisation", "role", "weight", "score", "completed_at", "anonymous", "state"), "1"
    )

    reply = case.send(
        client, address, "facts", answer_sites="3", answer_recommend="9", **extra, shown=[]
    )

    response = case.response(app, address)
    assert response.answers == {"size": "small", "brands": ["a", "b"]}
    assert response.state is ResponseState.OPEN
    named = reply.headers["Ignored-Fields"].split(", ")
    assert {*extra, "answer_recommend", "answer_sites"} == set(named)


@pytest.mark.parametrize("text", [*MARKERS, *UGLY])
def test_text_returns_as_it_was_typed_and_stays_text(
    app: Flask, client: FlaskClient, text: str
) -> None:
    address = case.begin(client)

    case.send(client, address, "last", answer_remark=text, go="stay")

    page = client.get(f"{address}/last").text
    assert case.response(app, address).answers["remark"] == text
    assert re.findall("<(xmp|b>bold|svg onload)", page) == []


@pytest.mark.parametrize("text", ["nul \0", "escape \x1b", "surrogate \ufffd", "bell \x07"])
def test_signs_that_cannot_be_kept_are_named_with_the_other_answers_kept(
    app: Flask, client: FlaskClient, text: str
) -> None:
    address = case.begin(client)

    reply = case.send(client, address, "last", answer_remark=text)

    assert reply.status_code == 422
    assert 'href="#answer_remark"' in reply.text
    assert case.response(app, address).answers == {"most": ["speed", "price"], "role": "inkoper"}


def test_broken_bytes_are_refused(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)

    reply = client.post(
        f"{address}/last",
        data=b"answer_remark=%ED%A0%80&answer_role=inkoper&go=next",
        content_type="application/x-www-form-urlencoded",
    )

    assert reply.status_code == 422
    assert case.response(app, address).answers == {"role": "inkoper"}


def test_a_megabyte_of_text_is_refused_by_name_and_kept_on_the_page(
    app: Flask, client: FlaskClient
) -> None:
    address = case.begin(client)

    reply = case.send(client, address, "last", answer_remark="x" * 1_000_000)

    assert reply.status_code == 422
    assert 'href="#answer_remark"' in reply.text
    assert "x" * 1_000_000 in reply.text
    assert case.response(app, address).answers["role"] == "inkoper"


def test_tabs_that_interleave_keep_the_last_of_each_page(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)
    for page in ("image", "facts", "formers"):
        case.send(client, address, page)
    other = app.test_client()  # has no cookie

    case.send(other, address, "image", answer_fast="2")
    case.send(client, address, "web")
    case.send(other, address, "facts", answer_brands=["b"])

    answers = case.response(app, address).answers
    assert answers["fast"] == 2
    assert answers["brands"] == ["b"]
    assert answers["recommend"] == 9
    assert answers["tp_website"]["met"] == 1


def test_a_complete_response_is_never_altered(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)
    case.complete(client, address)
    before = case.response(app, address)

    again = case.send(client, address, "image", answer_fast="1")
    back = case.send(client, address, "last", go="back")

    after = case.response(app, address)
    assert again.location == back.location == f"{address}/thank-you"
    assert after.answers == before.answers
    assert after.revision == before.revision


def test_saving_in_between_answers_nothing_and_stays(app: Flask, client: FlaskClient) -> None:
    address = case.begin(client)

    reply = case.send(client, address, "image", go="save")

    assert reply.status_code == 204
    assert case.response(app, address).answers["fast"] == 6
    assert case.response(app, address).page == "image"


@pytest.mark.parametrize(
    "sent",
    [
        {"data": b""},
        {"data": b"{}", "content_type": "application/json"},
        {"data": b"answer_fast=3", "content_type": "text/plain"},
        {"data": b"--cut", "content_type": "multipart/form-data; boundary=cut"},
        {"data": {"answer_fast": "3"}},
    ],
)
def test_what_is_not_a_page_that_was_sent_empties_nothing(
    app: Flask, client: FlaskClient, sent: dict[str, Any]
) -> None:
    address = case.begin(client)
    case.send(client, address, "image")

    reply = client.post(f"{address}/image", **sent)

    assert reply.status_code == 400
    assert case.response(app, address).answers == {"fast": 6, "kind": "dk"}


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("most:add:trust", ["speed", "trust"]),
        ("most:up:speed", ["speed"]),
        ("most:out:speed", None),
        ("most:add:nothing", ["speed"]),
        ("fast:add:speed", ["speed"]),
        ("nonsense", ["speed"]),
    ],
)
def test_options_are_ranked_by_buttons(
    app: Flask, client: FlaskClient, act: str, order: list[str] | None
) -> None:
    address = case.begin(client)
    case.send(client, address, "last", answer_most=["speed"], go="stay")

    case.send(client, address, "last", answer_most=["speed"], go=[], rank=act)

    assert case.response(app, address).answers.get("most") == order


def test_nothing_is_lost_when_the_server_starts_again_between_pages(
    app: Flask, client: FlaskClient
) -> None:
    address = case.begin(client)
    for page in case.ANSWERED:
        with app.app_context():
            db.engine.dispose()
        case.send(client, address, page)

    assert case.response(app, address).answers == case.STORED


NAMES = sorted(
    {name for page in case.ANSWERED.values() for name in page}
    | {"answer_sites", "answer_tp_press.met", "answer_tp_website-none", "rank", "language", "odd"}
)
VALUES = st.one_of(
    st.sampled_from(["1", "7", "8", "dk", "a", "small", "own.this_year", "-2", "1e400", "NaN", ""]),
    st.text(max_size=30),
)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    page=st.sampled_from(list(case.ANSWERED)),
    sent=st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, max_size=3), max_size=8),
    go=st.sampled_from(["next", "back", "skip", "later", "save", "odd"]),
)
def test_whatever_is_sent_only_answers_are_stored(
    app: Flask, page: str, sent: dict[str, list[str]], go: str
) -> None:
    client = app.test_client()
    address = case.begin(client)
    case.send(client, address, "formers", go="stay")

    reply = client.post(f"{address}/{page}", data={**sent, "go": go})

    questionnaire = definition_yaml.read(case.KINDS)
    assert reply.status_code in {204, 303, 422}
    for code, answer in case.response(app, address).answers.items():
        assert questionnaire.accept(code, answer) == answer
