import json
import shutil
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock, create_app
from app.database import Base, db
from app.demo import keys, provider, wholesaler
from app.demo.keys import Keys
from app.errors import DemoKeysLostError, ForbiddenError, NothingToReleaseError
from app.models.accounts import Role, User
from app.models.organisations import Organisation
from app.models.responses import Response, ResponseState
from app.models.waves import Fielding, Wave
from app.services import fold, measure, people, take
from app.services.access import SYSTEM, Actor
from app.services.demo import REAL_ANSWERS, load_demo
from app.services.demo_steps import Office
from app.services.measure import WaveFigures
from app.settings import Settings
from surveys.measurement.image.verdicts import VerdictName
from surveys.measurement.wave.figures import SegmentFigures
from surveys.questionnaire.item_types import Likert
from surveys.questionnaire.model import Page
from tests.demo import Demo

FIRST = "Eerste meting"
NOW = clock.now()


def _load(folder: Path, *, real_answers: Path = REAL_ANSWERS) -> Keys:
    return load_demo(SYSTEM, folder, now=NOW, real_answers=real_answers)


def _wave(organisation: str, title: str) -> Wave:
    return db.session.scalars(
        select(Wave)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .where(Organisation.code == organisation, Wave.title == title)
    ).one()


def _person(organisation: str, role: Role) -> Actor:
    user = db.session.scalars(
        select(User)
        .join(User.organisation)
        .where(Organisation.code == organisation, User.role == role)
    ).one()
    return Actor(user_id=user.id, organisation_id=user.organisation_id, role=user.role)


def _figures(organisation: str, title: str) -> WaveFigures:
    viewer = _person(organisation, Role.VIEWER)
    return measure.wave_figures(viewer, _wave(organisation, title).id)


def _counts() -> dict[str, int]:
    """The number of rows per table."""
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
    }


@pytest.fixture
def app(demo: Demo) -> Flask:
    """The application on a demo of its own."""
    return demo.app


@pytest.fixture
def empty_app(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application without a demo."""
    folder = tmp_path / "empty"
    folder.mkdir()
    shutil.copyfile(migrated_sqlite, folder / "spiegelbeeld.db")
    application = create_app(
        Settings(
            data=folder,
            database_url=f"sqlite:///{folder / 'spiegelbeeld.db'}",
            secret_key="a secret for tests only " * 2,
        )
    )
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def loaded(demo: Demo) -> Keys:
    """What opens the demo."""
    return demo.keys


def test_there_is_a_log_in_for_every_role_of_both_organisations(app: Flask, loaded: Keys) -> None:
    assert Counter(login.organisation for login in loaded.logins) == {
        "Noordwal Techniek": len(Role),
        "Provider 1": len(Role),
    }
    with app.app_context():
        for login in loaded.logins:
            person = people.authenticate(login.email, login.password)
            assert person is not None
            assert person.role is login.role


def test_the_passwords_are_for_the_owner_of_the_folder_alone(loaded: Keys, tmp_path: Path) -> None:
    path = tmp_path / keys.FILE

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Keys.model_validate(json.loads(path.read_text())) == loaded
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("demo")] == [keys.FILE]


def test_loading_again_changes_nothing(app: Flask, loaded: Keys, tmp_path: Path) -> None:
    with app.app_context():
        before = _counts()
        later = load_demo(SYSTEM, tmp_path, now=NOW + timedelta(days=3))

        assert later == loaded
        assert _counts() == before


def test_loading_that_was_broken_off_goes_on(app: Flask, loaded: Keys, tmp_path: Path) -> None:
    with app.app_context():
        before = _counts()
        keys.keep(tmp_path, loaded.model_copy(update={"links": ()}))

        assert _load(tmp_path) == loaded
        assert _counts() == before


def test_loading_goes_on_after_the_first_steps(
    app: Flask, empty_app: Flask, loaded: Keys, tmp_path: Path
) -> None:
    company = wholesaler.noordwal().company
    with app.app_context():
        whole = _counts()
    keys.keep(tmp_path / "empty", loaded.model_copy(update={"links": ()}))

    with empty_app.app_context():
        office = Office.found(SYSTEM, company, loaded.logins[:3], NOW - timedelta(days=75))
        office.publish("customer_image", NOW - timedelta(days=75))

        assert _load(tmp_path / "empty").logins == loaded.logins
        assert _counts() == whole


def test_it_loads_into_postgresql_as_well(
    app: Flask, app_on_postgresql: Flask, tmp_path: Path
) -> None:
    with app.app_context():
        whole = _counts()
    (tmp_path / "other").mkdir()

    with app_on_postgresql.app_context():
        _load(tmp_path / "other")

        assert _counts() == whole


def test_the_demo_without_its_log_ins_is_refused(app: Flask, tmp_path: Path) -> None:
    (tmp_path / keys.FILE).unlink()

    with app.app_context(), pytest.raises(DemoKeysLostError):
        _load(tmp_path)


def test_nobody_of_an_organisation_may_load_it(empty_app: Flask, tmp_path: Path) -> None:
    with empty_app.app_context(), pytest.raises(ForbiddenError):
        load_demo(Actor(user_id=1, organisation_id=1, role=Role.OWNER), tmp_path, now=NOW)


def test_the_130_real_customers_are_in_two_segments(app: Flask, loaded: Keys) -> None:
    with app.app_context():
        figures = _figures("provider1", provider.WAVE)

        assert {group.code: group.n for group in figures.groups} == {"prepaid": 53, "contract": 77}
        assert figures.closed_at is not None
        mission = {
            code: found.mission for code, found in figures.measurement.total.dimensions.items()
        }
        assert mission["competence"] is not None
        assert mission["competence"].value == 80


def test_without_the_real_answers_the_wholesaler_comes_alone(
    empty_app: Flask, tmp_path: Path
) -> None:
    with empty_app.app_context():
        loaded = _load(tmp_path, real_answers=tmp_path / "nowhere")

        assert {login.organisation for login in loaded.logins} == {"Noordwal Techniek"}
        assert db.session.scalars(select(Organisation.code)).all() == ["noordwal"]


def test_the_closed_wave_has_a_group_of_every_size_and_employees(app: Flask, loaded: Keys) -> None:
    with app.app_context():
        figures = _figures("noordwal", FIRST)

        sizes = [group.n for group in figures.groups]
        assert sizes == [640, 263, 118, 23, 0]  # the last one is too small to show
        assert figures.groups[-1].wanted
        assert figures.measurement.employees == 286
        assert figures.internal is not None
        assert figures.internal.is_own


def test_the_closed_wave_has_verdicts_of_every_kind(app: Flask, loaded: Keys) -> None:
    with app.app_context():
        segments = _figures("noordwal", FIRST).measurement.segments

        verdicts = {
            found.verdict.name
            for segment in segments.values()
            for found in segment.dimensions.values()
            if found.verdict
        }
        without_employees = {VerdictName.WANTED, VerdictName.UNWANTED}
        assert verdicts == set(VerdictName) - without_employees


def test_answers_hold_all_that_people_do(app: Flask, loaded: Keys) -> None:
    with app.app_context():
        answers = db.session.scalars(
            select(Response.answers)
            .join(Fielding)
            .where(Fielding.wave_id == _wave("noordwal", FIRST).id)
        ).all()

        assert any("dk" in given.values() for given in answers)
        assert any("price_1" not in given for given in answers)
        assert any(isinstance(given.get("recommend_reason"), str) for given in answers)
        assert any(isinstance(given.get("improve_first"), str) for given in answers)
        assert all(len(given) > 20 for given in answers)


def test_one_more_answer_by_the_open_link_moves_the_page(app: Flask, loaded: Keys) -> None:
    local = loaded.links[0]
    assert local.segment == "Lokale installateurs"
    with app.app_context():
        wave, designer = _wave("noordwal", local.wave), _person("noordwal", Role.DESIGNER)
        assert wave.closed_at is None
        assert _waiting(wave) == [wave.k - 1]
        with pytest.raises(NothingToReleaseError):
            fold.release(designer, wave.id, now=NOW)
        before = _figures("noordwal", local.wave)

        _take_part(local.token)
        assert _figures("noordwal", local.wave).measurement == before.measurement
        fold.release(designer, wave.id, now=NOW)

        after = _figures("noordwal", local.wave)
        moved, stood = _segment(before), _segment(after)
        assert stood.n == moved.n + wave.k
        for code, figures in stood.dimensions.items():
            assert figures.external.n == moved.dimensions[code].external.n + wave.k
            assert figures.external.mean != moved.dimensions[code].external.mean


def _segment(figures: WaveFigures) -> SegmentFigures:
    return figures.measurement.segments["lokale_installateurs"]


def _waiting(wave: Wave) -> list[int]:
    """How many complete responses wait, for each segment in which any do."""
    rows = db.session.execute(
        select(func.count(Response.id))
        .join(Fielding, Fielding.id == Response.fielding_id)
        .where(
            Fielding.wave_id == wave.id,
            Response.state == ResponseState.COMPLETE,
            Response.release_id.is_(None),
        )
        .group_by(Response.segment_id)
    )
    return [n for (n,) in rows]


def _take_part(token: str) -> None:
    """Answer the lowest point of every statement, and nothing else."""
    take.start(token, secret="a secret", language="nl", now=NOW)

    def read(_: object, page: Page) -> dict[str, object]:
        return {item.code: 1 if isinstance(item, Likert) else None for item in page.items}

    while not (taking := take.look(token, "a secret", now=NOW)).is_complete:
        page = taking.page or taking.steps[0].page.code
        take.save_page(token, "a secret", take.Sent(page=page, read=read), now=NOW)
