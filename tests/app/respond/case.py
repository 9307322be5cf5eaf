"""A questionnaire with every kind of item and two branches, in a wave that is open."""

import hashlib
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from typing_extensions import override
from werkzeug.test import TestResponse

from app import randomness
from app.database import db, transaction
from app.models.responses import Response
from surveys.formats import definition_yaml
from surveys.questionnaire.items import Answer
from tests import make

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TOKEN = "a-token-that-nobody-can-guess-12"

KINDS = """\
code: kinds
title: {nl: Alle soorten, en: All kinds}
languages: [nl, en]
dimensions:
  - {code: service, name: {nl: Service, en: Service}}
touchpoints:
  - {code: website, name: {nl: Website, en: Website}, kind: owned, steerability: direct}
  - {code: press, name: {nl: Pers, en: Press}, kind: media, steerability: none}
scales:
  - code: seven
    dont_know: {nl: Weet ik niet, en: Don't know}
    points:
      - {value: 1, text: {nl: Helemaal oneens, en: Strongly disagree}}
      - {value: 2, text: {nl: Oneens, en: Disagree}}
      - {value: 3, text: {nl: Enigszins oneens, en: Slightly disagree}}
      - {value: 4, text: {nl: Niet eens of oneens, en: Neither}}
      - {value: 5, text: {nl: Enigszins eens, en: Slightly agree}}
      - {value: 6, text: {nl: Eens, en: Agree}}
      - {value: 7, text: {nl: Helemaal eens, en: Strongly agree}}
pages:
  - code: image
    title: {nl: "Hoe ziet u {organisation}?", en: "How do you see {organisation}?"}
    items:
      - code: fast
        type: likert
        scale: seven
        required: true
        measures: {dimension: service, facet: image}
        text: {nl: "{organisation} is snel.", en: "{organisation} is fast."}
      - code: kind
        type: likert
        scale: seven
        measures: {dimension: service, facet: image}
        text: {nl: "{organisation} is vriendelijk.", en: "{organisation} is kind."}
  - code: facts
    title: {nl: Over u, en: About you}
    items:
      - {code: told, type: information, text: {nl: Enkele feiten., en: Some facts.}}
      - code: size
        type: single_choice
        text: {nl: "Hoe groot bent u?", en: "How big are you?"}
        options:
          - {code: small, text: {nl: Klein, en: Small}}
          - {code: large, text: {nl: Groot, en: Large}}
      - code: sites
        type: number
        maximum: 900
        show_if: {op: is, item: size, value: large}
        text: {nl: "Hoeveel vestigingen?", en: "How many sites?"}
      - code: brands
        type: multiple_choice
        text: {nl: "Welke merken?", en: "Which brands?"}
        options:
          - {code: a, text: {nl: Alfa, en: Alpha}}
          - {code: b, text: {nl: Beta, en: Beta}}
  - code: formers
    title: {nl: "Waar komt dat vandaan?", en: "Where does that come from?"}
    items:
      - code: tp_website
        type: experience
        measures: {touchpoint: website}
        text: {nl: Onze website, en: Our website}
      - code: tp_press
        type: experience
        measures: {touchpoint: press}
        text: {nl: De krant, en: The newspaper}
  - code: web
    title: {nl: De website, en: The website}
    show_if: {op: met, item: tp_website}
    items:
      - {code: recommend, type: nps, text: {nl: "Beveelt u aan?", en: "Do you recommend?"}}
  - code: last
    title: {nl: Tot slot, en: Finally}
    items:
      - code: most
        type: ranking
        most: 2
        text: {nl: "Wat telt?", en: "What counts?"}
        options:
          - {code: price, text: {nl: Prijs, en: Price}}
          - {code: speed, text: {nl: Snelheid, en: Speed}}
          - {code: trust, text: {nl: Vertrouwen, en: Trust}}
      - {code: role, type: short_text, longest: 40, text: {nl: "Uw functie?", en: "Your role?"}}
      - {code: remark, type: long_text, text: {nl: "Nog iets?", en: "Anything else?"}}
"""


ANSWERED: dict[str, dict[str, object]] = {
    "image": {"answer_fast": "6", "answer_kind": "dk"},
    "facts": {"answer_size": "small", "answer_brands": ["a", "b"], "shown": "told size brands"},
    "formers": {
        "answer_tp_website.met": "1",
        "answer_tp_website.how": "own.this_year",
        "answer_tp_website.tone": "-1",
        "answer_tp_website.weight": "2",
    },
    "web": {"answer_recommend": "9"},
    "last": {
        "answer_most": ["speed", "price"],
        "answer_role": "inkoper",
        "answer_remark": "Eén\r\naanspreekpunt",
    },
}
"""What one respondent sends, page by page; the branch of the website is taken."""

STORED: dict[str, Answer] = {
    "fast": 6,
    "kind": "dk",
    "size": "small",
    "brands": ["a", "b"],
    "tp_website": {"met": 1, "source": "own", "recency": "this_year", "tone": -1, "weight": 2},
    "tp_press": {"met": 0},
    "recommend": 9,
    "most": ["speed", "price"],
    "role": "inkoper",
    "remark": "Eén\naanspreekpunt",
}
"""What is kept of that."""


def field(app: Flask, definition: str = KINDS, token: str = TOKEN, **wave: object) -> None:
    """Put a questionnaire into a wave that is open, with one link, in an empty database."""
    published = definition_yaml.read(definition).model_dump_json(exclude_none=True)
    version = make.version(
        definition=published, definition_hash=hashlib.sha256(published.encode()).hexdigest()
    )
    rows = (
        make.organisation(),
        make.user(),
        make.segment(),
        make.questionnaire(),
        version,
        make.wave(**({"opens_at": LONG_AGO} | wave)),
        make.fielding(),
        make.collector(token=token),
    )
    with app.app_context(), transaction() as session:
        for row in rows:
            session.add(row)
            session.flush()


def begin(client: FlaskClient, language: str = "nl", token: str = TOKEN) -> str:
    """Open the link, start, and return the address of the response."""
    page = client.get(f"/r/{token}?anew=1", headers={"Accept-Language": language})
    found = re.search(r'name="secret" value="([^"]+)"', page.text)
    assert found, page.text
    secret = found[1]
    client.post(f"/r/{token}", data={"secret": secret, "language": language})
    return f"/r/{token}/{secret}"


def send(client: FlaskClient, address: str, page: str, **sent: object) -> TestResponse:
    """Send one page as it is answered in `ANSWERED`, with changes."""
    return client.post(f"{address}/{page}", data={"go": "next", **ANSWERED[page], **sent})


def complete(client: FlaskClient, address: str) -> TestResponse:
    """Send all pages; return the reply to the last one."""
    replies = [send(client, address, page) for page in ANSWERED]
    return replies[-1]


class _Controls(HTMLParser):
    """Collects what a browser would send of a form that nobody touches."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area: str | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type")
        if tag == "textarea":
            self.area = name
            self.sent[name or ""] = [""]
        if tag != "input" or name is None or "disabled" in given:
            return
        if kind not in {"radio", "checkbox"} or "checked" in given:
            self.sent.setdefault(name, []).append(given.get("value") or "")

    @override
    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = [self.sent[self.area][0] + data]

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None


def controls(page: str) -> dict[str, list[str]]:
    """Return what a browser would send of the form on a page, untouched, but for the buttons."""
    parser = _Controls()
    parser.feed(page)
    return {
        name: [value.removeprefix("\n").replace("\n", "\r\n") for value in values]
        for name, values in parser.sent.items()
        if name and name != "viewport"
    }


def responses(app: Flask) -> list[Response]:
    """Return all responses there are."""
    with app.app_context():
        return list(db.session.scalars(select(Response).order_by(Response.id)))


def response(app: Flask, address: str) -> Response:
    """Return the response at an address."""
    digest = randomness.digest(address.rpartition("/")[2])
    with app.app_context():
        return db.session.scalars(select(Response).filter_by(secret_hash=digest)).one()
