"""Waves: list, plan and open, watch come in, release, close."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import clock
from app.design.door import bp
from app.design.forms import WaveForm, wave_form
from app.errors import BadValueError, NothingToReleaseError
from app.models.audiences import Audience
from app.services import field, fold, segment
from app.services.access import Actor
from app.web import guard
from app.web.links import absolute

Page = str | tuple[str, int] | Response

REFUSALS = {
    "title": ("title", _l("A title has one line of at most 120 characters.")),
    "closes_at": ("closes_at", _l("This moment has passed.")),
    "ties": ("segmentation", _l("Each segment can be chosen once, and there must be one.")),
    "name": ("segmentation", _l("A new segment needs a name that no other segment has.")),
}
"""Which field a refusal is about, and in which words."""


@bp.get("/waves")
def list_waves() -> str:
    """Show the waves, and which of them are open."""
    waves = field.list_waves(guard.actor())
    return render_template("design/list_waves.html", waves=waves, now=clock.now())


@bp.route("/waves/new", methods=["GET", "POST"])
def new_wave() -> Page:
    """Plan a wave and open it; choosing another questionnaire shows what can be split by then."""
    actor = guard.actor()
    form = _form(actor)
    if "choose" in request.form or not form.is_submitted():
        return render_template("design/new_wave.html", form=form)
    if form.validate():
        try:
            wave = field.open_wave(actor, form.plan, now=clock.now())
        except BadValueError as error:
            if error.field not in REFUSALS:
                raise
            name, text = REFUSALS[error.field]
            form[name].errors = [text]
        else:
            flash(_("%(title)s is open. Share the links below.", title=wave.title), "success")
            return _to_wave(wave.id)
    return render_template("design/new_wave.html", form=form), 422


@bp.get("/waves/<int:wave_id>")
def show_wave(wave_id: int) -> str:
    """Show how a wave comes in, its links and its releases."""
    intake = fold.waiting(guard.actor(), wave_id)
    collectors = [one for fielding in intake.wave.fieldings for one in fielding.collectors]
    urls = {one.id: absolute("respond.show_welcome", token=one.token) for one in collectors}
    return render_template("design/show_wave.html", intake=intake, links=urls, now=clock.now())


@bp.get("/waves/<int:wave_id>/release")
def confirm_release(wave_id: int) -> str:
    """Show what a release takes in, before it is done."""
    intake = fold.waiting(guard.actor(), wave_id)
    return render_template("design/confirm_release.html", intake=intake)


@bp.post("/waves/<int:wave_id>/release")
def release_wave(wave_id: int) -> Response:
    """Take the answers that wait into the figures."""
    try:
        made = fold.release(guard.actor(), wave_id, now=clock.now())
    except NothingToReleaseError:
        flash(_("Nothing was released: in no group do enough answers wait yet."), "warning")
    else:
        flash(_("Release %(number)d is in the figures now.", number=made.number), "success")
    return _to_wave(wave_id)


@bp.get("/waves/<int:wave_id>/close")
def confirm_closing(wave_id: int) -> str:
    """Say what closing does, before it is done."""
    intake = fold.waiting(guard.actor(), wave_id)
    return render_template("design/confirm_closing.html", intake=intake)


@bp.post("/waves/<int:wave_id>/close")
def close_wave(wave_id: int) -> Response:
    """Close the wave for good."""
    wave = field.close_wave(guard.actor(), wave_id, now=clock.now())
    flash(_("%(title)s is closed.", title=wave.title), "success")
    return _to_wave(wave_id)


def _form(actor: Actor) -> WaveForm:
    """Return the form for the questionnaire that was chosen, else for the newest one."""
    versions = field.list_versions(actor, Audience.CUSTOMERS)
    staff_versions = field.list_versions(actor, Audience.EMPLOYEES)
    wanted = request.form.get("version_id") or request.args.get("version")
    newest = versions[0] if versions else None
    chosen = next((one for one in versions if str(one.id) == wanted), newest)
    definition = chosen.read() if chosen else None
    form = wave_form(definition, versions, staff_versions, segment.list_segments(actor))
    if chosen and not form.is_submitted():
        form.version_id.data = chosen.id
    return form


def _to_wave(wave_id: int) -> Response:
    return redirect(url_for("design.show_wave", wave_id=wave_id), 303)
