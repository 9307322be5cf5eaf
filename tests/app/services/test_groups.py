from collections.abc import Iterator
from functools import reduce
from operator import add

import numpy as np
import pytest
from flask import Flask

from app.errors import NotFoundError
from app.services.groups import Groups, wave_groups
from surveys.measurement.origins.formers import formers_columns
from surveys.measurement.origins.outcomes import outcome_columns
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from tests.app.services.field_case import actor_of
from tests.app.services.figures_case import Company
from tests.app.services.origins_case import ASKED, Told, crowd, groups


@pytest.fixture
def told(app: Flask) -> Iterator[Told]:
    with app.app_context():
        yield Told.found()


def _found(told: Told) -> Groups:
    found = wave_groups(told.manager, told.wave.id)
    assert found is not None
    return found


def test_groups_are_what_was_released_without_small_ones(told: Told) -> None:
    found = _found(told)

    small, middle, _hidden = (summarise(encode(ASKED, given)) for given in groups())
    assert found.segments.keys() == {"klein", "middel"}
    assert found.segments["klein"].n == small.n
    assert found.total.n == small.n + middle.n
    assert found.group(None) is found.total
    assert found.group("middel") is found.segments["middel"]


def test_each_person_is_left_out_of_exactly_one_replicate(told: Told) -> None:
    """So many replicates less one, summed, are the group as often."""
    found = _found(told)

    for code, replicates in found.replicates.items():
        group = found.group(code)
        together = reduce(add, replicates)
        assert together.n == (len(replicates) - 1) * group.n
        for name in ("responsiveness_1", "tp_press.tone"):
            if name in together.layout.places:
                assert together.n_of(name) == (len(replicates) - 1) * group.n_of(name)


def test_replicates_have_the_columns_that_figures_need_and_hidden_groups_have_none(
    told: Told,
) -> None:
    found = _found(told)

    assert found.replicates.keys() == {None, "klein", "middel"}
    needed = formers_columns(ASKED) | outcome_columns(ASKED)
    for replicates in found.replicates.values():
        assert needed <= {*replicates[0].layout.places}


def test_parts_of_several_releases_add_up(told: Told) -> None:
    told.answer(crowd(20, 50.0, "more"), 0)
    told.release()

    found = _found(told)

    replicates = found.replicates["klein"]
    assert found.segments["klein"].n == 180
    assert reduce(add, replicates).n == (len(replicates) - 1) * 180


def test_groups_stay_the_same_object_until_a_release(told: Told) -> None:
    first = _found(told)
    told.answer(crowd(6, 50.0, "more"), 0)

    assert _found(told) is first

    told.release()
    second = _found(told)
    assert second is not first
    assert not np.array_equal(second.total.counts, first.total.counts)


def test_there_is_nothing_before_a_release_and_for_strangers(app: Flask) -> None:
    with app.app_context():
        company = Company.found()
        wave = company.wave()

        assert wave_groups(company.manager, wave.id) is None
        with pytest.raises(NotFoundError):
            wave_groups(actor_of(), wave.id)
