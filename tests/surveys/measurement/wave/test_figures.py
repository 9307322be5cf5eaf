from surveys.measurement.scales.agreement import GroupAgreement
from surveys.measurement.wave.figures import IdentityFigures


def identity(*agreements: tuple[float | None, float | None]) -> IdentityFigures:
    teams = {
        str(place): GroupAgreement(9, rwg, None, ad, 1.2)
        for place, (rwg, ad) in enumerate(agreements)
    }
    return IdentityFigures(teams, None, None, None, None, None, None, None)


def test_the_middle_team_is_typical() -> None:
    found = identity((0.9, 0.4), (0.2, 1.5), (0.7, 0.8), (None, None))

    assert (found.typical_agreement, found.typical_deviation) == (0.7, 0.8)


def test_without_a_team_that_agrees_or_not_nothing_is_typical() -> None:
    found = identity((None, None))

    assert (found.typical_agreement, found.typical_deviation) == (None, None)
