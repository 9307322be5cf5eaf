import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from app.web import assets
from app.web.charts import plots
from tests.app.web.charts.make import NAMES, dimension, series


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale("en"):
        yield


def test_a_snake_has_a_line_per_profile_over_all_dimensions() -> None:
    one = series({"speed": dimension(image=52.4), "price": dimension(image=60.0)})

    figure = json.loads(plots.snake([one], NAMES))

    lines = {trace["meta"]: trace for trace in figure["data"]}
    assert set(lines) == {"internal", "mission", "external", "wish"}
    assert lines["external"]["x"] == [52.4, 60.0]
    assert lines["external"]["y"] == ["Reaction speed", "Price"]
    assert lines["external"]["text"] == ["52 (50 to 54)", "60 (58 to 62)"]
    assert "template" not in figure["layout"]


def test_two_groups_share_mission_and_internal_profile() -> None:
    groups = [series({"speed": dimension()}, name) for name in ("Small", "Large")]

    names = [trace["name"] for trace in json.loads(plots.snake(groups, NAMES))["data"]]

    assert sorted(names) == [
        "Image, Large",
        "Image, Small",
        "Internal",
        "Mission",
        "Wish, Large",
        "Wish, Small",
    ]


def test_what_is_hidden_is_not_in_the_figure() -> None:
    one = series({"speed": dimension(image=None, internal=None), "price": dimension(internal=None)})

    lines = {trace["meta"]: trace for trace in json.loads(plots.snake([one], NAMES))["data"]}

    assert lines["external"]["x"] == [None, 60.0]
    assert "internal" not in lines


def test_the_styles_that_plotly_asks_for_are_found_in_our_copy_of_it() -> None:
    script = assets.BESIDES["plotly.min.js"].read_text(encoding="utf-8")

    assert script.count('createElement("style")') == len(plots.style_ids()) == 2
