from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import randomness
from app.database import db, transaction
from app.errors import (
    AlreadyCompleteError,
    NotFoundError,
    WaveClosedError,
    WaveNotOpenError,
)
from app.models.responses import Response, ResponseState
from app.models.waves import Segmentation, Wave, WaveSegment
from app.services import take
from app.services.take import Move, ReadPage, Sent
from app.services.taking import Standing, Taking
from surveys.questionnaire.model import Page
from tests import make
from tests.app.respond import case
from tests.make import NOON

SECRET = "s" * 32
LATER = NOON + timedelta(minutes=5)
ANSWERS: dict[str, dict[str, object]] = {
    "image": {"fast": 6, "kind": 2},
    "facts": {"size": "small", "brands": None},
    "formers": {"tp_website": {"met": 1}, "tp_press": {"met": 0}},
    "web": {"recommend": 9},
    "last": {"most": ["price"], "role": "inkoper", "remark": None},
}


@pytest.fixture(autouse=True)
def _inside(each_app: Flask) -> Iterator[None]:
    with each_app.app_context():
        yield


@pytest.fixture
def open_wave(each_app: Flask) -> Callable[..., None]:
    def fielded(**wave: object) -> None:
        case.field(each_app, **{"opens_at": NOON, **wave})  # type: ignore[arg-type]  # any

    return fielded


def _start(secret: str = SECRET, now: datetime = LATER) -> Taking:
    return take.start(case.TOKEN, secret=secret, language="nl", now=now)


def _reading(values: Mapping[str, object]) -> ReadPage:
    def read(_taking: Taking, page: Page) -> Mapping[str, object]:
        return {item.code: None for item in page.items} | dict(values)

    return read


def _send(
    page: str,
    values: Mapping[str, object] | None = None,
    *,
    secret: str = SECRET,
    now: datetime = LATER,
    **how: Any,
) -> take.Saved:
    sent = Sent(page, _reading(ANSWERS[page] if values is None else values), **how)
    return take.save_page(case.TOKEN, secret, sent, now=now)


def _row(secret: str = SECRET) -> Response:
    db.session.rollback()
    digest = randomness.digest(secret)
    return db.session.scalars(select(Response).filter_by(secret_hash=digest)).one()


def _complete(secret: str = SECRET, **changes: object) -> Taking:
    _start(secret)
    for page, values in ANSWERS.items():
        _send(page, values | changes if page == "facts" else values, secret=secret)
    return take.look(case.TOKEN, secret, now=LATER)


def test_only_the_digest_of_a_secret_is_kept(open_wave: Callable[..., None]) -> None:
    open_wave()
    _start()

    row = _row()
    kept = [str(getattr(row, column.key)) for column in Response.__table__.columns]
    assert row.secret_hash == randomness.digest(SECRET)
    assert not any(SECRET in value for value in kept)


def test_of_time_only_the_day_of_the_organisation_is_kept(open_wave: Callable[..., None]) -> None:
    open_wave()
    night = datetime.fromisoformat("2026-11-23T23:30:00+00:00")  # half past midnight in Amsterdam
    _start(now=night)
    for page in ANSWERS:
        _send(page, now=night)

    row = _row()
    assert {row.started_on, row.saved_on, row.completed_on} == {date(2026, 11, 24)}
    assert not any("time" in str(column.type).lower() for column in Response.__table__.columns)


def test_starting_again_with_the_same_secret_goes_on(open_wave: Callable[..., None]) -> None:
    open_wave()
    _start()
    _send("image")

    again = _start()

    assert again.answers == ANSWERS["image"]
    assert len(db.session.scalars(select(Response)).all()) == 1


def test_a_save_leaves_the_answers_of_other_pages(open_wave: Callable[..., None]) -> None:
    open_wave()
    _start()
    _send("image")
    _send("facts")

    _send("image", {"fast": 1})

    assert _row().answers == {"fast": 1, "size": "small"}


def test_where_a_respondent_is_follows_the_moves(open_wave: Callable[..., None]) -> None:
    open_wave()
    _start()

    assert _send("image", move=Move.STAY).taking.page == "image"
    assert _send("image").taking.page == "facts"
    assert _send("facts", move=Move.BACK).taking.page == "image"
    assert _send("image", move=Move.BACK).taking.page == "image"
    assert _send("image", {}).taking.page == "image"
    assert _send("image", {}, move=Move.SKIP).taking.page == "facts"


def test_the_branch_that_was_taken_decides_what_comes_next(open_wave: Callable[..., None]) -> None:
    open_wave()
    _start()

    met = _send("formers")
    not_met = _send("formers", {"tp_website": {"met": 0}, "tp_press": {"met": 1}})

    assert met.taking.page == "web"
    assert not_met.taking.page == "last"


def test_an_unknown_language_changes_nothing(open_wave: Callable[..., None]) -> None:
    open_wave()
    _start()

    assert _send("image", language="xx").taking.language == "nl"
    assert _send("image", language="en").taking.language == "en"
    assert take.start(case.TOKEN, secret="t" * 32, language="xx", now=LATER).language == "nl"


def test_the_last_page_completes_with_a_receipt(open_wave: Callable[..., None]) -> None:
    open_wave()

    taking = _complete()

    row = _row()
    assert row.state is ResponseState.COMPLETE
    assert row.completed_on == date(2026, 11, 23)
    assert taking.receipt == row.receipt
    assert row.release_id is None


def test_nothing_changes_a_complete_response(open_wave: Callable[..., None]) -> None:
    open_wave()
    taking = _complete()
    before = _row()

    again = _send("last", {"role": "directeur"})

    after = _row()
    assert again.taking.receipt == taking.receipt
    assert (after.answers, after.revision) == (before.answers, before.revision)
    with pytest.raises(AlreadyCompleteError):
        take.withdraw(case.TOKEN, SECRET, now=LATER)


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [3])
def test_twenty_parallel_posts_complete_once(
    each_app: Flask, open_wave: Callable[..., None], rounds: int
) -> None:
    open_wave()

    def post(secret: str) -> str | None:
        with each_app.app_context():
            return _send("last", secret=secret).taking.receipt

    for number in range(rounds):
        secret = f"{number:032}"
        _start(secret)
        for page in list(ANSWERS)[:-1]:
            _send(page, secret=secret)
        db.session.rollback()
        with ThreadPoolExecutor(20) as pool:
            receipts = set(pool.map(post, [secret] * 20))

        row = _row(secret)
        assert receipts == {row.receipt}
        assert row.revision == len(ANSWERS)
        assert _send("last", secret=secret).taking.receipt == row.receipt


@pytest.mark.slow
def test_parallel_starts_with_one_secret_start_once(
    each_app: Flask, open_wave: Callable[..., None]
) -> None:
    open_wave()

    def begin(_number: int) -> int:
        with each_app.app_context():
            return _start().response_id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(begin, range(8)))) == 1


@pytest.mark.slow
def test_pages_that_are_saved_at_the_same_time_are_all_kept(
    each_app: Flask, open_wave: Callable[..., None]
) -> None:
    open_wave()
    _start()
    db.session.rollback()

    def post(page: str) -> None:
        with each_app.app_context():
            _send(page, move=Move.STAY)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(post, ["image", "facts", "formers", "last"] * 5))

    assert _row().answers.keys() == {
        "fast",
        "kind",
        "size",
        "tp_website",
        "tp_press",
        "most",
        "role",
    }
    assert _row().revision == 20


def test_a_closed_wave_refuses_all_but_looking(open_wave: Callable[..., None]) -> None:
    open_wave(closes_at=LATER)
    _start(now=NOON)

    for act in (_start, lambda: _send("image")):
        with pytest.raises(WaveClosedError):
            act()
    assert take.look(case.TOKEN, SECRET, now=LATER).invitation.standing is Standing.CLOSED
    assert _row().answers == {}


def test_a_wave_that_closes_meanwhile_takes_no_completion(open_wave: Callable[..., None]) -> None:
    open_wave()
    _start()
    for page in list(ANSWERS)[:-1]:
        _send(page)
    with transaction() as session:
        session.get_one(Wave, 1).closed_at = LATER

    with pytest.raises(WaveClosedError):
        _send("last")
    assert _row().state is ResponseState.OPEN


def test_before_opening_nothing_starts(open_wave: Callable[..., None]) -> None:
    open_wave(opens_at=LATER)

    with pytest.raises(WaveNotOpenError):
        _start(now=NOON)


def test_withdrawing_deletes_the_draft_and_twice_does_no_harm(
    open_wave: Callable[..., None],
) -> None:
    open_wave()
    _start()

    take.withdraw(case.TOKEN, SECRET, now=LATER)
    take.withdraw(case.TOKEN, SECRET, now=LATER)

    assert db.session.scalars(select(Response)).all() == []
    with pytest.raises(NotFoundError):
        take.withdraw("no-such-link", SECRET, now=LATER)


def test_a_secret_of_another_link_is_not_found(open_wave: Callable[..., None]) -> None:
    open_wave()
    _start()
    with transaction() as session:
        session.add(make.collector(token="another"))

    with pytest.raises(NotFoundError):
        take.look("another", SECRET, now=LATER)
    with pytest.raises(NotFoundError):
        take.start("another", secret=SECRET, language="nl", now=LATER)


def test_a_response_has_no_segment_where_the_wave_tells_none_apart(
    open_wave: Callable[..., None],
) -> None:
    open_wave()

    _complete()

    assert _row().segment_id is None


@pytest.mark.parametrize(("size", "segment"), [("small", 1), ("large", None), (None, None)])
def test_an_answer_decides_the_segment(
    open_wave: Callable[..., None], size: str | None, segment: int | None
) -> None:
    open_wave(segmentation=Segmentation.ITEM, segmentation_item="size")
    with transaction() as session:
        session.add(WaveSegment(organisation_id=1, wave_id=1, segment_id=1, option_code="small"))

    _complete(size=size)

    assert _row().segment_id == segment


def test_the_link_decides_the_segment(open_wave: Callable[..., None]) -> None:
    open_wave(segmentation=Segmentation.LINK)
    with transaction() as session:
        session.add(make.collector(token="segment", segment_id=1))
    take.start("segment", secret=SECRET, language="nl", now=LATER)

    for page, values in ANSWERS.items():
        sent = Sent(page, _reading(values))
        take.save_page("segment", SECRET, sent, now=LATER)

    assert _row().segment_id == 1
