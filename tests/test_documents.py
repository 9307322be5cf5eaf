"""What the documents show works as it is shown, and every figure is explained."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Final

import pytest
from click.testing import CliRunner

from app.cli import main
from app.cli.measure import measure
from surveys.formats import definition_yaml, profiles_yaml, structure, weights_yaml
from surveys.measurement.image.composite import Closeness
from surveys.measurement.image.consistency import Clarity, Consistency, Spread
from surveys.measurement.image.gaps import Gap, GapName, Label, RankCheck
from surveys.measurement.image.verdicts import VerdictName
from surveys.measurement.inference.estimates import Estimate
from surveys.measurement.inference.shrinkage import Smoothed
from surveys.measurement.scales.agreement import Awareness, GroupAgreement
from surveys.measurement.wave import figures
from surveys.measurement.weights.raking import USUAL_TRIM
from surveys.questionnaire.items import ItemType
from tests.reference.quantities import QUANTITIES
from tests.rooms import full_name

ROOT = Path(__file__).parents[1]
COMMANDS = (ROOT / "docs" / "command-line.md").read_text()
FORMAT = (ROOT / "docs" / "questionnaire-file.md").read_text()
STATISTICS = (ROOT / "STATISTICS.md").read_text()
EXPLAINED: Final = {
    "en": ROOT / "docs" / "figures-explained.md",
    "nl": ROOT / "docs" / "cijfers-uitgelegd.md",
}

EXPLAINED_AT: Final[Mapping[type, Mapping[str, str]]] = {
    figures.Measurement: {
        "questionnaire": "definition",
        "employees": "n",
        "across": "across",
        "languages": "comparable",
        "identity": "identity",
        "importances": "importance",
        **dict.fromkeys(("segments", "total", "internal"), "profiles"),
    },
    figures.SegmentFigures: {"n": "n", "n_eff": "n", "dimensions": "score", "whole": "whole"},
    figures.DimensionFigures: {
        **dict.fromkeys(("external", "internal", "desired", "mission", "wish"), "profiles"),
        "alpha": "reliability",
        "importance": "importance",
        "gaps": "gap",
        "verdict": "verdict",
        "wish_met": "wish-met",
        "wish_divided": "wish-divided",
        "scale": "scale",
        "spread": "spread",
        "smoothed": "smoothed",
        "comparable": "comparable",
    },
    figures.ScaleFigures: {
        "reliability": "reliability",
        "alpha_interval": "reliability",
        "complete": "reliability",
        "loadings": "fit",
        "items": "item",
    },
    figures.ItemFigures: {
        "mean": "item",
        "sd": "item",
        "top_box": "top-box",
        "dont_know": "dont-know",
        "rest": "fit",
        "alpha_without": "fit",
    },
    figures.WholeFigures: {
        "index": "index",
        "alignment": "alignment",
        "fulfilment": "fulfilment",
        "alignment_costs": "alignment",
        "fulfilment_costs": "fulfilment",
        "likeness": "likeness",
        "consistency": "halo",
    },
    figures.InternalFigures: {
        "estimate": "profiles",
        "alpha": "reliability",
        "lived_mission": "gap-lived_mission",
        "scale": "scale",
    },
    figures.Across: {"among": "across", "rank_p": "across", "least_alike": "comparable"},
    figures.Compared: dict.fromkeys(("first", "second", "comparability"), "comparable"),
    figures.IdentityFigures: {
        "teams": "agreement",
        "is_shared": "awareness",
        "awareness": "awareness",
        "intraclass": "teams",
        "between_teams": "teams",
        **dict.fromkeys(("management", "staff", "management_gap"), "management"),
    },
    Estimate: {
        "n": "n",
        "n_eff": "n",
        "mean": "score",
        "method": "definition",
        **dict.fromkeys(("se", "low", "high"), "interval"),
    },
    Gap: {
        "difference": "gap",
        "margin": "profiles",
        "n": "n",
        "method": "definition",
        "effect": "effect",
        "indicative": "few",
        "times_needed": "answers-needed",
        "ranks": "ranks",
        **dict.fromkeys(("se", "df", "low", "high"), "interval"),
        **dict.fromkeys(("p", "tost_p", "label"), "label"),
        **dict.fromkeys(("p_adjusted", "p_screened", "tost_p_adjusted"), "many-looks"),
    },
    RankCheck: dict.fromkeys(("p", "delta", "depends_on_scale"), "ranks"),
    Spread: dict.fromkeys(
        ("n", "sd", "low", "high", "agreement", "is_divided", "clarity"), "spread"
    ),
    Consistency: dict.fromkeys(("dimensions", "overall", "specific", "halo"), "halo"),
    Closeness: dict.fromkeys(("value", "costs", "se", "se_is_valid", "noise_floor"), "alignment"),
    Smoothed: dict.fromkeys(("mean", "se", "low", "high", "factor"), "smoothed"),
    GroupAgreement: dict.fromkeys(("n", "rwg_j", "rwg_j_skewed", "ad", "ad_cutoff"), "agreement"),
}
"""Under which anchor a manager finds what a field of a figure says."""

WORDS: Final[Mapping[str, type[StrEnum]]] = {
    "gap": GapName,
    "label": Label,
    "verdict": VerdictName,
    "clarity": Clarity,
    "awareness": Awareness,
}
"""What is told in words: each word has the anchor `kind-word`."""


def _examples(document: str, language: str) -> list[str]:
    return re.findall(rf"(?s)```{language}\n(.*?)```", document)


def test_the_example_of_a_questionnaire_can_be_used() -> None:
    (example,) = _examples(FORMAT, "yaml")

    assert not definition_yaml.check_text(example)


@pytest.mark.parametrize("kind", ItemType)
def test_every_kind_of_item_is_documented(kind: ItemType) -> None:
    assert f"`{kind}`" in FORMAT


def test_every_operator_is_documented() -> None:
    operators = set(re.findall(r"op: (\w+)|`(at_most|any)`", FORMAT))
    schema = structure.schema()
    known = {
        part["properties"]["op"]["const"]
        for part in schema["$defs"].values()
        if "op" in part.get("properties", {})
    }

    assert {one or other for one, other in operators} == known


def test_the_examples_of_profiles_and_weights_can_be_used() -> None:
    profiles, weights = _examples(COMMANDS, "yaml")
    plan = weights_yaml.read(weights)

    assert profiles_yaml.read(profiles).mission["likeability"].tolerance == 3
    assert plan.columns == ("servicetype", "education", "sample_type")
    assert (plan.trim, plan.keeps_unknown) == (USUAL_TRIM, True)


def _require_same(shown: Any, found: Any, way: str = "") -> None:
    """Hold what is shown against what was found: the same keys and, but for rounding, values.

    Of what is by name (segments, dimensions, items …) only some may be shown.
    """
    if isinstance(shown, dict):
        assert isinstance(found, dict), way
        is_by_name = way.rpartition(".")[2] in BY_NAME
        assert shown.keys() <= found.keys() if is_by_name else shown.keys() == found.keys(), way
        for key, each in shown.items():
            _require_same(each, found[key], f"{way}.{key}")
    elif isinstance(shown, list):
        for place, (each, other) in enumerate(zip(shown, found, strict=True)):
            _require_same(each, other, f"{way}.{place}")
    elif isinstance(shown, float):
        assert found == pytest.approx(shown, abs=0.006), way
    elif isinstance(shown, str) and shown.endswith("…"):
        assert found.startswith(shown[:-1]), way
    else:
        assert shown == (round(found) if isinstance(found, float) else found), way


BY_NAME: Final = (
    *("segments", "dimensions", "gaps", "items", "likeness", "across", "wish", "mission", "1"),
    *("importances", "alignment_costs", "fulfilment_costs", "methods", "dimension"),
)
"""What the example in the document shows in part."""


def test_measuring_gives_what_is_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command = next(code for code in _examples(COMMANDS, "sh") if " measure " in code)
    arguments = command.replace("\\\n", " ").split()[1:]
    done = CliRunner().invoke(main, [*arguments, "--json"])
    (example,) = _examples(COMMANDS, "json")
    shown, found = json.loads(example), json.loads(done.stdout)
    assert not shown["total"].pop("dimensions") | shown["total"].pop("whole")  # as of a segment
    assert {"dimensions", "whole"} <= found["total"].keys()
    del found["total"]["dimensions"], found["total"]["whole"]

    _require_same(shown, found)


def test_measuring_again_gives_what_is_documented(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    (commands,) = (code for code in _examples(COMMANDS, "sh") if "--again" in code)
    first, second = (line.split()[1:] for line in commands.splitlines())
    figures = tmp_path / first.pop()
    assert first.pop() == ">"
    figures.write_text(CliRunner().invoke(main, first).stdout)
    done = CliRunner().invoke(main, [*second[:-1], str(figures)])

    assert second[-1] == figures.name
    assert done.stdout == figures.read_text()
    assert "The same answers" in done.stderr


def test_every_option_of_measuring_is_documented() -> None:
    options = {name for of in measure.params for name in of.opts if name.startswith("--")}

    assert options == set(re.findall(r"(?m)^\| `(--[a-z-]+)", COMMANDS))


def test_every_column_of_the_tables_is_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    answers = "tests/data/corporate_reputation.csv"
    done = CliRunner(env={"LANGUAGE": "en"}).invoke(
        main,
        [
            *("measure", "corporate_reputation", answers, "--missing", "-99"),
            *("--segment-by", "servicetype", "--language-by", "mga_1", "--employees", answers),
            *("--team-by", "serviceprovider", "--management", "servicetype=1"),
            *("--profiles", "tests/data/corporate_reputation_profiles.yaml"),
        ],
    )
    headings = [line for line in done.stdout.splitlines() if line.startswith("   ")]
    words = {word for line in headings for word in line.split()}
    columns = re.findall(r"`([^`\n]+)`", COMMANDS)

    assert len(headings) > 8
    assert words <= {word for column in columns for word in column.split()}


def test_the_notebook_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = _examples(COMMANDS, "python")
    exec(compile(example, "docs/command-line.md", "exec"), {})  # noqa: S102 - our own example
    weighted, plain, origin = capsys.readouterr().out.splitlines()

    assert weighted.startswith("Estimate(n=344, mean=68.4")
    assert plain.startswith("Estimate(n=344, mean=68.29")
    assert "Filter(column='servicetype', operator='=', label='1')" in origin


def _anchors(document: str) -> list[str]:
    return re.findall(r'<a id="([^"]+)"></a>', document)


def _sections(document: str) -> dict[str, str]:
    """Return what stands under each heading, by its anchor."""
    _before, *parts = re.split(r'(?m)^#+ <a id="([^"]+)"></a>.*$', document)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_kind_of_figure_is_explained() -> None:
    kinds = {kind for kind in vars(figures).values() if is_dataclass(kind)}

    assert {of for of in kinds if of.__module__ == figures.__name__} <= EXPLAINED_AT.keys()


@pytest.mark.parametrize("kind", EXPLAINED_AT, ids=lambda kind: kind.__name__)
def test_every_field_of_a_figure_is_explained(kind: Any) -> None:
    assert EXPLAINED_AT[kind].keys() == {field.name for field in fields(kind)}


@pytest.mark.parametrize("language", EXPLAINED)
def test_every_explanation_is_there(language: str) -> None:
    wanted = {anchor for of in EXPLAINED_AT.values() for anchor in of.values()}
    words = {f"{kind}-{word}" for kind, each in WORDS.items() for word in each}

    assert wanted | words <= set(_anchors(EXPLAINED[language].read_text()))


@pytest.mark.parametrize("language", EXPLAINED)
def test_every_explanation_is_in_the_table_of_contents(language: str) -> None:
    document = EXPLAINED[language].read_text()
    contents, _, _ = document.partition("<a id=")

    assert re.findall(r"\(#([^)]+)\)", contents) == [*_sections(document)]


@pytest.mark.parametrize("language", EXPLAINED)
def test_every_link_in_an_explanation_leads_somewhere(language: str) -> None:
    page = EXPLAINED[language]
    document = page.read_text()
    links = re.findall(r"\]\(([^)#]*)#?([^)]*)\)", document)

    assert {anchor for _, anchor in links if anchor} <= set(_anchors(document))
    assert all((page.parent / path).exists() for path, _ in links)
    assert {other.name for other in EXPLAINED.values()} - {page.name} <= {path for path, _ in links}


def test_all_languages_explain_the_same_in_the_same_order() -> None:
    pages = [page.read_text() for page in EXPLAINED.values()]
    shapes = [
        [(at, of.count("\n- **"), of.count("\n|")) for at, of in _sections(page).items()]
        for page in pages
    ]

    assert all(shape == shapes[0] for shape in shapes)
    assert all(_anchors(page) == _anchors(pages[0]) for page in pages)
    assert len(_anchors(pages[0])) == len(set(_anchors(pages[0])))
    assert not [page for page in pages if re.search(r"(?m)^### .*\s+(#|\Z)", page)]


def _names_in_statistics() -> list[str]:
    """Return what stands there like `module.function`."""
    names = re.findall(r"`([a-z]\w*(?:\.\w+)+)`", STATISTICS)
    assert names
    return sorted(set(names))


@pytest.mark.parametrize("name", _names_in_statistics())
def test_what_the_statistics_name_exists(name: str) -> None:
    assert resolve_name(full_name(name))


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_the_statistics_say_which_figure_a_reference_number_checks(quantity: str) -> None:
    assert f"`{quantity}`" in STATISTICS


def test_sources_are_numbered_as_they_are_first_named() -> None:
    text, _, listed = STATISTICS.partition("\n## Sources\n")
    sources = [
        (int(number), source) for number, source in re.findall(r"(?m)^(\d+)\. (.+)$", listed)
    ]
    named = [int(number) for number in re.findall(r"\[(\d+)\]", text)]

    assert list(dict.fromkeys(named)) == [number for number, _ in sources]
    assert [number for number, _ in sources] == list(range(1, len(sources) + 1))
    assert len({source for _, source in sources}) == len(sources)


def test_sections_are_numbered_and_named_by_their_number() -> None:
    headings = re.findall(r"(?m)^## ((\d+)\. .+)$", STATISTICS)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading, _ in headings}
    links = re.findall(r"\[section (\d+)\]\(#((\d+)[^)]+)\)", STATISTICS)

    assert [int(number) for _, number in headings] == list(range(1, len(headings) + 1))
    assert links
    assert {anchor for _, anchor, _ in links} <= anchors
    assert all(said == number for said, _, number in links)
