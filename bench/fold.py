"""Taking responses into the figures of a wave that already holds many of them, or few."""

from statistics import median

from bench.figures import Bound, Figure, seconds
from bench.waves import PORTION, Installation, installed

MANY, FEW = 1_000_000, 10_000
QUICK_MANY, QUICK_FEW = 2_000, 1_000
REPETITIONS = 9
SEED = 1


def figures(*, quick: bool) -> list[Figure]:
    """Measure releasing 1,000 responses into a wave of 1,000,000 beside one of 10,000."""
    ratios = []
    with installed(SEED) as many:
        _fill(many, QUICK_MANY if quick else MANY)
        for _ in range(1 if quick else REPETITIONS):
            with installed(SEED) as few:  # anew: it would soon hold twice as many
                _fill(few, QUICK_FEW if quick else FEW)
                ratios.append(_took(many) / _took(few))
    return [Figure("fold.1m_vs_10k", median(ratios), "times into 10,000", 1.5, Bound.AT_MOST)]


def _fill(wave: Installation, n: int) -> None:
    """Release n responses, 1,000 at a time."""
    wave.receive()
    wave.release()
    wave.repeat_release(n // PORTION)


def _took(wave: Installation) -> float:
    """Return the seconds in which 1,000 more responses are released."""
    wave.receive()
    wave.settle()
    return seconds(wave.release)
