import pytest

from app.models.accounts import Role
from app.models.waves import Wave
from app.services.maps import wave_maps
from surveys.measurement.course.map_figures import FigureMap
from tests.app.insight.conftest import Browser
from tests.app.insight.demo_case import page_of
from tests.app.insight.reading import headline_of, main_of, section_of, table_of, words_of
from tests.app.services.figures_case import Company
from tests.app.services.people_case import person_of
from tests.app.web.wording import NEVER
from tests.demo import FIRST, SECOND, Demo


@pytest.fixture
def address(demo: Demo) -> str:
    return f"/insight/waves/{demo.wave_id(FIRST)}/map"


def test_the_page_answers_first(demo: Demo, address: str) -> None:
    page = page_of(demo, address)

    assert headline_of(page).endswith("see us in clearly different ways.")
    assert "1,044 customers answered." in main_of(page)
    assert not NEVER.search(main_of(page))


def test_the_table_has_the_places_of_the_library(demo: Demo, address: str) -> None:
    with demo.app.app_context():
        shown = wave_maps(person_of("noordwal", Role.VIEWER), demo.wave_id(FIRST))
    assert shown.image is not None
    assert isinstance(shown.image.found, FigureMap)
    place = next(one for one in shown.image.found.points if one.name == "projectinstallateurs")

    cells = table_of(section_of(page_of(demo, address), "map"))["Project contractors"]

    assert cells == [
        f"{place.x:+.2f}".replace("-", "−"),
        f"{place.y:+.2f}".replace("-", "−"),
        f"{round(100 * place.shown)}%",
    ]


def test_the_drawing_says_what_it_is_and_names_every_group(demo: Demo, address: str) -> None:
    drawing = section_of(page_of(demo, address), "map")

    assert 'role="img"' in drawing
    for name in ("Local installers", "Groothandel Delta", "Mission", "Wish: local installers"):
        assert f">{name}</text>" in drawing
    assert "Energy-transition installers</text>" not in drawing.replace("Wish: energy", "")
    assert "style=" not in drawing


def test_places_stand_in_rows_for_who_cannot_see_the_drawing(demo: Demo, address: str) -> None:
    page = page_of(demo, address)

    for code in ("axis-1", "axis-2"):
        assert "Groothandel Delta" in words_of(section_of(page, code))


def test_a_later_wave_says_whose_axes_it_has(demo: Demo) -> None:
    page = page_of(demo, f"/insight/waves/{demo.wave_id(SECOND)}/map")

    assert f"Drawn on the axes of {FIRST}, so that places can be compared." in main_of(page)


def test_where_all_meet_the_same_it_is_said_plainly(demo: Demo, address: str) -> None:
    said = words_of(section_of(page_of(demo, address), "met"))

    assert (
        "Segments meet the same image formers about as often: what differs may be chance." in said
    )


def test_benchmarks_stand_beside_who_is_looked_at(demo: Demo, address: str) -> None:
    with demo.app.app_context():
        shown = wave_maps(
            person_of("noordwal", Role.VIEWER), demo.wave_id(FIRST), "lokale_installateurs"
        )
    found = shown.benchmarks["Groothandel Delta"].dimensions["innovation"]
    assert found.gap is not None

    page = page_of(demo, f"{address}?segment=lokale_installateurs")

    section = section_of(page, "benchmark-0")
    assert "Local installers about us less Groothandel Delta" in words_of(section)
    cells = table_of(section)["Innovation"]
    assert cells[1] == f"{found.score.mean:.1f}"
    assert cells[2] == f"{found.gap.difference:+.1f}".replace("-", "−")


def test_an_organisation_without_competitors_sees_nothing_of_them(
    wave: Wave, browser: Browser
) -> None:
    page = browser().get(f"/insight/waves/{wave.id}/map").text

    assert "benchmark-" not in page
    assert "Groothandel" not in page


def test_two_segments_are_too_few_to_map(wave: Wave, browser: Browser) -> None:
    page = browser().get(f"/insight/waves/{wave.id}/map").text

    assert headline_of(page) == "There is no structure to map."
    assert "A map takes three groups and three dimensions" in words_of(section_of(page, "map"))


def test_before_a_release_the_page_says_when_figures_come(
    company: Company, browser: Browser
) -> None:
    page = browser().get(f"/insight/waves/{company.wave().id}/map").text

    assert "Figures come with a release, from 5 customers per group." in main_of(page)


def test_a_manager_of_another_company_finds_nothing(wave: Wave, browser: Browser) -> None:
    assert browser(of=Company.found()).get(f"/insight/waves/{wave.id}/map").status_code == 404


def test_the_page_speaks_dutch(demo: Demo, address: str) -> None:
    page = page_of(demo, address, "nl")

    assert "Lokale installateurs" in section_of(page, "map")
    assert "clearly" not in main_of(page)
