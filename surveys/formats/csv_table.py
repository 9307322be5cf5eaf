"""A CSV file as rows of named cells, each with its line."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

from surveys.errors import Problem

DELIMITERS: Final = ",;\t"
"""What may stand between columns; the first row tells which it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file: the names of its columns, its rows, and what is wrong with its form."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_table(source: bytes | IO[bytes]) -> Table:
    """Return the rows of a file in UTF-8; rows without a filled cell are passed over.

    A file that cannot be read has no rows, and a problem; so has one whose columns share a name.
    """
    data = source if isinstance(source, bytes) else source.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Table((), (), (Problem("file.not_utf8", line=line),))
    problems: list[Problem] = []
    records = _records(text, problems)
    line, header = next(records, (1, []))
    columns = tuple(name.strip() for name in header)
    if not columns:
        return Table((), (), (*problems, Problem("file.empty")))
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        problems += [Problem("column.duplicate", (name,), name, line=line) for name in twice]
        return Table(columns, (), tuple(problems))
    return Table(columns, tuple(_rows(columns, records, problems)), tuple(problems))


def _rows(
    columns: tuple[str, ...], records: Iterator[tuple[int, list[str]]], problems: list[Problem]
) -> Iterator[Row]:
    for line, cells in records:
        if len(cells) == len(columns):
            yield Row(line, dict(zip(columns, cells, strict=True)))
        else:
            found, expected = str(len(cells)), str(len(columns))
            problems.append(Problem("row.ragged", (), found, expected, line=line))


def _records(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that has a filled cell, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        problems.append(Problem("row.unreadable", line=begins))


def _delimiter(text: str) -> str:
    """Return the delimiter that parts the first row into most columns."""

    def width(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            return len(next(reader, []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=width)
