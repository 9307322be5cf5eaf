"""Mission and wish: what management sets, who set it when, and how to take it back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import ProfileChangedError
from app.insight.door import bp
from app.insight.forms import ProfileForm, profile_form
from app.services import aim, measure
from app.services.access import Right
from app.web import guard, notes

Page = str | tuple[str, int] | Response


@bp.get("/profiles")
def list_profiles() -> str:
    """Show the mission and the wish of every segment."""
    return render_template("insight/list_profiles.html", profiles=aim.list_profiles(guard.actor()))


@bp.get("/profiles/mission")
def show_mission() -> str:
    """Show what we say we want to be, and let those who may set it."""
    return _page(None)


@bp.post("/profiles/mission")
def set_mission() -> Page:
    """Set the mission."""
    return _set(None)


@bp.get("/profiles/wish/<int:segment_id>")
def show_wish(segment_id: int) -> str:
    """Show how a segment ideally should see us, and let those who may set it."""
    return _page(segment_id)


@bp.post("/profiles/wish/<int:segment_id>")
def set_wish(segment_id: int) -> Page:
    """Set the wish of a segment."""
    return _set(segment_id)


@bp.post("/profiles/changes/<int:target_id>/undo")
def undo_change(target_id: int) -> Response:
    """Take one change back; that is a change as well, and can be taken back."""
    try:
        row = aim.undo(guard.actor(), target_id, now=clock.now())
    except ProfileChangedError:
        flash(_("This target has been changed again since, so nothing was taken back."), "warning")
        return redirect(url_for("insight.list_profiles"), code=303)
    flash(_("Taken back. The figures follow at once."), "success")
    return redirect(_address(row.segment_id), code=303)


def _set(segment_id: int | None) -> Page:
    actor = guard.actor()
    profile = aim.show_profile(actor, segment_id, right=Right.AIM)
    form = profile_form(profile)
    if not form.validate():
        return _page(segment_id, form), 422
    try:
        changed = aim.set_profile(
            actor,
            segment_id,
            form.aims(profile.dimensions),
            as_of=form.seen,
            now=clock.now(),
        )
    except ProfileChangedError:
        form.as_of.data = str(profile.as_of)
        form.form_errors.append(
            _(
                "Somebody else changed this profile meanwhile, see below. What you filled in "
                "is kept here."
            )
        )
        return _page(segment_id, form), 409
    flash(
        _("Saved. The figures follow at once.") if changed else _("Nothing was changed."), "success"
    )
    return redirect(_address(segment_id), code=303)


def _page(segment_id: int | None, form: ProfileForm | None = None) -> str:
    actor = guard.actor()
    profile = aim.show_profile(actor, segment_id)
    return render_template(
        "insight/show_profile.html",
        profile=profile,
        form=form or profile_form(profile),
        address=_address(segment_id),
        present=notes.present(measure.latest_figures(actor), profile.segment),
    )


def _address(segment_id: int | None) -> str:
    if segment_id is None:
        return url_for("insight.show_mission")
    return url_for("insight.show_wish", segment_id=segment_id)
