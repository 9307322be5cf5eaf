"""Questionnaires: list, take, upload, look at, publish, throw away."""

import io

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.design.changes import in_words
from app.design.door import bp
from app.design.findings import REFUSED, finding_of, findings
from app.design.forms import FileForm
from app.design.preview import Preview
from app.services import access, author, publish
from app.services.access import Right
from app.web import guard

Page = str | tuple[str, int] | Response


@bp.get("/questionnaires")
def list_questionnaires() -> str:
    """Show the questionnaires, and below them the library to start from."""
    actor = guard.actor()
    dossiers = author.list_questionnaires(actor, now=clock.now())
    return render_template(
        "design/list_questionnaires.html",
        dossiers=dossiers,
        ready_made=author.list_ready_made(actor),
        taken={dossier.questionnaire.code: dossier.questionnaire for dossier in dossiers},
    )


@bp.post("/library/<name>")
def take_questionnaire(name: str) -> Page:
    """Take a ready-made questionnaire into the organisation, or say why it does not fit in."""
    try:
        taken = author.take_questionnaire(guard.actor(), name, now=clock.now())
    except REFUSED as error:
        faults = findings(error)
        return render_template("design/refused_questionnaire.html", findings=faults), 422
    flash(_("Taken from the library as a draft. Nothing is published yet."), "success")
    return redirect(url_for("design.show_questionnaire", questionnaire_id=taken.id), 303)


@bp.route("/questionnaires/upload", methods=["GET", "POST"])
def upload_questionnaire() -> Page:
    """Take a questionnaire file in, or say all that is wrong with it."""
    actor = guard.actor()
    access.require(actor, Right.DESIGN)
    form = FileForm()
    faults = []
    if form.validate_on_submit():
        try:
            added = author.upload_questionnaire(actor, form.file.data.read(), now=clock.now())
        except REFUSED as error:
            faults = findings(error)
        else:
            flash(_("Taken in as a draft. Nothing is published yet."), "success")
            return redirect(url_for("design.show_questionnaire", questionnaire_id=added.id), 303)
    page = render_template("design/upload_questionnaire.html", form=form, findings=faults)
    return page, 422 if form.is_submitted() else 200


@bp.get("/questionnaires/<int:questionnaire_id>")
def show_questionnaire(questionnaire_id: int) -> str:
    """Show a questionnaire: what it asks, its draft, its versions and the waves that field it."""
    dossier = author.show_questionnaire(guard.actor(), questionnaire_id, now=clock.now())
    faults = [finding_of(problem) for problem in dossier.problems]
    definition = dossier.definition
    return render_template(
        "design/show_questionnaire.html",
        dossier=dossier,
        findings=faults,
        preview=Preview.of(questionnaire_id, definition) if definition else None,
        now=clock.now(),
    )


@bp.get("/questionnaires/<int:questionnaire_id>/file")
def download_questionnaire(questionnaire_id: int) -> Response:
    """Give the questionnaire as a file, to change and upload again."""
    number = request.args.get("version", type=int)
    text = author.show_file(guard.actor(), questionnaire_id, number)
    name = f"questionnaire_{questionnaire_id}{f'_version_{number}' if number else ''}.yaml"
    file = io.BytesIO(text.encode())
    return send_file(file, mimetype="application/yaml", as_attachment=True, download_name=name)


@bp.route("/questionnaires/<int:questionnaire_id>/draft", methods=["GET", "POST"])
def replace_draft(questionnaire_id: int) -> Page:
    """Put a file in the place of the draft, or say all that is wrong with it."""
    actor = guard.actor()
    dossier = author.show_questionnaire(actor, questionnaire_id, now=clock.now())
    form = FileForm()
    faults = []
    if form.validate_on_submit():
        try:
            file = form.file.data.read()
            author.replace_draft(actor, questionnaire_id, file, now=clock.now())
        except REFUSED as error:
            faults = findings(error)
        else:
            flash(_("The draft has been replaced. Nothing is published yet."), "success")
            return _to_questionnaire(questionnaire_id)
    page = render_template("design/replace_draft.html", dossier=dossier, form=form, findings=faults)
    return page, 422 if form.is_submitted() else 200


@bp.get("/questionnaires/<int:questionnaire_id>/publish")
def preview_publication(questionnaire_id: int) -> Page:
    """Show what publishing changes, before it is done."""
    publication = publish.preview_publication(guard.actor(), questionnaire_id)
    return render_template(
        "design/preview_publication.html",
        publication=publication,
        changes=[in_words(change) for change in publication.changes],
    )


@bp.post("/questionnaires/<int:questionnaire_id>/publish")
def publish_questionnaire(questionnaire_id: int) -> Response:
    """Freeze the draft into a version."""
    version = publish.publish(guard.actor(), questionnaire_id, now=clock.now())
    flash(_("Version %(number)d is published.", number=version.number), "success")
    return _to_questionnaire(questionnaire_id)


@bp.get("/questionnaires/<int:questionnaire_id>/delete")
def confirm_deletion(questionnaire_id: int) -> str:
    """Ask whether a questionnaire shall really go."""
    dossier = author.show_questionnaire(guard.actor(), questionnaire_id, now=clock.now())
    return render_template("design/confirm_deletion.html", dossier=dossier)


@bp.post("/questionnaires/<int:questionnaire_id>/delete")
def delete_questionnaire(questionnaire_id: int) -> Response:
    """Throw a questionnaire away that was never published."""
    author.delete_questionnaire(guard.actor(), questionnaire_id)
    flash(_("The questionnaire has been deleted."), "success")
    return redirect(url_for("design.list_questionnaires"), 303)


def _to_questionnaire(questionnaire_id: int) -> Response:
    return redirect(url_for("design.show_questionnaire", questionnaire_id=questionnaire_id), 303)
