from importlib import import_module

import pytest


@pytest.mark.slow
@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("analyst", {"measure.vs_pandas"}),
        ("fold", {"fold.1m_vs_10k"}),
        ("formers", {"formers.ms", "jackknife.vs_blas"}),
        ("query", {"query.1m_vs_10k", "query.ms"}),
    ],
)
def test_a_subject_measures_its_figures(subject: str, names: set[str]) -> None:
    found = import_module(f"bench.{subject}").figures(quick=True)

    assert {figure.name for figure in found} == names
    assert all(figure.value > 0 for figure in found)
