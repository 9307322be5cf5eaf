"""What changed between two versions, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.design.door import FIELDS, PARTS
from app.web.frame import translated
from surveys.questionnaire.versions import Change, ChangeKind, Words, word_changes


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """One difference as it is read: the text with what was taken out and put in, and a note."""

    kind: ChangeKind
    code: str
    words: tuple[Words, ...]
    note: str


def in_words(change: Change) -> ChangeInWords:
    """Return a difference as it is read."""
    return ChangeInWords(change.kind, change.code, _words(change), _note(change))


def _words(change: Change) -> tuple[Words, ...]:
    before, after = _text(change.before), _text(change.after)
    if change.kind is ChangeKind.REWORDED and before == after:
        return _in_other_languages(change)
    return word_changes(before, after)


def _in_other_languages(change: Change) -> tuple[Words, ...]:
    """Return the words in the first language in which they differ, which is not the reader's."""
    languages = [*change.after, *change.before]
    pairs = ((change.before.get(tag, ""), change.after.get(tag, "")) for tag in languages)
    return next((word_changes(old, new) for old, new in pairs if old != new), ())


def _text(text: Mapping[str, str]) -> str:
    return translated(text) if text else ""


def _note(change: Change) -> str:
    part = PARTS[change.part]
    before, after = change.pages
    fields = ", ".join(str(FIELDS[field]) for field in change.fields)
    match change.kind:
        case ChangeKind.ADDED | ChangeKind.REMOVED if after or before:
            note = _("%(part)s, page %(page)s.", part=part, page=after or before)
        case ChangeKind.MOVED if after:
            note = _("From page %(before)s to page %(after)s.", before=before, after=after)
        case ChangeKind.ALTERED | ChangeKind.MOVED:
            note = _("%(part)s. What differs: %(fields)s.", part=part, fields=fields)
        case _:
            note = f"{part}."
    return str(note)
