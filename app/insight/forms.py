"""The form of a profile: a score and a tolerance per dimension."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from typing_extensions import override
from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from app.models.yardsticks import Dimension
from app.services.aim import Aim, Profile
from app.web import figures
from app.web.frame import translated
from surveys.measurement.image.profiles import TOLERANCE

LONGEST_ID: Final = 20
"""Digits of a number that a database would take as an id."""


class PointsField(StringField):
    """A number of 0-100 as people type it, with a comma or a point; `points` is what it says."""

    points: float | None = None

    @override
    def pre_validate(self, form: Any) -> None:
        text = (self.data or "").strip().replace(",", ".")
        if not text:
            return
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not 0 <= number <= 100:
            raise ValidationError(_("Fill in a number from 0 to 100."))
        self.points = float(number)


def _above_zero(_form: FlaskForm, field: Field) -> None:
    if cast("PointsField", field).points == 0:
        raise ValidationError(_("A tolerance is more than 0."))


class ProfileForm(FlaskForm):
    """What all profile forms have: as of which change the profile was looked at."""

    as_of = HiddenField()

    @property
    def seen(self) -> int:
        """Return as of which change the profile was looked at; 0 when that is not told."""
        text = self.as_of.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_ID else 0

    def aims(self, dimensions: Sequence[Dimension]) -> dict[str, Aim]:
        """Return what was filled in, by dimension code."""
        return {
            row.code: Aim(
                self[f"value-{row.code}"].points, self[f"tolerance-{row.code}"].points or TOLERANCE
            )
            for row in dimensions
        }


def profile_form(profile: Profile) -> ProfileForm:
    """Return the form of a profile, filled with what it says now."""
    fields: dict[str, Any] = {}
    given: dict[str, Any] = {"as_of": str(profile.as_of)}
    for row in profile.dimensions:
        name = translated(row.name)
        fields[f"value-{row.code}"] = PointsField(name)
        fields[f"tolerance-{row.code}"] = PointsField(
            _("%(dimension)s, tolerance", dimension=name), [_above_zero]
        )
        given |= _as_typed(row.code, profile)
    kind = type("DimensionsForm", (ProfileForm,), fields)
    return cast("ProfileForm", kind(data=given))


def _as_typed(code: str, profile: Profile) -> Mapping[str, str]:
    target = profile.targets.get(code)
    if target is None or target.value is None:
        return {f"value-{code}": "", f"tolerance-{code}": figures.typed(TOLERANCE)}
    return {
        f"value-{code}": figures.typed(target.value),
        f"tolerance-{code}": figures.typed(target.tolerance),
    }
