"""An installation with one wave, and a quick way to give it a long history of releases."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from flask import Flask
from sqlalchemy import insert, select

from app.cli.installation import application
from app.database import Base, db, empty_journal, transaction
from app.models.accounts import Role
from app.models.releases import Block, Release, Summary
from app.models.waves import Fielding, Segmentation
from app.services import author, field, fold, people, publish
from app.services.access import SYSTEM, Actor
from app.services.demo_steps import Office
from app.services.field import Tie, WavePlan
from app.services.people import NewOrganisation, NewPerson
from app.settings import from_environment
from bench import answers
from surveys.formats import definition_yaml
from surveys.measurement.sums.layout import Layout
from surveys.measurement.sums.moments import Moments

DIMENSIONS, ITEMS_EACH, SEGMENTS = 8, 3, 10
PORTION: Final = 1_000
"""So many responses come in at a time, as many in each segment, and are released together."""

OPENED: Final = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
RELEASED: Final = OPENED + timedelta(days=30)

_KEEP_ASIDE: Final = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -500000;
    CREATE TEMPORARY TABLE one AS SELECT * FROM response;
"""
_RENEW: Final = """
    UPDATE one SET
        id = :number * :apart + (id + 1) % :apart,
        secret_hash = lower(hex(randomblob(32))),
        receipt = hex(randomblob(8)),
        release_id = :number
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """The application with one wave, on an SQLite database of its own."""

    app: Flask
    database: Path
    office: Office
    wave_id: int
    draw: np.random.Generator

    def receive(self) -> None:
        """Let a portion of responses come in."""
        with self.app.app_context():
            fielding = db.session.scalars(select(Fielding)).one()
            codes = [item.code for item in fielding.version.read().items()]
            shape = PORTION // SEGMENTS, len(codes)
            for way_in in fielding.collectors:
                points = self.draw.integers(1, answers.POINTS + 1, shape).tolist()
                given = [dict(zip(codes, row, strict=True)) for row in points]
                between, segment_id = (OPENED, RELEASED), way_in.segment_id
                self.office.fill(way_in, given, between, segment_id=segment_id, already=2**62)

    def settle(self) -> None:
        """Write what SQLite has still to write of what came in."""
        with self.app.app_context():
            empty_journal()

    def release(self) -> None:
        """Take in what waits."""
        with self.app.app_context():
            fold.release(self.office.designer, self.wave_id, now=RELEASED)

    def repeat_release(self, times: int) -> None:
        """Make so many of the one release, each of responses of its own that say the same.

        All rows are as if each release had been made in its turn.
        """
        numbers = range(2, times + 1)
        apart = 2**62 // (times + 1)  # of keys, which then lie as evenly as drawn ones
        with self.app.app_context():
            _repeat_figures(numbers, apart)
            db.session.remove()
            db.engine.dispose()
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.executescript(_KEEP_ASIDE)
            for number in numbers:
                connection.execute(_RENEW, {"number": number, "apart": apart})
                connection.execute("INSERT INTO response SELECT * FROM one")


@contextmanager
def installed(seed: int) -> Iterator[Installation]:
    """Make an installation in a temporary folder, with an open wave of 10 segments."""
    asked = definition_yaml.write(answers.questionnaire(DIMENSIONS, ITEMS_EACH))
    with TemporaryDirectory(prefix="spiegelbeeld-bench-") as folder:
        app = application(from_environment({"SPIEGELBEELD_DATA": folder}))
        with app.app_context():
            actor = _owner()
            added = author.upload_questionnaire(actor, asked.encode(), now=OPENED)
            plan = WavePlan(
                title="Bench",
                version_id=publish.publish(actor, added.id, now=OPENED).id,
                segmentation=Segmentation.LINK,
                ties=tuple(Tie(name=(("en", f"Segment {n}"),)) for n in range(SEGMENTS)),
            )
            wave = field.open_wave(actor, plan, now=OPENED)
        office = Office(actor.organisation_id, designer=actor, manager=actor)
        database = Path(folder) / "spiegelbeeld.db"
        yield Installation(app, database, office, wave.id, np.random.default_rng(seed))
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _owner() -> Actor:
    """Found an organisation and return the actor whose it is."""
    new = NewOrganisation(code="bench", name="Bench")
    organisation = people.add_organisation(SYSTEM, new, now=OPENED)
    owner = NewPerson(email="owner@bench.example", role=Role.OWNER)
    person = people.add_person(SYSTEM, organisation.code, owner, now=OPENED)
    return Actor(person.id, organisation.id, Role.OWNER)


def _repeat_figures(numbers: range, apart: int) -> None:
    """Add a release of each number, its blocks, and summaries that hold one portion more."""
    with transaction() as session:
        first = session.scalars(select(Release)).one()
        layout = Layout.of(session.scalars(select(Fielding)).one().version.read())
        blocks = session.scalars(select(Block).order_by(Block.id)).all()
        summaries = session.scalars(select(Summary).order_by(Summary.id)).all()
        portions = [Moments.from_bytes(row.moments, layout) for row in summaries]
        so_far = portions
        for number in numbers:
            session.execute(insert(Release), [_values(first) | {"id": number, "number": number}])
            for block in blocks:
                before = np.frombuffer(block.response_ids, dtype="<i8")
                ids = number * apart + (before + number - 1) % apart
                own = {"release_id": number, "response_ids": ids.tobytes()}
                session.execute(insert(Block), _values(block) | own)
            so_far = [sums + more for sums, more in zip(so_far, portions, strict=True)]
            for row, moments in zip(summaries, so_far, strict=True):
                own = {"release_id": number, "n": moments.n, "moments": moments.to_bytes()}
                session.execute(insert(Summary), _values(row) | own)


def _values(row: Base) -> dict[str, Any]:
    """Return what a row holds, by column, without its key."""
    return {c.name: getattr(row, c.name) for c in row.__table__.columns if c.name != "id"}
