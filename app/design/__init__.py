"""The door where marketers make questionnaires, put them to customers and watch answers come in."""

from app.design import questionnaires, segments, waves
from app.design.door import bp

__all__ = ["bp", "questionnaires", "segments", "waves"]
