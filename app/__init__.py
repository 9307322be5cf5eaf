"""How each customer segment sees a company, held against who it is and wants to be."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Return the web application; without settings those of the environment hold."""
    from app import factory  # noqa: PLC0415 — the command line measures without a web framework

    return factory.create_app(settings)
