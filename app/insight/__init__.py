"""The door where managers see who sees them otherwise than they are or want to be."""

from app.insight import mirror, priorities, profiles, trend, waves
from app.insight.door import bp

__all__ = ["bp", "mirror", "priorities", "profiles", "trend", "waves"]
