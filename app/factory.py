"""The web application: settings, extensions, doors."""

import hashlib
from datetime import timedelta

from flask import Flask
from flask_migrate import Migrate
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, current_user
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from app import accounts, database, design, insight, respond, schema
from app.database import db
from app.errors import BadValueError, UnavailableError
from app.models.accounts import User
from app.settings import Settings, from_environment
from app.web import assets, bodies, errors, figures, frame, guard, headers, languages
from app.web.extensions import csrf, limiter

MEGABYTE = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; without settings those of the environment hold."""
    settings = settings or from_environment()
    app = Flask("app", static_folder=None, template_folder="web/templates")
    app.config.from_mapping(_configuration(settings))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    proxies = settings.trusted_proxies
    if proxies:
        # Flask's own way to wrap an application; mypy takes it for a method that is replaced.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    database.connect(app, settings.database_url)
    Migrate(app, db, directory=str(schema.FOLDER))
    bodies.init_app(app)
    csrf.init_app(app)
    _add_limits(app)
    _add_log_in(app)
    for part in (languages, headers, assets, errors, figures, frame, guard):
        part.init_app(app)
    app.register_error_handler(OperationalError, _database_failed)
    app.register_error_handler(PoolTimeoutError, _database_failed)
    app.register_error_handler(DataError, _value_refused)
    _register_doors(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "BASE_URL": settings.base_url,
        "DATA": settings.data,
        "MAX_CONTENT_LENGTH": 8 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 8 * MEGABYTE,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SESSION_COOKIE_NAME": "spiegelbeeld",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SECURITY_PASSWORD_SALT": hashlib.sha256(settings.secret_key.encode()).hexdigest(),
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=3),
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_CLI_USERS_NAME": "",
        "SECURITY_CLI_ROLES_NAME": "",
        "RATELIMIT_HEADERS_ENABLED": False,
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _add_limits(app: Flask) -> None:
    """Let views limit how often they are asked; there are no limits to look for anywhere else."""
    before_requests = app.before_request_funcs.setdefault(None, [])
    kept = before_requests.copy()
    limiter.init_app(app)
    before_requests[:] = kept


def _add_log_in(app: Flask) -> None:
    """Add sessions of people.

    Hooks of its own, which look at the session in every request, are taken away again: the
    respond door has no session, and a page asks who is there only when it says so.
    """
    at_pages, at_replies = app.template_context_processors, app.after_request_funcs
    kept = at_pages[None].copy(), at_replies[None].copy()
    datastore = SQLAlchemyUserDatastore(db, User, RoleMixin)
    security = Security(app, datastore, register_blueprint=False)
    security.principal.identity_loaders.clear()
    at_pages[None], at_replies[None] = kept
    app.jinja_env.globals["current_user"] = current_user


def _register_doors(app: Flask) -> None:
    for door in (accounts, design, insight, respond):
        app.register_blueprint(door.bp)
    csrf.exempt(respond.bp)  # its links hold a secret that no other site knows


def _database_failed(error: OperationalError | PoolTimeoutError) -> Response:
    if database.is_unavailable(error):
        return errors.refused(UnavailableError())
    raise error


def _value_refused(_error: DataError) -> Response:
    """Reply to a value that no column takes, like a NUL in the text of an address."""
    return errors.refused(BadValueError(field="text"))
