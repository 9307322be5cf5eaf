from sqlalchemy import func, select

from app.database import db
from app.models.releases import Block
from app.models.responses import Response
from app.services import fold
from bench.waves import PORTION, installed


def test_a_repeated_release_leaves_what_as_many_releases_would_have_left() -> None:
    with installed(seed=1) as wave:
        wave.receive()
        wave.release()
        wave.repeat_release(3)
        wave.receive()
        wave.settle()
        wave.release()

        with wave.app.app_context():
            per_release = select(func.count(Response.id)).group_by(Response.release_id)
            assert list(db.session.scalars(per_release)) == 4 * [PORTION]
            per_cell = select(Block.release_id, func.sum(Block.n)).group_by(Block.release_id)
            assert [tuple(row) for row in db.session.execute(per_cell)] == [
                (number, PORTION) for number in range(1, 5)
            ]
            assert fold.waiting(wave.office.designer, wave.wave_id).n == 4 * PORTION
            assert fold.recount(wave.office.designer, wave.wave_id) == []
