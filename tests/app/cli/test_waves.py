from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from app.cli import main
from app.database import db
from app.models.waves import Segmentation, Wave
from tests.app.services.field_case import actor_of, opened, published

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SOON_AFTER = LONG_AGO + timedelta(days=7)


def test_waves_whose_time_has_passed_are_closed_and_listed_once(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPIEGELBEELD_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with app.app_context():
        actor = actor_of()
        version = published(actor)
        opened(actor, version, title="Over", now=LONG_AGO, closes_at=SOON_AFTER)
        opened(
            actor,
            version,
            title="Open",
            ties=(),
            segmentation=Segmentation.NONE,
            segmentation_item=None,
        )

    first = CliRunner().invoke(main, ["waves", "close-due"])
    again = CliRunner().invoke(main, ["waves", "close-due"])

    assert [line.split("\t")[1] for line in first.output.splitlines()] == ["Over"]
    assert (again.exit_code, again.output) == (0, "")
    with app.app_context():
        closed = {
            wave.title: wave.closed_at is not None for wave in db.session.scalars(db.select(Wave))
        }
    assert closed == {"Over": True, "Open": False}
