import io

import pytest

from surveys.formats.csv_table import Table, read_table


def _cells(table: Table) -> list[dict[str, str]]:
    assert not table.problems
    return [dict(row.cells) for row in table.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_first_row_tells_what_parts_the_columns(delimiter: str, ends: str) -> None:
    rows = [["a", "b", "c"], ["1", "x, y; z", ""], ["2", "één", "3"]]
    quoted = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]

    assert _cells(read_table(ends.join(quoted).encode())) == [
        {"a": "1", "b": "x, y; z", "c": ""},
        {"a": "2", "b": "één", "c": "3"},
    ]


def test_a_file_may_begin_with_a_byte_order_mark_and_be_a_stream() -> None:
    assert _cells(read_table(io.BytesIO(b"\xef\xbb\xbfa\n1\n"))) == [{"a": "1"}]


def test_a_cell_may_hold_lines_and_quotes_and_the_next_row_still_has_its_line() -> None:
    table = read_table(b'a,b\n"one\ntwo ""x""",1\n\n3,4\n')

    assert _cells(table)[0] == {"a": 'one\ntwo "x"', "b": "1"}
    assert [row.line for row in table.rows] == [2, 5]


def test_rows_without_a_filled_cell_are_passed_over() -> None:
    assert _cells(read_table(b"a,b\n,\n , \n\n1,\n")) == [{"a": "1", "b": ""}]


def test_a_row_of_another_length_is_a_problem() -> None:
    table = read_table(b"a,b\n1,2,3\n1,2\n1\n")

    assert [(found.code, found.line, found.value) for found in table.problems] == [
        ("row.ragged", 2, "3"),
        ("row.ragged", 4, "1"),
    ]
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "file.empty", None),
        (b"\n \n", "file.empty", None),
        (b"a,b\n1,\xff\n", "file.not_utf8", 2),
        (b'a,b\n1,"2\n3,4\n', "row.unreadable", 2),
        (b'a,b\n1,"2"x\n', "row.unreadable", 2),
        (b"a,b, a \n1,2,3\n", "column.duplicate", 1),
        (b"a,b\n1," + b"x" * 200_000, "row.unreadable", 2),
    ],
)
def test_what_cannot_be_read_is_a_problem(data: bytes, code: str, line: int | None) -> None:
    (problem,) = read_table(data).problems

    assert (problem.code, problem.line) == (code, line)


def test_columns_without_a_name_may_be_several() -> None:
    assert not read_table(b"a,,\n1,,\n").problems
