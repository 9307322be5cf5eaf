from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from surveys.measurement.image.gaps import Label
from surveys.measurement.inference.comparisons import welch
from surveys.measurement.inference.estimates import Sample, wilson
from surveys.measurement.inference.multiplicity import holm
from surveys.measurement.inference.thresholds import Thresholds
from surveys.measurement.origins.experiences import (
    Contrasts,
    Experiences,
    Judgement,
    contrasts,
    experiences,
    shown_parts,
)
from surveys.measurement.sums.blocks import MISSING, Block
from surveys.measurement.sums.jackknife import jackknifed
from surveys.measurement.sums.moments import summarise
from surveys.measurement.sums.summary import Summary
from surveys.measurement.weights.weighted import Weighted
from tests.surveys.measurement.make_formers import asked, block_of, met_columns

Rows = Sequence[tuple[int, int, int]]
"""Source, recency (0, 1, −1 for not said) and tone of those who met a former."""

seeds = st.integers(0, 2**32 - 1)
PLACES = (0, 1, -1)
told = st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES), st.integers(-2, 2))
ASKED = asked({"sales": "staff", "press": "media"})
ITEMS = {"sales": "tp_sales", "press": "tp_press"}
THRESHOLDS = Thresholds()


def block(rows: Rows, not_met: int = 0, former: str = "sales") -> Block:
    """Encode what people had with one former."""
    return block_of(ASKED, columns(rows, not_met, former))


def columns(rows: Rows, not_met: int = 0, former: str = "sales") -> dict[str, NDArray[Any]]:
    all_rows = [*rows, *[(0, 0, 0)] * not_met]
    met = np.arange(len(all_rows)) < len(rows)
    return {**met_columns(former, met, *np.array(all_rows).reshape(-1, 3).T)}


def had(group: Summary, k: int = 5, former: str = "sales") -> Experiences:
    parts = shown_parts(group, ITEMS, k)
    return experiences(group, ITEMS, parts, k=k, thresholds=THRESHOLDS)[former]


def over_all(group: Summary, replicates: Sequence[Summary] = (), k: int = 5) -> Contrasts:
    return contrasts(group, replicates, ITEMS, shown_parts(group, ITEMS, k))


def points(tones: Sequence[int]) -> Sample:
    squares = sum(tone * tone for tone in tones)
    return Sample.of(len(tones), sum(tones), squares, centre=2, scale=Fraction(25))


def drawn(seed: int, n: int) -> list[tuple[int, int, int]]:
    draw = np.random.default_rng(seed)
    source, recency, tone = draw.integers((0, 0, -2), (2, 2, 3), (n, 3)).T.tolist()
    return [*zip(source, recency, tone, strict=True)]


@given(rows=st.lists(told, max_size=40), not_met=st.integers(0, 20))
def test_reach_is_a_share_of_those_who_were_asked(rows: Rows, not_met: int) -> None:
    found = had(summarise(block(rows, not_met)), k=1)
    n = len(rows) + not_met

    if n == 0:
        assert (found.n, found.reach) == (0, None)
        return
    assert found.n == n
    assert found.reach is not None
    sources = [source for source, _, _ in rows]
    for estimate, chosen in (
        (found.reach.own, sources.count(0)),
        (found.reach.heard, sources.count(1)),
        (found.reach.either, sources.count(0) + sources.count(1)),
    ):
        assert estimate.n == n
        assert estimate.mean == pytest.approx(chosen / n)
        interval = wilson(chosen, n) if n >= THRESHOLDS.to_test else (None, None)
        assert (estimate.low, estimate.high) == pytest.approx(interval)
    assert found.reach.larger == pytest.approx(max(sources.count(0), sources.count(1)) / n)


@given(seed=seeds)
def test_judgements_are_the_mean_tones_of_those_who_met_it_so(seed: int) -> None:
    rows = drawn(seed, 120)
    found = had(summarise(block(rows, 30))).judgement

    for estimate, tones in (
        (found.all, [tone for _, _, tone in rows]),
        (found.own, [tone for source, _, tone in rows if source == 0]),
        (found.heard, [tone for source, _, tone in rows if source == 1]),
        (found.this_year, [tone for _, recency, tone in rows if recency == 0]),
        (found.longer_ago, [tone for _, recency, tone in rows if recency == 1]),
    ):
        assert estimate is not None
        assert estimate.n == len(tones)
        assert estimate.mean == pytest.approx(50 + 25 * np.mean(tones))
        assert estimate.se == pytest.approx(25 * np.std(tones, ddof=1) / np.sqrt(len(tones)))


@given(rows=st.lists(told, max_size=60), k=st.integers(3, 8))
def test_nothing_about_fewer_than_k_people_follows_from_what_is_shown(rows: Rows, k: int) -> None:
    group = summarise(block(rows))
    parts = shown_parts(group, ITEMS, k)["sales"]
    counts = np.array([n for _, n in group.value_counts("tp_sales.contact")])
    people = {word: int(counts[of].sum()) for word, of in parts.items()}

    assert all(n >= k for n in people.values())
    for first, second in (("own", "heard"), ("this_year", "longer_ago")):
        rest = people.get("all", 0) - people.get(first, 0) - people.get(second, 0)
        assert rest == 0 or rest >= k
        for part in {first, second} & people.keys():
            left = people["all"] - people[part]
            assert left == 0 or left >= k


def test_where_one_part_is_too_small_neither_is_shown_only_both_together() -> None:
    rows = [(0, 0, 1)] * 20 + [(1, 0, -1)] * 4 + [(1, 1, -2)] * 10
    few = had(summarise(block(rows[:24]))).judgement
    many = had(summarise(block(rows))).judgement

    assert (few.own, few.heard) == (None, None)
    assert few.all is not None
    assert few.all.n == 24
    assert few.this_year == few.all
    assert few.longer_ago is None
    assert many.own is not None
    assert many.heard is not None
    assert (many.own.n, many.heard.n) == (20, 14)


def test_those_who_did_not_say_how_are_left_out_when_they_are_few() -> None:
    rows = [(0, 0, 1)] * 20 + [(1, 0, -1)] * 10
    few = had(summarise(block([*rows, *[(-1, 0, 2)] * 4]))).judgement
    many = had(summarise(block([*rows, *[(-1, 0, 2)] * 5]))).judgement

    assert few == had(summarise(block(rows))).judgement
    assert many.all is not None
    assert many.own is not None
    assert (many.all.n, many.own.n) == (35, 20)


def test_leaving_out_who_did_not_say_how_can_make_those_few_who_did_not_say_when() -> None:
    rows = [(0, 0, 1)] * 20 + [(-1, -1, 2)] * 3 + [(0, -1, -2)] * 4
    found = had(summarise(block(rows))).judgement

    assert found.all is not None
    assert found.all.n == 20


def test_too_few_who_were_asked_or_who_met_it_are_hidden() -> None:
    hidden = Judgement(None, None, None, None, None)
    nobody = had(summarise(block([(0, 0, 1)] * 2, 2)))
    few_met = had(summarise(block([(0, 0, 1)] * 4, 30)))

    assert nobody == Experiences(0, None, hidden, None, None, None)
    assert few_met.n == 34
    assert few_met.reach is not None
    assert few_met.judgement == hidden


def test_what_counts_is_told_from_0_to_100() -> None:
    weights = np.array([0, 1, 2, 2, 2, MISSING])
    given_columns = columns([(0, 0, 1)] * 6) | {"tp_sales.weight": weights}
    found = had(summarise(block_of(ASKED, given_columns)))
    few = had(summarise(block_of(ASKED, given_columns)), k=6)

    assert found.weight is not None
    assert (found.weight.n, found.weight.mean) == (5, 70)
    assert few.weight is None


@given(seed=seeds)
def test_contrasts_are_welch_with_holm_over_the_formers(seed: int) -> None:
    rows = {former: drawn(seed + place, 200) for place, former in enumerate(ITEMS)}
    group = summarise(
        block_of(ASKED, {**columns(rows["sales"]), **columns(rows["press"], former="press")})
    )
    found = {former: had(group, former=former) for former in ITEMS}

    for part, kind in ((0, "own_less_heard"), (1, "recent_less_past")):
        expected = [
            welch(
                points([row[2] for row in rows[former] if row[part] == 0]),
                points([row[2] for row in rows[former] if row[part] == 1]),
            )
            for former in ITEMS
        ]
        adjusted = holm([test.p for test in expected])
        for former, test, p in zip(ITEMS, expected, adjusted, strict=True):
            gap = getattr(found[former], kind)
            assert gap.difference == pytest.approx(test.difference)
            assert gap.p == pytest.approx(test.p)
            assert gap.p_adjusted == pytest.approx(p)
            assert gap.is_supported == (gap.label is Label.GAP)


def test_a_contrast_that_there_is_is_supported_and_a_small_part_is_indicative() -> None:
    draw = np.random.default_rng(1)
    own, heard = draw.integers(0, 3, 90).tolist(), draw.integers(-2, 1, 90).tolist()
    rows = [*((0, 0, tone) for tone in own), *((1, 1, tone) for tone in heard)]
    supported = had(summarise(block(rows))).own_less_heard
    few = had(summarise(block(rows[:110]))).own_less_heard

    assert supported is not None
    assert supported.is_supported
    assert supported.difference > 0
    assert few is not None
    assert few.indicative
    assert few.label is Label.UNDECIDED
    assert had(summarise(block(rows[:94]))).own_less_heard is None


def test_without_hearsay_there_is_no_contrast() -> None:
    found = had(summarise(block([(0, 0, 1), (0, 0, 2)] * 30)))

    assert found.own_less_heard is None
    assert found.judgement.own == found.judgement.all
    assert over_all(summarise(block([(0, 0, 1)] * 30))) == Contrasts(None, None)


@given(seed=seeds)
def test_over_all_formers_it_is_the_coefficient_beside_the_former(seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows = {
        former: drawn(seed + 7 * place, int(draw.integers(40, 90)))
        for place, former in enumerate(ITEMS)
    }
    n = max(map(len, rows.values()))
    group = summarise(
        block_of(
            ASKED,
            {**columns(rows["sales"], n - len(rows["sales"]))}
            | {**columns(rows["press"], n - len(rows["press"]), "press")},
        )
    )
    tones = [row[2] for of in rows.values() for row in of]
    former = [place for place, of in enumerate(rows.values()) for _ in of]
    found = over_all(group)

    for contrast, part in ((found.own_less_heard, 0), (found.recent_less_past, 1)):
        kind = [row[part] == 0 for of in rows.values() for row in of]
        design = np.column_stack([kind, np.equal(former, 0), np.equal(former, 1)]).astype(float)
        slope = np.linalg.lstsq(design, np.array(tones) * 25.0)[0][0]
        assert contrast is not None
        assert contrast.difference.value == pytest.approx(slope, abs=1e-9)
        assert contrast.formers == ("sales", "press")
        assert not contrast.is_supported


def test_differences_inside_formers_are_weighted_by_how_much_they_tell() -> None:
    # 5 points weigh 40 · 20/60 = 13.33 and 7.5 points 30 · 60/90 = 20
    sales = [*_meaning(0, 40, 60), *_meaning(1, 20, 55)]
    press = [*_meaning(0, 30, 50), *_meaning(1, 60, 42.5)]
    shorter = len(press) - len(sales)
    both = {**columns(sales, shorter), **columns(press, former="press")}
    found = over_all(summarise(block_of(ASKED, both))).own_less_heard

    assert found is not None
    assert found.difference.value == pytest.approx(6.5)


def _meaning(source: int, n: int, points: float) -> list[tuple[int, int, int]]:
    """Return n judgements of these points on average."""
    better = round(n * (points - 50) / 25)
    tone = 1 if better > 0 else -1
    return [(source, 0, tone if place < abs(better) else 0) for place in range(n)]


def test_who_meets_whom_does_not_mix_into_the_contrast_over_all() -> None:
    good = [(0, 0, 2)] * 50 + [(1, 0, 2)] * 10
    bad = [(0, 0, -2)] * 10 + [(1, 0, -2)] * 50
    group = summarise(block_of(ASKED, {**columns(good), **columns(bad, former="press")}))
    found = over_all(group).own_less_heard

    assert found is not None
    assert found.difference.value == 0


def test_the_contrast_over_all_is_jackknifed_as_a_whole() -> None:
    rows = {former: drawn(3 + place, 200) for place, former in enumerate(ITEMS)}
    whole = block_of(ASKED, {**columns(rows["sales"]), **columns(rows["press"], former="press")})
    dealt = np.arange(200) % 10
    names = {f"{item}.contact" for item in ITEMS.values()}
    without = [whole.take(dealt != shard) for shard in range(10)]
    replicates = [summarise(of.narrowed(names)) for of in without]
    found = over_all(summarise(whole), replicates).own_less_heard
    assert found is not None

    # the same weights of the formers with and without each shard
    ways = {
        former: [[row[0] for row in of].count(way) for way in (0, 1)] for former, of in rows.items()
    }
    weights = [own * heard / (own + heard) for own, heard in ways.values()]
    figures = []
    for of in without:
        judged = experiences(
            summarise(of), ITEMS, shown_parts(summarise(of), ITEMS, 5), k=5, thresholds=THRESHOLDS
        )
        gaps = [judged[former].own_less_heard for former in ITEMS]
        figures.append(np.average([gap.difference for gap in gaps if gap], weights=weights))
    (expected,) = jackknifed([found.difference.value], np.array(figures)[:, None])
    assert found.difference.se == pytest.approx(expected.se)
    assert found.difference.low == pytest.approx(expected.low)
    assert found.difference.df == 9


def test_a_contrast_that_runs_through_all_formers_is_supported() -> None:
    draw = np.random.default_rng(5)
    both: dict[str, NDArray[Any]] = {}
    for former in ITEMS:
        source, recency = draw.integers(0, 2, (2, 300))
        tone = np.rint(draw.normal(0.5 - source, 1)).clip(-2, 2)
        both |= met_columns(former, np.ones(300), source, recency, tone)
    whole = block_of(ASKED, both)
    replicates = [summarise(whole.take(np.arange(300) % 40 != shard)) for shard in range(40)]
    found = over_all(summarise(whole), replicates)

    assert found.own_less_heard is not None
    assert found.own_less_heard.is_supported
    assert found.recent_less_past is not None
    assert not found.recent_less_past.is_supported


@given(seed=seeds, w=st.sampled_from([0.5, 1.0, 4.0]))
def test_equal_weights_change_nothing(seed: int, w: float) -> None:
    whole = block(drawn(seed, 90), 20)
    plain, weighted = had(summarise(whole)), had(Weighted.of_rows(whole, np.full(110, w)))

    for name, part in product(("own", "heard", "either"), ("mean", "low", "high")):
        assert getattr(getattr(weighted.reach, name), part) == pytest.approx(
            getattr(getattr(plain.reach, name), part)
        )
    assert weighted.judgement.own is not None
    assert plain.judgement.own is not None
    assert weighted.judgement.own.low == pytest.approx(plain.judgement.own.low)
    assert weighted.own_less_heard is not None
    assert plain.own_less_heard is not None
    assert weighted.own_less_heard.p == pytest.approx(plain.own_less_heard.p)


def test_a_weighted_reach_has_the_variance_of_a_weighted_mean() -> None:
    rows = drawn(1, 60)
    w = np.random.default_rng(2).uniform(0.5, 3, 100)
    found = had(Weighted.of_rows(block(rows, 40), w)).reach
    assert found is not None

    met = np.array([source == 0 for source, _, _ in rows] + [False] * 40)
    mean = w @ met / w.sum()
    variance = 100 / 99 * (w**2 @ (met - mean) ** 2) / w.sum() ** 2
    assert found.own.mean == pytest.approx(mean)
    assert found.own.se == pytest.approx(np.sqrt(variance))
    assert found.own.n_eff == pytest.approx(w.sum() ** 2 / (w**2).sum())


def test_people_count_for_hiding_not_their_weights() -> None:
    rows = [(0, 0, 1)] * 20 + [(1, 0, -1)] * 4
    w = np.where(np.arange(24) < 20, 0.1, 50.0)

    assert had(Weighted.of_rows(block(rows), w)).judgement.heard is None
