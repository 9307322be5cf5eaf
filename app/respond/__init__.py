"""The door for respondents: a link leads in, a secret in the address leads back.

There is no session and no log-in. The cookie only leads the open link back to a response that was
started in the same browser. Reading an address changes nothing; only forms do.
"""

from flask import Blueprint

from app.errors import NotFoundError, UnavailableError, WaveClosedError, WaveNotOpenError
from app.respond import done, page, refusals, replies, resume, start

bp = Blueprint("respond", __name__, url_prefix="/r", template_folder="templates")

bp.add_url_rule("/<token>", view_func=start.show_welcome)
bp.add_url_rule("/<token>", view_func=start.start, methods=["POST"])
bp.add_url_rule("/<token>/stopped", view_func=resume.show_stopped)
bp.add_url_rule("/<token>/<secret>", view_func=resume.show_resume)
bp.add_url_rule("/<token>/<secret>", view_func=resume.withdraw, methods=["POST"])
bp.add_url_rule("/<token>/<secret>/go-on-later", view_func=resume.show_later)
bp.add_url_rule("/<token>/<secret>/thank-you", view_func=done.show_thanks)
bp.add_url_rule("/<token>/<secret>/<code>", view_func=page.show_page)
bp.add_url_rule("/<token>/<secret>/<code>", view_func=page.save_page, methods=["POST"])

bp.register_error_handler(NotFoundError, refusals.unknown)
bp.register_error_handler(UnavailableError, refusals.busy)
bp.register_error_handler(WaveClosedError, refusals.closed)
bp.register_error_handler(WaveNotOpenError, refusals.closed)
bp.after_request(replies.seal)
