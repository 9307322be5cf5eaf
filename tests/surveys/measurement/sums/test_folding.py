import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import (
    NotPartError,
    OtherColumnsError,
    SurveyError,
    UnreadableError,
)
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.folding import (
    Stored,
    erase,
    fold,
    summarise_answers,
    summarise_blocks,
)
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments
from tests.surveys.measurement.make import likert, moments, questionnaire

ASKED = questionnaire()
LAYOUT = Layout.of(ASKED)
OTHERS = encode(questionnaire(likert("trust_1", "trust")), [{"trust_1": 3}]).to_bytes()

Rows = list[dict[str, Any]]
response = st.fixed_dictionaries(
    {}, optional={"price_1": st.integers(1, 7), "price_2": st.integers(1, 7) | st.just("dk")}
)
groups = st.dictionaries(st.sampled_from("abc"), st.lists(response, max_size=8))
parts = st.lists(st.tuples(st.sampled_from("abc"), st.lists(response, max_size=8)), max_size=6)


def _summarised(of: Mapping[str, Rows]) -> dict[str, Moments]:
    return {label: moments(ASKED, rows) for label, rows in of.items()}


def _together(stored: list[tuple[str, Rows]]) -> dict[str, Moments]:
    whole: dict[str, Rows] = {}
    for label, rows in stored:
        whole.setdefault(label, []).extend(rows)
    return _summarised(whole)


def _stored(label: str, rows: Rows) -> Stored[str]:
    return Stored(label, encode(ASKED, rows).to_bytes())


@given(parts)
def test_blocks_of_any_sizes_give_the_moments_of_all_rows_of_a_label(
    stored: list[tuple[str, Rows]],
) -> None:
    blocks = [_stored(label, rows) for label, rows in stored]

    assert summarise_blocks(blocks, LAYOUT) == _together(stored)


@given(parts)
def test_answers_give_the_moments_of_their_blocks(stored: list[tuple[str, Rows]]) -> None:
    answers = [Stored(label, "\n".join(map(json.dumps, rows)).encode()) for label, rows in stored]

    assert summarise_answers(answers, ASKED) == _together(stored)


def test_a_block_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "1.block"
    path.write_bytes(encode(ASKED, [{"price_1": 3}]).to_bytes())

    assert summarise_blocks([Stored("a", path)], LAYOUT) == _summarised({"a": [{"price_1": 3}]})


@given(groups, groups)
def test_erasing_undoes_folding(totals: Mapping[str, Rows], more: Mapping[str, Rows]) -> None:
    before, folded = _summarised(totals), _summarised(more)

    left = erase(fold(before, folded), folded)

    assert {label: left[label] for label in before} == before
    assert all(left[label].n == 0 for label in more if label not in before)


@given(st.lists(response, min_size=1, max_size=8), st.data())
def test_erasing_equals_counting_those_who_stay(rows: Rows, data: st.DataObject) -> None:
    stays = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    kept = [row for row, stay in zip(rows, stays, strict=True) if stay]
    gone = [row for row, stay in zip(rows, stays, strict=True) if not stay]

    assert erase(_summarised({"a": rows}), _summarised({"a": gone})) == _summarised({"a": kept})


@pytest.mark.parametrize("label", ["a", "b"])
def test_those_who_were_not_folded_in_cannot_be_erased(label: str) -> None:
    with pytest.raises(NotPartError):
        erase(_summarised({"a": [{"price_1": 3}]}), _summarised({label: [{"price_1": 4}]}))


def test_a_label_stands_for_answers_to_the_same_columns() -> None:
    other = moments(questionnaire(likert("trust_1", "trust")), [])

    with pytest.raises(OtherColumnsError):
        fold(_summarised({"a": []}), {"a": other})


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (OTHERS, OtherColumnsError),
        (b"", UnreadableError),
        (b"no block at all", UnreadableError),
        (_stored("a", [{"price_1": 3}] * 99).read()[:-4], UnreadableError),
        (b"\x02\x00\x00\x00{}", UnreadableError),
        (b"\x01\x00\x00\x001", UnreadableError),
    ],
)
def test_a_block_that_cannot_be_used_is_named(
    data: bytes, error: type[SurveyError], tmp_path: Path
) -> None:
    path = tmp_path / "2.block"
    path.write_bytes(data)
    good = _stored("trade", [{"price_1": 3}])

    for stored, name in [
        (Stored("trade", path), f"{path} (trade)"),
        (Stored("trade", data, "block 17"), "block 17 (trade)"),
    ]:
        with pytest.raises(error) as caught:
            summarise_blocks([good, stored], LAYOUT)
        assert str(caught.value) == name


@pytest.mark.parametrize("line", ["{", "[1]", ""])
def test_a_line_that_is_no_response_is_named(line: str) -> None:
    stored = Stored("trade", f'{{"price_1": 3}}\n{line}\n'.encode(), "monday")

    with pytest.raises(UnreadableError, match=r"^monday \(trade\), line 2$"):
        summarise_answers([stored], ASKED)
