"""The figures of one machine beside those of two worker processes: not a digit may differ."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

import dask
import numpy as np
from distributed import Client, LocalCluster

from bench.answers import encoded, questionnaire
from bench.figures import Bound, Figure
from surveys import cluster
from surveys.measurement.image.profiles import Profiles, Target
from surveys.measurement.sums import folding
from surveys.measurement.sums.blocks import Block
from surveys.measurement.sums.folding import Stored
from surveys.measurement.wave.measure import measure

DIMENSIONS, ITEMS_EACH, SEGMENTS = 8, 5, 10
ROWS, QUICK_ROWS = 200_000, 2_000
PIECES = 7  # of each segment, of random sizes
MISSING_SHARE, DONT_KNOW_SHARE = 0.05, 0.03
SEED = 1


def figures(*, quick: bool) -> list[Figure]:
    """Measure 200,000 × 40 answers in 10 segments twice and compare every figure."""
    asked = questionnaire(DIMENSIONS, ITEMS_EACH)
    draw = np.random.default_rng(SEED)
    shares = {"missing": MISSING_SHARE, "dont_know": DONT_KNOW_SHARE}
    block = encoded(asked, draw, QUICK_ROWS if quick else ROWS, **shares)
    wish = {dimension.code: Target(65.0) for dimension in asked.dimensions}
    profiles = Profiles(
        {dimension.code: Target(70.0) for dimension in asked.dimensions},
        {f"segment_{number}": wish for number in range(SEGMENTS)},
    )
    with TemporaryDirectory(prefix="spiegelbeeld-bench-") as folder, two_workers(folder) as client:
        blocks = list(_stored(block, Path(folder), draw))
        one = folding.summarise_blocks(blocks, block.layout)
        two = cluster.summarise_blocks(client, blocks, block.layout)
    found = difference(
        measure(asked, one, profiles=profiles), measure(asked, two, profiles=profiles)
    )
    return [Figure("cluster.max_difference", found, "of any figure", 0, Bound.AT_MOST)]


@contextmanager
def two_workers(folder: str) -> Iterator[Client]:
    """Run two worker processes on this machine, which keep what they need in a folder."""
    with (
        dask.config.set({"temporary-directory": folder}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.ERROR,
        ) as here,
        Client(here) as client,
    ):
        yield client


def difference(one: object, two: object) -> float:
    """Return the largest difference of two numbers at the same place, ∞ if anything else differs.

    Both are figures: dataclasses, mappings and sequences of numbers, texts and None.
    """
    if isinstance(one, int | float) and isinstance(two, int | float):
        return abs(one - two)
    ours, theirs = _parts(one), _parts(two)
    if ours.keys() != theirs.keys() or (not ours and one != two):
        return inf
    return max((difference(part, theirs[place]) for place, part in ours.items()), default=0)


def _parts(thing: object) -> Mapping[object, object]:
    if is_dataclass(thing):
        return {field.name: getattr(thing, field.name) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return thing
    if isinstance(thing, Sequence) and not isinstance(thing, str):
        return dict(enumerate(thing))
    return {}


def _stored(block: Block, folder: Path, draw: np.random.Generator) -> Iterator[Stored[str]]:
    """Write answers to files: each segment in pieces of random sizes."""
    segments = draw.integers(0, SEGMENTS, len(block))
    for number in range(SEGMENTS):
        rows = np.flatnonzero(segments == number)
        cuts = np.sort(draw.integers(0, len(rows) + 1, PIECES - 1))
        for piece, own in enumerate(np.split(rows, cuts)):
            path = folder / f"{number}-{piece}.block"
            path.write_bytes(block.take(own).to_bytes())
            yield Stored(f"segment_{number}", path)
