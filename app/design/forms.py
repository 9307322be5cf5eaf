"""The forms of the design door."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from typing_extensions import override
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from app.models.questionnaires import Version
from app.models.segments import Segment
from app.models.waves import Privacy, Segmentation
from app.services.field import LONGEST_TITLE, Tie, WavePlan
from app.services.segment import LONGEST_NAME
from app.web.frame import translated
from surveys.questionnaire.item_types import SingleChoice
from surveys.questionnaire.items import Option
from surveys.questionnaire.model import Questionnaire as Definition

NOBODY = "none"
NEW = "new"


class FileForm(FlaskForm):
    """A questionnaire as a file."""

    file = FileField(_l("Questionnaire file (YAML)"), [FileRequired(_l("Choose a file."))])


class SegmentForm(FlaskForm):
    """A group of customers by name."""

    name_nl = StringField(_l("Name in Dutch"), [Length(max=LONGEST_NAME)])
    name_en = StringField(_l("Name in English"), [Length(max=LONGEST_NAME)])
    wanted = BooleanField(_l("Wanted: we have no such customers yet"))

    @property
    def names(self) -> dict[str, str]:
        """Return the names by language."""
        return {"nl": self.name_nl.data or "", "en": self.name_en.data or ""}


class MomentField(DateTimeLocalField):
    """A moment on the clock of the organisation.

    An hour that comes twice, when summer time ends, is the later one; one that is skipped, when
    it begins, is as long after midnight as it says. In both cases the later reading counts.
    """

    @override
    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            here = self.data.replace(tzinfo=ZoneInfo(current_user.organisation.timezone))
            self.data: datetime | None = max(
                (here.replace(fold=fold) for fold in (0, 1)), key=lambda at: at.timestamp()
            )


class WaveForm(FlaskForm):
    """A wave to be opened; `wave_form` adds what depends on the questionnaire."""

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give the wave a title.")), Length(max=LONGEST_TITLE)],
    )
    version_id = SelectField(_l("Questionnaire for customers"), coerce=int)
    employees_version_id = SelectField(_l("Questionnaire for employees"), coerce=int)
    closes_at = MomentField(_l("Closes"), [Optional()], format="%Y-%m-%dT%H:%M")
    privacy = RadioField(
        _l("How private"),
        choices=[
            SelectChoice(Privacy.ANONYMOUS, _l("Anonymous")),
            SelectChoice(Privacy.CONFIDENTIAL, _l("Confidential")),
            SelectChoice(Privacy.NAMED, _l("By name")),
        ],
        default=Privacy.ANONYMOUS,
    )
    segmentation = RadioField(_l("Segments"), default=Segmentation.NONE)
    link_segments = SelectMultipleField(_l("Segments that get a link of their own"), coerce=int)
    new_segments = TextAreaField(_l("New segments, one on a line"))

    items: tuple[SingleChoice, ...] = ()

    def option_field(self, item: SingleChoice, option: Option) -> Field:
        """Return the field that says which segment an option stands for."""
        return self[_option_field(item, option)]

    @property
    def option_fields(self) -> dict[str, list[Field]]:
        """Return the fields of each item's options, by what is chosen to split by the item."""
        return {
            _item_choice(item): [self.option_field(item, option) for option in item.options]
            for item in self.items
        }

    @property
    def plan(self) -> WavePlan:
        """Return what was filled in, as a plan."""
        item = self._item()
        return WavePlan(
            title=self.title.data,
            version_id=self.version_id.data,
            employees_version_id=self.employees_version_id.data or None,
            privacy=Privacy(self.privacy.data),
            segmentation=Segmentation.ITEM if item else Segmentation(self.segmentation.data),
            segmentation_item=item.code if item else None,
            ties=tuple(self._option_ties(item) if item else self._link_ties()),
            closes_at=self.closes_at.data,
        )

    def _item(self) -> SingleChoice | None:
        by_value = {_item_choice(item): item for item in self.items}
        return by_value.get(self.segmentation.data)

    def _option_ties(self, item: SingleChoice) -> Iterator[Tie]:
        for option in item.options:
            choice = self.option_field(item, option).data
            if choice == NEW:
                yield Tie(name=tuple(option.text.items()), option_code=option.code)
            elif choice != NOBODY:
                yield Tie(segment_id=int(choice), option_code=option.code)

    def _link_ties(self) -> Iterator[Tie]:
        if self.segmentation.data == Segmentation.LINK:
            language = current_user.organisation.language
            for segment_id in self.link_segments.data or ():
                yield Tie(segment_id=segment_id)
            for name in filter(None, map(str.strip, (self.new_segments.data or "").splitlines())):
                yield Tie(name=((language, name),))


def wave_form(
    definition: Definition | None,
    versions: Sequence[Version],
    staff_versions: Sequence[Version],
    segments: Sequence[Segment],
) -> WaveForm:
    """Return the form of a wave that puts `definition` to customers.

    Each of its single-choice items can tell segments apart: then each option stands for a segment,
    for a new one that is named after it, or for none.
    """
    found = definition.items() if definition else ()
    items = tuple(item for item in found if isinstance(item, SingleChoice))
    fields = {
        _option_field(item, option): _segment_field(option, segments)
        for item in items
        for option in item.options
    }
    form: WaveForm = type("FullWaveForm", (WaveForm,), fields | {"items": items})()
    form.version_id.choices = [_version_choice(version) for version in versions]
    form.employees_version_id.choices = [
        SelectChoice(0, _l("Employees are not asked")),
        *(_version_choice(version) for version in staff_versions),
    ]
    form.segmentation.choices = [
        SelectChoice(Segmentation.NONE, _l("No segments: everyone together")),
        *(SelectChoice(_item_choice(item), translated(item.text)) for item in items),
        SelectChoice(Segmentation.LINK, _l("One link per segment")),
    ]
    form.link_segments.choices = [SelectChoice(one.id, translated(one.name)) for one in segments]
    return form


def _version_choice(version: Version) -> SelectChoice:
    title = translated(version.read().title)
    label = _("%(title)s, version %(number)d", title=title, number=version.number)
    return SelectChoice(version.id, label)


def _item_choice(item: SingleChoice) -> str:
    return f"{Segmentation.ITEM}.{item.code}"


def _option_field(item: SingleChoice, option: Option) -> str:
    return f"segment_{item.code}_{option.code}"


def _segment_field(option: Option, segments: Sequence[Segment]) -> SelectField:
    """Return the choice of a segment for an option; one of the same name comes first."""
    names = {text.casefold() for text in option.text.values()}
    same = [one for one in segments if names & {name.casefold() for name in one.name.values()}]
    choices = [
        *(
            []
            if same
            else [SelectChoice(NEW, _("new segment “%(name)s”", name=translated(option.text)))]
        ),
        *(SelectChoice(str(one.id), translated(one.name)) for one in segments),
        SelectChoice(NOBODY, _("no segment")),
    ]
    default = str(same[0].id) if same else NEW
    return SelectField(translated(option.text), choices=choices, default=default)
