"""Blocks and summaries as the first version wrote them: what migration 0002 has to read."""

import json
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.measurement.sums.layout import Layout
from tests import make

MISSING = -(2**31)


def block(layout: Layout, values: NDArray[np.int32]) -> bytes:
    """Return (n, columns) values as they were stored, 'don't know' as missing."""
    known = np.where(values < np.array(layout.lows), MISSING, values)
    return _stored({"columns": layout.names, "rows": len(values)}, known.astype("<i4"))


def summary(layout: Layout, values: NDArray[np.int32]) -> bytes:
    """Return the summary of (n, columns) values as it was stored, summed by hand."""
    present = (values >= np.array(layout.lows)).astype(np.int64)
    y = (values.astype(np.int64) - np.array(layout.centres)) * present * np.array(layout.summed)
    counts = [
        np.sum(values[:, place] == value)
        for place, column in enumerate(layout.columns)
        if column.is_counted
        for value in range(column.low, column.high + 1)
    ]
    sums = (present.T @ present, y.T @ present, (y * y).T @ present, y.T @ y)
    numbers = [np.array(counts), *map(np.ravel, sums)]
    head = {"columns": layout.names, "n": len(values)}
    return _stored(head, np.concatenate(numbers).astype("<i8"))


def read(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what is in stored bytes: the line that says what it is, and the numbers."""
    size = 4 + int.from_bytes(data[:4], "little")
    return json.loads(data[4:size]), zlib.decompress(data[size:])


def _stored(head: dict[str, Any], numbers: NDArray[Any]) -> bytes:
    line = json.dumps(head).encode()
    return len(line).to_bytes(4, "little") + line + zlib.compress(numbers.tobytes(), level=6)


BLOCK = block(make.ENCODED.layout, make.ENCODED.values)
SUMMARY = summary(make.ENCODED.layout, make.ENCODED.values)
"""Those of one response to the questionnaire of `make.version()`."""
