from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from app.cli import main
from app.database import db, transaction
from app.models.releases import Block, Summary
from app.models.waves import Segmentation, Wave
from app.services import fold
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments
from tests.app.services.field_case import actor_of, answer, opened, published
from tests.make import NOON

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


def test_figures_that_no_longer_fit_their_answers_are_told(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPIEGELBEELD_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with app.app_context():
        actor = actor_of()
        wave = opened(
            actor,
            published(actor),
            ties=(),
            segmentation=Segmentation.NONE,
            segmentation_item=None,
        )
        answer(wave.fieldings[0], [4, 5, 6, 7, 4, 5])
        fold.release(actor, wave.id, now=NOON)

    equal = CliRunner().invoke(main, ["waves", "recount", str(wave.id)])
    with app.app_context(), transaction() as session:
        block = session.scalars(db.select(Block)).one()
        moments = session.scalars(db.select(Summary)).one()
        layout = Layout.of(wave.fieldings[0].version.read())
        moments.moments = Moments.empty(layout).to_bytes()
        assert block.n == 6
    spoilt = CliRunner().invoke(main, ["waves", "recount", str(wave.id)])
    missing = CliRunner().invoke(main, ["waves", "recount", "999"])

    assert (equal.exit_code, equal.output) == (0, "equal\n")
    assert (spoilt.exit_code, "1 groups differ" in spoilt.output) == (1, True)
    assert (missing.exit_code, "no wave 999" in missing.output) == (1, True)
