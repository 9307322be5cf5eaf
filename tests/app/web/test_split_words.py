from dataclasses import replace

import pytest

from app.web import split_words
from surveys.measurement.origins.drivers import Definiteness
from surveys.measurement.origins.influence import Driver, Split
from surveys.measurement.sums.jackknife import Replicated
from tests.app.web.wording import NEVER

pytestmark = pytest.mark.usefixtures("english_page")

NAMES = {"speed": "Reaction speed", "price": "Price", "trust": "Trust", "service": "Service"}


def _driver(share: float, *, leads: bool = True) -> Driver:
    lead = Replicated(0.1, 0.01, 39, 0.05 if leads else -0.05, 0.15)
    whole = Replicated(share, 0.02, 39, share - 0.04, share + 0.04)
    return Driver(300, 0.5, part=whole, share=whole, rank=1, lead=lead)


def _split(*drivers: Driver, p: float = 0.001) -> Split:
    return Split(
        n=212,
        n_eff=212,
        definiteness=Definiteness.POSITIVE,
        drivers=dict(zip(NAMES, drivers, strict=False)),
        r2=0.46,
        r2_adjusted=0.45,
        p=p,
    )


def test_the_first_one_is_named_alone_only_where_it_surely_leads() -> None:
    alone = _split(_driver(0.5), _driver(0.3))
    shared = _split(_driver(0.4, leads=False), _driver(0.35), _driver(0.1))

    assert split_words.headline(alone, "the image", NAMES) == (
        "The image goes along most with reaction speed."
    )
    assert split_words.headline(shared, "the image", NAMES) == (
        "The image goes along most with reaction speed, and with price."
    )
    assert "Which one comes first cannot be said yet." in split_words.extent(shared, NAMES)
    assert "Which one" not in split_words.extent(alone, NAMES)


def test_where_many_share_the_first_place_one_is_among_them() -> None:
    many = _split(*(_driver(0.25, leads=False) for _ in NAMES))

    assert split_words.headline(many, "loyalty", NAMES) == (
        "Loyalty goes along with several things about as much, among them reaction speed."
    )


def test_what_could_not_be_weighed_limits_the_claim() -> None:
    split = _split(_driver(0.5), Driver(20, 0.7))

    assert split_words.headline(split, "the image", NAMES) == (
        "Of what could be weighed, the image goes along most with reaction speed."
    )
    assert "Left out for too few who judged it together with the others: price." in (
        split_words.how_to_read(split, NAMES)
    )


@pytest.mark.parametrize("split", [None, _split(Driver(20, 0.7)), _split(_driver(0.5), p=0.2)])
def test_nothing_is_claimed_of_too_few_or_of_chance(split: Split | None) -> None:
    assert split_words.headline(split, "the image", NAMES) == (
        "What the image goes along with cannot be said yet."
    )


def test_why_there_is_no_split_is_said() -> None:
    few = _split(Driver(20, 0.7))

    assert split_words.extent(None, NAMES) == "This was not asked."
    assert "at least 50 people" in split_words.extent(few, NAMES)
    refused = replace(few, definiteness=Definiteness.REFUSED)
    assert "contradict each other" in split_words.extent(refused, NAMES)
    assert "chance" in split_words.extent(_split(_driver(0.5), p=0.2), NAMES)


def test_reservations_are_said() -> None:
    turned = replace(_driver(0.5), suppresses=True)
    split = replace(_split(turned), definiteness=Definiteness.MENDED, is_order_unsure=True)

    said = " ".join(split_words.how_to_read(split, NAMES))

    assert "The order is unsure" in said
    assert "by a small change" in said
    assert "these point the other way: reaction speed." in said
    assert "R² (.46; adjusted .45)" in said
    assert "smallest pair n 212" in said


def test_no_sentence_claims_a_cause() -> None:
    for split in (_split(_driver(0.5)), _split(_driver(0.4, leads=False), _driver(0.3))):
        assert not NEVER.search(split_words.headline(split, "the image", NAMES))
        assert not NEVER.search(split_words.extent(split, NAMES))
