import io
import time
from textwrap import dedent
from typing import Any

import pytest

from surveys.formats.yaml_tree import (
    DEEPEST,
    LARGEST,
    MOST_VALUES,
    Source,
    UnreadableError,
    read_tree,
)


def _value(source: Source) -> Any:
    tree, problems = read_tree(source)
    assert not problems
    return tree.value


def _stopped_by(source: Source) -> tuple[str, int | None]:
    with pytest.raises(UnreadableError) as stopped:
        read_tree(source)
    return stopped.value.problem.code, stopped.value.problem.line


def test_values_are_what_anyone_would_read() -> None:
    text = """
        text: plain words
        quoted: "no"
        single: '2024-01-31'
        block: |
          yes
        whole: -12
        decimal: 2.50
        truth: [true, false]
        nothing: [null, ~, ]
        empty:
        map: {a: {b: [c]}}
        number as key: {1: one}
    """

    assert _value(dedent(text)) == {
        "text": "plain words",
        "quoted": "no",
        "single": "2024-01-31",
        "block": "yes\n",
        "whole": -12,
        "decimal": 2.5,
        "truth": [True, False],
        "nothing": [None, None],
        "empty": None,
        "map": {"a": {"b": ["c"]}},
        "number as key": {"1": "one"},
    }


@pytest.mark.parametrize(
    "typed",
    [
        *("no", "NO", "yes", "on", "Off", "True"),
        *("2024-01-31", "2024-01-31 10:00:00", "12:30", "1:20:30"),
        *("010", "0x1F", "1_000", "0b11", ".inf", ".nan", "-.inf", "1.", ".5", "=", "<<"),
    ],
)
def test_what_yaml_would_misread_is_a_problem_and_goes_on_as_it_was_typed(typed: str) -> None:
    tree, (problem,) = read_tree(f"title: a\ntext: {typed}\n")

    assert tree.value["text"] == typed
    assert (problem.code, problem.value) == ("yaml.ambiguous", typed)
    assert (problem.line, problem.path, problem.expected) == (2, ("text",), f'"{typed}"')


def test_a_key_that_yaml_would_misread_is_a_problem() -> None:
    tree, (problem,) = read_tree("{nl: ja, no: ja}")

    assert (problem.code, problem.value) == ("yaml.ambiguous", "no")
    assert tree.value == {"nl": "ja", "no": "ja"}


def test_places_have_lines() -> None:
    tree, _ = read_tree("# file\na: 1\nb:\n  - c: 1\n    d: 2\n  -\n    - 3\n")

    assert tree.line(("a",)) == 2
    assert tree.line(("b", 0, "d")) == 5
    assert tree.line(("b", 1, 0)) == 7
    assert tree.line(("b", 0, "missing", "deeper")) == 4
    assert tree.line(("other",)) == 2


def test_of_a_key_given_twice_the_first_counts_and_the_second_is_a_problem() -> None:
    tree, (problem,) = read_tree("a: 1\nb: {c: 1}\na: [2, {b: 3}]\n")

    assert tree.value == {"a": 1, "b": {"c": 1}}
    assert (problem.code, problem.value, problem.line) == ("key.duplicate", "a", 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x [1]\nb: *x\n", "yaml.alias"),
        ("b: !!python/object/apply:os.system ['true']\n", "yaml.tag"),
        ("b: !!python/name:os.system\n", "yaml.tag"),
        ("b: !custom {a: 1}\n", "yaml.tag"),
        ("b: !!str 1\n", "yaml.tag"),
        ("? {a: b}\n: c\n", "yaml.key_not_a_text"),
        ("a: &x b\n*x : c\n", "yaml.alias"),
    ],
)
def test_what_is_not_plain_is_a_problem(text: str, code: str) -> None:
    _, problems = read_tree(text)

    assert [problem.code for problem in problems] == [code]


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    tree, problems = read_tree("\n".join(lines))

    assert {problem.code for problem in problems} == {"yaml.alias"}
    assert len(repr(tree.value)) < 1000


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ("file.empty", None)),
        ("# nothing\n", ("file.empty", None)),
        ("a" * (LARGEST + 1), ("file.too_large", None)),
        (b"a: 1\nb: \xff\n", ("file.not_utf8", 2)),
        ("a: 1\nb: \x00\n", ("yaml.control_character", 2)),
        ("a: 1\nb: [1\n", ("yaml.syntax", 3)),
        ("a: 1\n\tb: 2\n", ("yaml.tab", 2)),
        ("a: 1\nb: c: d\n", ("yaml.colon_in_text", 2)),
        ("a: 1\n---\nb: 2\n", ("yaml.several_documents", 2)),
        ("[" * (DEEPEST + 1), ("yaml.too_deep", 1)),
        ("- " * 400_000, ("yaml.too_deep", 1)),
        ("{a: " * 100_000, ("yaml.too_deep", 1)),
        ("a: b\n" * 180_000, ("yaml.too_many", MOST_VALUES // 2)),
        ("[" + "[]," * 180_000, ("yaml.too_many", 1)),
    ],
    ids=range(14),
)
def test_what_cannot_be_read_stops_with_its_line(
    source: Source, expected: tuple[str, int | None]
) -> None:
    began = time.monotonic()

    assert _stopped_by(source) == expected
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "source", [b"\xef\xbb\xbfa: 1", "\ufeffa: 1", io.StringIO("a: 1"), io.BytesIO(b"a: 1")]
)
def test_a_file_may_be_text_bytes_or_a_stream(source: Source) -> None:
    assert _value(source) == {"a": 1}


def test_a_stream_is_not_read_further_than_is_taken() -> None:
    stream = io.BytesIO(b"a" * (3 * LARGEST))

    assert _stopped_by(stream)[0] == "file.too_large"
    assert stream.tell() <= LARGEST + 1
