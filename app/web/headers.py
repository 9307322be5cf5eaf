"""What every reply says about itself: to be framed, sniffed, kept and scripted by nobody else."""

import secrets

from flask import Flask, Response, current_app, g, request

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce-{nonce}'",
    "style-src": "'self' 'nonce-{nonce}'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_CSP = "; ".join(f"{name} {sources}" for name, sources in POLICY.items())


def init_app(app: Flask) -> None:
    """Set the headers of every reply, and give templates `csp_nonce()`."""
    app.jinja_env.globals["csp_nonce"] = nonce
    app.after_request(_complete)


def nonce() -> str:
    """Return what a script or style of ours must carry in this reply."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def let_us_frame(response: Response) -> Response:
    """Let pages of our own show this reply in a frame."""
    policy = _CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = policy.format(nonce=nonce())
    return response


def _complete(response: Response) -> Response:
    headers = dict(ALWAYS)
    headers["Content-Security-Policy"] = _CSP.format(nonce=nonce())
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    given = set(response.headers.keys())
    response.headers.extend({name: headers[name] for name in headers.keys() - given})
    return response
