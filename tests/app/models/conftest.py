"""A database of each kind to migrate."""

from collections.abc import Iterator

import pytest
from alembic.config import Config
from sqlalchemy import Engine, create_engine

from app import schema


@pytest.fixture
def config(database_url: str) -> Config:
    """What Alembic is told about an empty database."""
    config = Config()
    config.set_main_option("script_location", str(schema.FOLDER))
    config.attributes["url"] = database_url
    return config


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The same database, to look into."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()
