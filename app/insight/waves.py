"""The waves of an organisation, to choose one from; and what is missing where there are none."""

from flask import render_template

from app.insight.door import bp
from app.services import overview
from app.web import guard


@bp.get("/")
def index() -> str:
    """Show the waves, newest first, or the way to a first one."""
    actor = guard.actor()
    waves = overview.list_waves(actor)
    start = None if any(wave.latest for wave in waves) else overview.start(actor)
    return render_template("insight/index.html", waves=waves, start=start)
