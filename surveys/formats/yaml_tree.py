"""Read YAML as plain values that know their lines: bounded, without aliases and tags."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final

import yaml
from yaml import events
from yaml.resolver import Resolver

from surveys.errors import Path, Problem

Source = str | bytes | IO[str] | IO[bytes]
"""A file: its text, its bytes in UTF-8, or a stream of either."""

LARGEST: Final = 1_000_000
"""More bytes than this are not read."""

MOST_VALUES: Final = 30_000
"""More keys and values than these, some thirty long questionnaires, take too long to check."""

DEEPEST: Final = 24
"""Deeper nesting than this is refused."""

_TAG: Final = "tag:yaml.org,2002:"
_WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_NAMED_SYNTAX: Final = {
    "mapping values are not allowed here": "yaml.colon_in_text",
    "found character '\\t' that cannot start any token": "yaml.tab",
}


@dataclass(frozen=True, slots=True)
class Tree:
    """The values of a file (dict, list, str, int, float, bool, None) and where each one stands."""

    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of the value at `path`, or of what would hold it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class UnreadableError(Exception):
    """The file cannot be read at all, or not past one place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_tree(source: Source) -> tuple[Tree, list[Problem]]:
    """Return what a file holds, and what in it cannot be taken as it stands.

    A value that YAML would misread, such as `no` or `2024-01-31` without quotes, is a problem and
    goes on as the text that was typed. Of a key that is given twice the first one counts.

    Raises:
        UnreadableError: too large, full or deep, not UTF-8, empty, or not YAML.
    """
    text = _text(source)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or ""
        code = _NAMED_SYNTAX.get(what, "yaml.syntax")
        value = what if code == "yaml.syntax" else ""
        line = None if mark is None else mark.line + 1
        raise UnreadableError(Problem(code, value=value, line=line)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableError(Problem("yaml.control_character", line=line)) from error
    if builder.root is None:
        raise UnreadableError(Problem("file.empty"))
    return Tree(builder.root, builder.lines), builder.problems


def _text(source: Source) -> str:
    given = source if isinstance(source, str | bytes) else source.read(LARGEST + 1)
    if len(given) > LARGEST:
        raise UnreadableError(Problem("file.too_large", expected=f"{LARGEST // 1_000_000} MB"))
    if isinstance(given, str):
        return given.removeprefix("\ufeff")
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.count(b"\n", 0, error.start) + 1
        raise UnreadableError(Problem("file.not_utf8", line=line)) from error


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being filled; `key` waits for its value."""

    into: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    skips: bool = False


@dataclass(slots=True)
class _Builder:
    """Turns the events of the parser into values, without recursion."""

    root: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _stack: list[_Frame] = field(default_factory=list)
    _values: int = 0
    _resolver: Resolver = field(default_factory=Resolver)

    def take(self, event: yaml.Event) -> None:
        match event:
            case events.AliasEvent():
                self._report("yaml.alias", event, f"*{event.anchor}")
                self._scalar(events.ScalarEvent(None, None, (True, False), "", event.start_mark))
            case events.ScalarEvent():
                self._refuse_tag(event)
                self._scalar(event)
            case events.MappingStartEvent() | events.SequenceStartEvent():
                self._refuse_tag(event)
                self._open(event)
            case events.MappingEndEvent() | events.SequenceEndEvent():
                self._stack.pop()
            case events.DocumentStartEvent() if self.root is not None:
                raise UnreadableError(Problem("yaml.several_documents", line=_line_of(event)))

    def _count(self, event: yaml.Event) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            line = _line_of(event)
            raise UnreadableError(Problem("yaml.too_many", expected=str(MOST_VALUES), line=line))

    def _open(self, event: events.CollectionStartEvent) -> None:
        self._count(event)
        if len(self._stack) >= DEEPEST:
            problem = Problem("yaml.too_deep", expected=str(DEEPEST), line=_line_of(event))
            raise UnreadableError(problem)
        into: dict[str, Any] | list[Any] = {} if isinstance(event, events.MappingStartEvent) else []
        if self._awaits_key():
            self._report("yaml.key_not_a_text", event, "")
            self._begin_value("", event)
            self._stack[-1].skips = True
            self._stack.append(_Frame(into, self._here()))
        else:
            path = self._here()
            self._put(into, event)
            self._stack.append(_Frame(into, path))

    def _scalar(self, event: events.ScalarEvent) -> None:
        self._count(event)
        value, is_plain = self._resolved(event)
        if not is_plain:
            self._report("yaml.ambiguous", event, event.value, f'"{event.value}"')
        if self._awaits_key():
            self._begin_value(event.value, event)
        else:
            self._put(value, event)

    def _resolved(self, event: events.ScalarEvent) -> tuple[Any, bool]:
        """Return the value, and whether it is what anyone would read."""
        typed = event.value
        value: Any = typed
        is_plain = True
        if event.style is not None:
            return typed, True
        # PyYAML's resolver has no types.
        tag = self._resolver.resolve(yaml.ScalarNode, typed, (True, False))  # type: ignore[no-untyped-call]
        match str(tag).removeprefix(_TAG):
            case "str":
                pass
            case "null":
                value = None
            case "bool" if typed in {"true", "false"}:
                value = typed == "true"
            case "int" if _WHOLE.fullmatch(typed):
                value = int(typed)
            case "float" if _DECIMAL.fullmatch(typed):
                value = float(typed)
            case _:
                is_plain = False
        return value, is_plain

    def _awaits_key(self) -> bool:
        return (
            bool(self._stack)
            and isinstance(self._stack[-1].into, dict)
            and self._stack[-1].key is None
        )

    def _begin_value(self, key: str, event: yaml.Event) -> None:
        frame = self._stack[-1]
        frame.skips = key in frame.into
        frame.key = key
        if frame.skips:
            self._report("key.duplicate", event, key)
        else:
            self.lines[(*frame.path, key)] = _line_of(event)

    def _put(self, value: object, event: yaml.Event) -> None:
        if not self._stack:
            self.root = value
            self.lines[()] = _line_of(event)
            return
        frame = self._stack[-1]
        if isinstance(frame.into, list):
            self.lines.setdefault((*frame.path, len(frame.into)), _line_of(event))
            frame.into.append(value)
        elif frame.key is not None:
            if not frame.skips:
                frame.into[frame.key] = value
            frame.key = None

    def _here(self) -> Path:
        """Return the path of the value that comes next, or of the mapping whose key comes next."""
        if not self._stack:
            return ()
        frame = self._stack[-1]
        if isinstance(frame.into, list):
            return (*frame.path, len(frame.into))
        return frame.path if frame.key is None else (*frame.path, frame.key)

    def _refuse_tag(self, event: events.ScalarEvent | events.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._report("yaml.tag", event, event.tag.replace(_TAG, "!!"))

    def _report(self, code: str, event: yaml.Event, value: str, expected: str = "") -> None:
        self.problems.append(Problem(code, self._here(), value, expected, line=_line_of(event)))


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1
