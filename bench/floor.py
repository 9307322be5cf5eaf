"""The least that answering a page takes: a bare Flask view, one equal page, one equal insert."""

import json
import os
import secrets
import sqlite3
import threading
from pathlib import Path

from flask import Flask, render_template, request
from jinja2 import DictLoader
from markupsafe import Markup

FOLDER = "BENCH_FLOOR"
"""Names the environment variable with the folder for the database and the pages to equal."""

PAGES = "pages.json"

TEMPLATE = "{% for line in lines %}{{ line }}\n{% endfor %}"
TABLE = """
CREATE TABLE IF NOT EXISTS response (
    id INTEGER PRIMARY KEY, secret_hash TEXT UNIQUE, page INTEGER, answers TEXT, saved_on TEXT
)"""
INSERT = "INSERT INTO response VALUES (?, ?, ?, ?, date('now'))"


def create_app() -> Flask:
    """Return the application; pages are numbered from 0."""
    app = Flask(__name__)
    app.jinja_env.loader = DictLoader({"page.html": TEMPLATE})
    folder = Path(os.environ[FOLDER])
    texts = json.loads((folder / PAGES).read_text("utf-8"))
    pages = [[Markup(line) for line in text.split("\n")[:-1]] for text in texts]  # noqa: S704 - our own
    own = threading.local()

    @app.post("/<int:page>")
    def save_and_show_page(page: int) -> str:
        if not hasattr(own, "connection"):
            own.connection = _connected(folder / "floor.db")
        answers = json.dumps(request.form.to_dict())
        row = (secrets.randbits(62), secrets.token_hex(32), page, answers)
        own.connection.execute("BEGIN IMMEDIATE")
        own.connection.execute(INSERT, row)
        own.connection.execute("COMMIT")
        return render_template("page.html", lines=pages[page])

    return app


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(TABLE)
    return connection
