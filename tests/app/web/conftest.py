from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale


@pytest.fixture
def english_page(app: Flask) -> Iterator[None]:
    """A request for a page in English."""
    with app.test_request_context(), force_locale("en"):
        yield
