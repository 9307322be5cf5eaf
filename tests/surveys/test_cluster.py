import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dask
import numpy as np
import pytest
from distributed import Client, LocalCluster
from typing_extensions import override

import surveys
from surveys import cluster
from surveys.errors import OtherColumnsError, UnreadableError
from surveys.measurement.sums import folding
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.folding import Stored
from surveys.measurement.sums.layout import Layout
from tests.surveys.measurement.make import likert, questionnaire

ASKED = questionnaire(
    likert("price_1", "price"),
    likert("price_2", "price", reverse=True),
    likert("trust_1", "trust", scale="ten"),
)
LAYOUT = Layout.of(ASKED)
SEGMENTS = ("care", "government", "trade")
SIZES = (700, 0, 1, 2000, 35, 9, 64, 5000, 3, 12, 250)  # more than are added at once


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The way to two worker processes on this machine."""
    with (
        dask.config.set({"temporary-directory": str(tmp_path_factory.mktemp("workers"))}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # any free port; None would be a fixed one
            memory_limit=None,
            silence_logs=logging.CRITICAL,  # of the worker that is made to die
        ) as here,
        Client(here) as client,
    ):
        yield client


@pytest.fixture
def blocks(tmp_path: Path) -> list[Stored[str]]:
    """Blocks of several segments, as files, from none to thousands of responses each."""
    draw = np.random.default_rng(1)
    few = [{"price_1": one, "price_2": 8 - one, "trust_1": one + 3} for one in range(1, 8)]
    rows = encode(ASKED, [*few, {"price_1": 4}, {"price_2": "dk", "trust_1": 0}, {}])
    stored = []
    for number, size in enumerate(SIZES):
        path = tmp_path / f"{number}.block"
        path.write_bytes(rows.take(draw.integers(0, len(rows), size)).to_bytes())
        stored.append(Stored(SEGMENTS[number % len(SEGMENTS)], path))
    return stored


class LosesItsWorker(Stored[str]):
    """A file that takes the first worker who reads it out of the world."""

    @override
    def read(self) -> bytes:
        assert isinstance(self.source, Path)
        met = self.source.with_suffix(".met")
        if not met.exists():
            met.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read()


@pytest.mark.parametrize("per_task", [1, 4, 100])
def test_two_processes_give_every_digit_of_one(
    client: Client, blocks: list[Stored[str]], per_task: int
) -> None:
    one = folding.summarise_blocks(blocks, LAYOUT)
    two = cluster.summarise_blocks(client, blocks, LAYOUT, per_task=per_task)

    assert two == one
    assert surveys.measure(ASKED, two) == surveys.measure(ASKED, one)
    assert sum(moments.n for moments in two.values()) == sum(SIZES)


def test_bytes_travel_to_the_workers(client: Client, blocks: list[Stored[str]]) -> None:
    carried = (Stored(stored.label, stored.read()) for stored in blocks)

    assert cluster.summarise_blocks(client, carried, LAYOUT) == folding.summarise_blocks(
        blocks, LAYOUT
    )


def test_answers_are_encoded_by_the_workers(client: Client) -> None:
    days = [Stored(segment, b'{"price_1": 3}\n{"trust_1": 9}\n') for segment in SEGMENTS * 4]

    found = cluster.summarise_answers(client, days, ASKED)

    assert found == folding.summarise_answers(days, ASKED)
    assert [found[segment].n for segment in SEGMENTS] == [8, 8, 8]


def test_nothing_stored_is_nobody_summed(client: Client) -> None:
    assert cluster.summarise_blocks(client, [], LAYOUT) == {}


def test_a_block_of_other_columns_is_named(client: Client, blocks: list[Stored[str]]) -> None:
    other = encode(questionnaire(likert("trust_1", "trust")), [{"trust_1": 3}])
    stored = Stored("trade", other.to_bytes(), "block 17")

    with pytest.raises(OtherColumnsError, match=r"^block 17 \(trade\)$") as caught:
        cluster.summarise_blocks(client, [*blocks, stored], LAYOUT)

    assert caught.value.where == "block 17 (trade)"


def test_a_block_that_is_cut_off_is_named(client: Client, blocks: list[Stored[str]]) -> None:
    path = blocks[3].source
    assert isinstance(path, Path)
    path.write_bytes(path.read_bytes()[:-4])

    with pytest.raises(UnreadableError, match=path.name):
        cluster.summarise_blocks(client, blocks, LAYOUT)


def test_a_lost_worker_changes_nothing(client: Client, blocks: list[Stored[str]]) -> None:
    expected = folding.summarise_blocks(blocks, LAYOUT)
    deadly = [LosesItsWorker(stored.label, stored.source) for stored in blocks[7:8]]

    found = cluster.summarise_blocks(client, [*blocks[:7], *deadly, *blocks[8:]], LAYOUT)

    assert found == expected


def test_the_documented_example_gives_the_figures_of_one_machine(tmp_path: Path) -> None:
    document = Path(__file__).parents[2] / "docs" / "a-billion-answers.md"
    (example,) = re.findall(r"(?s)```python\n(.*?)```", document.read_text())
    (tmp_path / "example.py").write_text(example)
    asked = surveys.load("corporate_reputation")
    lines = []
    for segment, answers in {"care": (3, 5, 6), "trade": (7, 2)}.items():
        folder = tmp_path / "answers" / segment
        folder.mkdir(parents=True)
        rows = [{"comp_1": answer, "comp_2": 4} for answer in answers]
        for number, row in enumerate(rows):
            (folder / f"{number}.jsonl").write_text(json.dumps(row) + "\n")
        moments = surveys.summarise(surveys.encode(asked, rows))
        figures = surveys.measure(asked, {segment: moments}).segments[segment]
        lines.append(f"{segment} {figures.n} {figures.dimensions['competence'].external.mean}")

    done = subprocess.run(
        [sys.executable, "example.py"],
        check=True,
        cwd=tmp_path,
        env=os.environ | {"DASK_TEMPORARY_DIRECTORY": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines() == lines
