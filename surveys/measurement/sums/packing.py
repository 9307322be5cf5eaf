"""The bytes in which blocks and summaries are stored: a line saying what they are, and numbers."""

import json
import zlib
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from surveys.errors import OtherFormatError, UnreadableError
from surveys.measurement.sums.layout import Layout

FORMAT: Final = 2
"""Goes up when the same answers get other bytes; a migration then writes what is stored again."""

_HEAD: Final = 4
"""So many bytes say how long the line is."""


class Packed(StrEnum):
    """What can be stored."""

    BLOCK = "block"
    MOMENTS = "moments"


_NUMBERS: Final = {Packed.BLOCK: "<i4", Packed.MOMENTS: "<i8"}


def pack(kind: Packed, layout: Layout, n: int, numbers: NDArray[Any]) -> bytes:
    """Return the bytes of whole numbers about n people, with the names of their columns."""
    line = {"kind": kind, "format": FORMAT, "columns": layout.names, "n": n}
    head = json.dumps(line).encode()
    body = zlib.compress(np.ascontiguousarray(numbers, dtype=_NUMBERS[kind]).tobytes(), level=6)
    return len(head).to_bytes(_HEAD, "little") + head + body


def unpack(kind: Packed, data: bytes, layout: Layout) -> tuple[int, NDArray[Any]]:
    """Return the number of people and the numbers of what `pack` made, one after another.

    Raises:
        UnreadableError: the bytes are cut off or are something else.
        OtherFormatError: another version of this library made them.
        OtherColumnsError: they are about other columns.
    """
    size = _HEAD + int.from_bytes(data[:_HEAD], "little")
    try:
        line = json.loads(data[_HEAD:size])
        if line.get("format") != FORMAT:
            raise OtherFormatError
        if line["kind"] != kind:
            raise UnreadableError
        layout.require_names(line["columns"])
        return int(line["n"]), np.frombuffer(zlib.decompress(data[size:]), dtype=_NUMBERS[kind])
    except (AttributeError, LookupError, TypeError, ValueError, zlib.error) as error:
        raise UnreadableError from error
