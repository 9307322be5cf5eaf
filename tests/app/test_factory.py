import subprocess
import sys
from pathlib import Path

from flask import Flask

from app import create_app, schema
from app.settings import Settings
from tests import visit

START = """
import sys, tempfile
from pathlib import Path
from app import create_app
from app.settings import Settings

folder = Path(tempfile.mkdtemp())
create_app(Settings(data=folder, database_url=f"sqlite:///{folder}/x.db", secret_key="x" * 32))
print(sorted({"matplotlib", "pandas", "plotly", "scipy.stats"} & set(sys.modules)))
"""


def test_every_door_is_there(app: Flask) -> None:
    assert set(app.blueprints) == {"accounts", "design", "insight", "respond"}


def test_only_the_respond_door_does_without_a_form_token(app: Flask) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()

    assert client.post("/r/none").status_code == 404
    assert {client.post(path).status_code for path in ("/login", "/logout", "/design/")} <= {
        400,
        405,
    }


def test_a_worker_starts_without_what_only_some_pages_need() -> None:
    started = subprocess.run(
        [sys.executable, "-c", START],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )

    assert started.stdout.strip() == "[]"


def _attempts(app: Flask) -> list[int]:
    """Log in 31 times in vain, each time saying to come from somewhere else."""
    client = app.test_client()
    token = visit.csrf_token(client.get("/login"))
    return [
        client.post(
            "/login",
            data={"csrf_token": token, "email": f"{number}@a.example", "password": ""},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        ).status_code
        for number in range(31)
    ]


def test_a_visitor_cannot_say_to_be_another(app: Flask) -> None:
    assert _attempts(app)[-1] == 429


def test_behind_a_proxy_limits_count_the_real_visitor(sqlite_url: str, tmp_path: Path) -> None:
    schema.upgrade(sqlite_url)
    settings = Settings(
        data=tmp_path, database_url=sqlite_url, secret_key="x" * 32, trusted_proxies=1
    )

    assert set(_attempts(create_app(settings))) == {422}
