"""Answers as a CSV file: one row per response, columns named after the items' codes."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import IO, Any, Final

from surveys.errors import AnswerError, AnswersError, Problem
from surveys.formats.csv_table import Row, Table, read_table
from surveys.formats.listing import listed
from surveys.questionnaire.item_types import AnyItem
from surveys.questionnaire.items import Answer, Scales, whole
from surveys.questionnaire.model import Questionnaire
from surveys.questionnaire.paging import asked

_LONGEST_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """The responses of a file, in order.

    `labels` has, for each column that was asked for, one label per response: None where the cell
    is empty. `ignored` names the columns that belong to no item, `absent` the items that have no
    column, and `off_path` counts answers to items that the respondent was not asked: they do not
    count.
    """

    responses: tuple[Mapping[str, Answer], ...]
    labels: Mapping[str, tuple[str | None, ...]]
    ignored: tuple[str, ...]
    absent: frozenset[str]
    off_path: int

    def __len__(self) -> int:
        return len(self.responses)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of one item that a file has."""

    item: AnyItem
    names: tuple[str, ...]

    def answer(self, row: Row, scales: Scales, missing: frozenset[str]) -> Answer | None:
        """Return the answer in a row, or None where it was skipped.

        Raises:
            AnswerError: the cells hold no answer to the item.
        """
        cells = {name: row.cells[name] for name in self.names}
        filled = {name: cell for name, cell in cells.items() if not _is_missing(cell, missing)}
        given = self.item.read(filled, scales) if filled else None
        return None if given in (None, []) else self.item.accept(given, scales)


def read(
    source: bytes | IO[bytes],
    questionnaire: Questionnaire,
    *,
    missing: frozenset[str] = frozenset(),
    label_by: Collection[str] = (),
) -> AnswersFile:
    """Return the answers in a file.

    UTF-8, with comma, semicolon or tab between the columns; the first row names them. An empty
    cell is no answer, nor is one of `missing`. Every answer is held against its item.

    Args:
        source: the bytes of the file, or a stream of them.
        questionnaire: what was asked.
        missing: cells that stand for 'no answer', such as `-99`.
        label_by: columns that tell respondents apart, such as by segment; may be items'.

    Raises:
        AnswersError: lists what is wrong, with line and column, a hundred at most.
    """
    table = read_table(source)
    if not table.columns:
        raise AnswersError(table.problems)
    scales = questionnaire.scale_by_code
    items = [
        _Columns(item, tuple(name for name in item.header(scales) if name in table.columns))
        for item in questionnaire.items()
    ]
    present = [columns for columns in items if columns.names]
    _refuse([*_column_problems(table, present, scales, label_by)])
    problems = [*table.problems]
    responses = [_response(row, present, scales, missing, problems) for row in table.rows]
    _refuse(problems)
    known = {*label_by, "", *(name for columns in present for name in columns.names)}
    return AnswersFile(
        tuple(responses),
        {
            column: tuple(
                _label(column, row, answers, questionnaire, missing)
                for row, answers in zip(table.rows, responses, strict=True)
            )
            for column in label_by
        },
        tuple(name for name in table.columns if name not in known),
        frozenset(of.item.code for of in items if not of.names and of.item.header(scales)),
        _off_path(questionnaire, responses),
    )


def write(
    stream: IO[str],
    questionnaire: Questionnaire,
    responses: Iterable[Mapping[str, Any]],
    *,
    extra: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write responses, each the stored answers by item code; open the stream with newline="".

    `extra` adds columns in front, such as the segment: one cell per response.
    """
    front = extra or {}
    scales = questionnaire.scale_by_code
    items = questionnaire.item_by_code
    names = [name for item in items.values() for name in item.header(scales)]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*front, *names])
    for row, answers in enumerate(responses):
        cells: dict[str, str] = {}
        for code, answer in answers.items():
            cells |= items[code].write(answer, scales)
        writer.writerow(
            [*(column[row] for column in front.values()), *(cells.get(name, "") for name in names)]
        )


def _column_problems(
    table: Table, present: Sequence[_Columns], scales: Scales, label_by: Collection[str]
) -> Iterator[Problem]:
    if not present:
        yield Problem("answers.no_items", line=1)
    for column in label_by:
        if column not in table.columns:
            yield Problem("column.unknown", (), column, _meant(column, table, present), line=1)
    for columns in present:
        for name in columns.item.needed(scales):
            if name not in columns.names:
                yield Problem("column.missing", (columns.item.code,), name, line=1)


def _meant(column: str, table: Table, present: Sequence[_Columns]) -> str:
    """Return the column that was probably meant, else those that belong to no item."""
    of_items = {name for columns in present for name in columns.names}
    others = [name for name in table.columns if name not in of_items]
    return next(iter(get_close_matches(column, table.columns, n=1)), ", ".join(others))


def _response(
    row: Row,
    present: Sequence[_Columns],
    scales: Scales,
    missing: frozenset[str],
    problems: list[Problem],
) -> dict[str, Answer]:
    """Return the answers in a row; what is none goes to `problems`."""
    answers: dict[str, Answer] = {}
    for columns in present:
        try:
            answer = columns.answer(row, scales, missing)
        except AnswerError as error:
            place = columns.names[0] if len(columns.names) == 1 else columns.item.code
            shown = error.value[:_LONGEST_SHOWN]
            problems.append(
                Problem(error.problem.value, (place,), shown, error.expected, line=row.line)
            )
        else:
            if answer is not None:
                answers[columns.item.code] = answer
    return answers


def _label(
    column: str,
    row: Row,
    answers: Mapping[str, Answer],
    questionnaire: Questionnaire,
    missing: frozenset[str],
) -> str | None:
    """Return what a column says: an item's answer as it is written, else the cell."""
    if _is_missing(row.cells[column], missing):
        return None
    cells = dict(row.cells)
    if column in answers:
        item = questionnaire.item_by_code[column]
        cells |= item.write(answers[column], questionnaire.scale_by_code)
    return cells[column].strip()


def _is_missing(cell: str, missing: frozenset[str]) -> bool:
    typed = cell.strip()
    return not typed or typed in missing or str(whole(typed)) in missing


def _off_path(questionnaire: Questionnaire, responses: Iterable[Mapping[str, Answer]]) -> int:
    return sum(len(answers.keys() - asked(questionnaire, answers)) for answers in responses)


def _refuse(problems: Sequence[Problem]) -> None:
    """Raise what was found, if anything was.

    Raises:
        AnswersError: there are problems.
    """
    if problems:
        raise AnswersError(listed(problems))
