"""Segments: list, name, rename."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.design.door import bp
from app.design.forms import SegmentForm
from app.errors import BadValueError
from app.services import segment
from app.web import guard
from app.web.frame import translated

Page = str | tuple[str, int] | Response


@bp.route("/segments", methods=["GET", "POST"])
def list_segments() -> Page:
    """Show the segments, and take a new one."""
    actor = guard.actor()
    form = SegmentForm()
    if form.validate_on_submit():
        try:
            added = segment.add_segment(actor, form.names, wanted=form.wanted.data)
        except BadValueError as error:
            _tell(form, error)
        else:
            flash(_("%(name)s is a segment now.", name=translated(added.name)), "success")
            return redirect(url_for("design.list_segments"), 303)
    segments = segment.list_segments(actor)
    page = render_template("design/list_segments.html", segments=segments, form=form)
    return page, 422 if form.errors else 200


@bp.route("/segments/<int:segment_id>", methods=["GET", "POST"])
def rename_segment(segment_id: int) -> Page:
    """Change what a segment is called."""
    actor = guard.actor()
    one = segment.show_segment(actor, segment_id)
    names = {f"name_{language}": name for language, name in one.name.items()}
    form = SegmentForm(wanted=one.wanted, **names)
    if form.validate_on_submit():
        try:
            segment.rename_segment(actor, segment_id, form.names, wanted=form.wanted.data)
        except BadValueError as error:
            _tell(form, error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("design.list_segments"), 303)
    page = render_template("design/rename_segment.html", segment=one, form=form)
    return page, 422 if form.errors else 200


def _tell(form: SegmentForm, error: BadValueError) -> None:
    """Put a refusal beside the field that it is about."""
    field = next(
        (
            one
            for one in (form.name_nl, form.name_en)
            if one.data and one.data.strip() == error.value
        ),
        form.name_nl,
    )
    text = (
        _("Another segment is called that.")
        if error.expected == "unique"
        else _("Give the segment a name, of one line.")
    )
    field.errors = [*field.errors, text]
