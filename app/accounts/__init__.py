"""The door where people of an organisation log in."""

from app.accounts.login import bp

__all__ = ["bp"]
