from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from surveys.measurement.origins.drivers import Definiteness
from surveys.measurement.origins.experiences import Judgement
from surveys.measurement.origins.formers import (
    Answer,
    Explained,
    Formers,
    formers,
    formers_columns,
)
from surveys.measurement.origins.influence import Driver
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.jackknife import leave_one_out
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments, summarise
from surveys.measurement.sums.shards import shard_summaries
from surveys.measurement.weights.weighted import Weighted
from surveys.questionnaire.experience import CONTACT
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.scales import Steerability, TouchpointKind
from tests.surveys.measurement.make import likert, questionnaire
from tests.surveys.measurement.make_formers import (
    KINDS,
    Truth,
    asked,
    kinds,
    of_each_kind,
    replicates_of,
    simulated,
)

ASKED = asked(kinds())
COLUMNS = formers_columns(ASKED)


def truth(weights: dict[str, float], **changes: Any) -> Truth:
    return Truth(
        of_each_kind(0.0) | weights, **({"reach": of_each_kind(0.6), "lure": {}} | changes)
    )


def answered(seed: int, n: int, of: Truth) -> Block:
    return simulated(ASKED, np.random.default_rng(seed), n, of)


def measured(block: Block, asked: Questionnaire = ASKED, k: int = 5) -> Formers:
    replicates = replicates_of(block, formers_columns(asked))
    return formers(asked, summarise(block), replicates, k=k)


def simulations(n: int, of: Truth, seeds: Sequence[int] = range(12)) -> list[Formers]:
    return [measured(answered(seed, n, of)) for seed in seeds]


def image(found: Formers) -> Explained:
    assert found.image is not None
    return found.image


def driver(found: Formers, code: str) -> Driver:
    own = found.formers[code].image
    assert own is not None
    return own


def answer(found: Formers) -> Answer:
    claim = image(found).people_weigh_most
    assert claim is not None
    return claim.answer


def test_a_former_that_matters_is_on_top_surely_for_the_image_and_for_recommendation() -> None:
    for found in simulations(800, truth({"media": 0.8, "staff": 0.2})):
        assert found.recommendation is not None
        for explained in (image(found), found.recommendation):
            (first, top), (_, second), *_ = explained.split.drivers.items()
            assert first == "media"
            assert top.rank == 1
            assert top.is_rank_sure
            assert top.is_beyond_chance
            assert explained.split.is_beyond_chance
            assert top.share is not None
            assert second.share is not None
            assert top.share.low is not None
            assert second.share.high is not None
            assert top.share.low > second.share.high


def test_a_former_met_by_those_who_think_well_has_no_influence_beyond_chance() -> None:
    # it is met by twice as many of those who see the company well, and tells nothing
    lure = {"other": 0.3}
    for found in simulations(800, truth({"staff": 0.6}, lure=lure)):
        met = driver(found, "other")
        assert not met.is_beyond_chance
        assert driver(found, "staff").rank == 1
        assert driver(found, "staff").is_rank_sure


def test_two_that_matter_alike_have_no_sure_order() -> None:
    found = simulations(600, truth({"staff": 0.5, "media": 0.5}), range(20))
    sure = sum(next(iter(image(of).split.drivers.values())).is_rank_sure for of in found)

    # by chance alone once in twenty, the larger one being either of two
    assert sure <= 4


def test_with_none_that_matters_the_claim_stays_undecided() -> None:
    found = simulations(600, truth({}), range(40))

    claims = [image(of).people_weigh_most for of in found]
    differences = [claim.difference for claim in claims if claim is not None]
    assert {answer(of) for of in found} == {Answer.UNDECIDED}
    # shares of noise may lie apart: what is explained must be more than chance first
    assert any(of.high is not None and of.high < 0 for of in differences)
    assert sum(image(of).split.is_beyond_chance for of in found) <= 2
    assert not any(driver(of, kind).is_beyond_chance for of in found for kind in KINDS)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"staff": 0.5, "customers": 0.5, "owned": 0.2}, Answer.SUPPORTED),
        ({"staff": 0.1, "media": 0.5, "owned": 0.5}, Answer.CONTRADICTED),
        ({"staff": 0.5, "media": 0.5}, Answer.UNDECIDED),
    ],
)
def test_the_claim_is_answered_as_things_are(weights: dict[str, float], expected: Answer) -> None:
    answers = [answer(found) for found in simulations(900, truth(weights), range(10))]

    wrong = {Answer.SUPPORTED, Answer.CONTRADICTED} - {expected}
    assert sum(of is expected for of in answers) >= 9
    assert expected is Answer.UNDECIDED or not wrong & {*answers}


def test_the_claim_is_not_answered_where_too_few_met_a_former_that_speaks_against_it() -> None:
    rare = {kind: of_each_kind(0.6) | {kind: 0.04} for kind in ("media", "staff")}
    people_weigh = truth({"staff": 0.6, "customers": 0.6}, reach=rare["media"])
    media_weigh = truth({"media": 0.9}, reach=rare["staff"])
    without_media = measured(answered(1, 900, people_weigh))
    without_staff = measured(answered(1, 900, media_weigh))

    assert image(without_media).split.left_out == ("media",)
    assert TouchpointKind.MEDIA not in image(without_media).by_kind
    assert answer(without_media) is Answer.UNDECIDED
    claim = image(without_media).people_weigh_most
    assert claim is not None
    assert claim.difference.low is not None
    assert claim.difference.low > 0
    assert image(without_staff).split.left_out == ("staff",)
    assert answer(without_staff) is Answer.UNDECIDED


def test_without_formers_on_both_sides_there_is_nothing_to_claim() -> None:
    people = asked({"sales": "staff", "friends": "customers"})
    of = Truth({"sales": 0.5, "friends": 0.5}, {"sales": 0.6, "friends": 0.6}, {})
    found = measured(simulated(people, np.random.default_rng(1), 400, of), people)

    assert image(found).people_weigh_most is None
    assert image(found).split.is_shown
    steerable = image(found).steerable
    assert steerable is not None
    assert steerable.value == pytest.approx(1)


def test_kinds_and_steerability_share_what_is_explained() -> None:
    found = measured(answered(1, 800, truth({"staff": 0.5, "owned": 0.4, "media": 0.3})))
    explained = image(found)
    share = {code: driver(found, code).share for code in KINDS}

    for shares in (explained.by_kind, explained.by_steerability):
        total = sum(of.value for of in shares.values() if of.value is not None)
        assert total == pytest.approx(1)
        assert all(of.low is not None for of in shares.values())
    assert explained.by_kind.keys() == {*TouchpointKind}
    for kind, of in explained.by_kind.items():
        own = share[kind]
        assert own is not None
        assert of.value == pytest.approx(own.value)
    direct = explained.by_steerability[Steerability.DIRECT].value
    values = {code: of.value for code, of in share.items() if of is not None and of.value}
    assert direct == pytest.approx(values["staff"] + values["owned"])
    steerable, rest = explained.steerable, explained.by_steerability[Steerability.NONE]
    assert steerable is not None
    assert rest.value is not None
    assert rest.high is not None
    assert steerable.value == pytest.approx(1 - rest.value)
    assert steerable.low == pytest.approx(1 - rest.high)
    claim = explained.people_weigh_most
    assert claim is not None
    assert claim.difference.value == pytest.approx(2 * (values["staff"] + values["customers"]) - 1)


def test_influence_is_the_share_of_the_image_times_the_larger_reach() -> None:
    found = measured(answered(1, 500, truth({"staff": 0.5})))

    for code, former in found.formers.items():
        share, reach = driver(found, code).share, former.experiences.reach
        assert share is not None
        assert share.value is not None
        assert reach is not None
        larger = max(of.mean for of in (reach.own, reach.heard) if of.mean is not None)
        assert former.influence == pytest.approx(share.value * larger)


def test_replicates_of_few_columns_give_what_replicates_of_all_give() -> None:
    block = answered(1, 400, truth({"staff": 0.5}))
    shards = shard_summaries(block, np.arange(len(block)), block.layout.names)
    group = summarise(block)

    assert formers(ASKED, group, leave_one_out(shards, group), k=5) == measured(block)
    assert {f"tp_staff.{CONTACT}", "tp_staff.tone", "image:price", "recommend"} <= COLUMNS
    assert not {"tp_staff.source", "price_1"} & COLUMNS


def test_parts_that_are_too_few_stay_hidden_with_all_that_rests_on_them() -> None:
    block = answered(1, 300, truth({"staff": 0.5}))
    column = block.layout.places["tp_staff.contact"]
    heard = np.flatnonzero(block.values[:, block.layout.places["tp_staff.source"]] == 1)
    fewer = block.take(np.setdiff1d(np.arange(len(block)), heard[4:]))
    found = measured(fewer).formers["staff"].experiences

    assert (fewer.values[:, column] > 0).sum() > 50
    assert (found.judgement.own, found.judgement.heard) == (None, None)
    assert found.judgement.all is not None
    assert found.own_less_heard is None
    contrast = measured(fewer).own_less_heard
    assert contrast is not None
    assert "staff" not in contrast.formers
    assert found.recent_less_past is not None


def test_of_few_people_there_is_no_split_but_what_they_had() -> None:
    found = measured(answered(1, 40, truth({"staff": 0.5})))

    assert not image(found).split.is_shown
    assert image(found).by_kind == {}
    assert image(found).people_weigh_most is None
    assert found.formers["staff"].influence is None
    assert found.formers["staff"].experiences.n == 40
    assert driver(found, "staff").r is not None


def test_a_dimension_that_few_judged_is_no_part_of_the_image() -> None:
    block = answered(1, 400, truth({"staff": 0.5}))
    values = block.values.copy()
    values[10:, block.layout.places["image:trust"]] = -1
    found = image(measured(Block(block.layout, values)))
    names = {f"image:{code}" for code in ("price", "service")}
    without = [name for name in block.layout.names if not name.startswith("image:")]
    expected = image(measured(block.narrowed({*names, *without})))

    assert found.split == expected.split


def test_nobody_has_no_figures() -> None:
    block = answered(1, 10, truth({}))
    found = formers(ASKED, Moments.empty(block.layout), k=5)

    assert [*found.formers] == [*KINDS]
    assert found.formers["staff"].experiences.judgement == Judgement(None, None, None, None, None)
    assert found.image is None
    assert found.recommendation is not None
    assert not found.recommendation.split.is_shown
    assert found.own_less_heard is None


def test_where_formers_dimensions_or_recommendation_were_not_asked_there_is_nothing() -> None:
    plain = questionnaire(likert("price_1", "", measures={"attribute": "x"}))
    none = formers(plain, Moments.empty(Layout.of(plain)), k=5)

    assert (none.formers, none.image, none.recommendation) == ({}, None, None)
    assert formers_columns(plain) == frozenset()


def test_a_former_without_an_item_is_left_out() -> None:
    more = [{"code": "fair", "name": {"nl": "beurs"}, "kind": "owned", "steerability": "direct"}]
    written = ASKED.model_dump(mode="json", exclude_none=True)
    written["touchpoints"] += more
    block = answered(1, 100, truth({}))

    found = formers(Questionnaire.model_validate(written), summarise(block), k=5)
    assert [*found.formers] == [*KINDS]


def test_equal_weights_change_no_figure() -> None:
    block = answered(1, 400, truth({"staff": 0.5, "media": 0.3}))
    plain = formers(ASKED, summarise(block), k=5)
    weighted = formers(ASKED, Weighted.of_rows(block, np.full(400, 3.0)), k=5)

    for code in KINDS:
        one, other = driver(plain, code), driver(weighted, code)
        assert one.share is not None
        assert other.share is not None
        assert other.share.value == pytest.approx(one.share.value)
        assert (other.rank, other.n) == (one.rank, one.n)
    assert image(weighted).split.n_eff == pytest.approx(image(plain).split.n_eff)
    assert image(weighted).split.definiteness is Definiteness.POSITIVE


def test_weights_tell_whose_experience_counts() -> None:
    one = answered(1, 500, truth({"staff": 0.9}))
    other = answered(2, 500, truth({"media": 0.9}))
    both = Block(one.layout, np.concatenate([one.values, other.values]))
    w = np.repeat([1.0, 0.01], 500)
    found = formers(ASKED, Weighted.of_rows(both, w), k=5)

    share = driver(found, "staff").share
    assert share is not None
    assert share.value is not None
    assert share.value > 0.9
    assert image(found).split.n_eff < 300
