"""The door where managers see who sees them otherwise than they are or want to be."""

from app.insight import (
    comments,
    drivers,
    formers,
    maps,
    mirror,
    priorities,
    profiles,
    trend,
    waves,
    word_of_mouth,
)
from app.insight.door import bp

__all__ = [
    "bp",
    "comments",
    "drivers",
    "formers",
    "maps",
    "mirror",
    "priorities",
    "profiles",
    "trend",
    "waves",
    "word_of_mouth",
]
