"""What holds for the project as a whole, whoever adds to it."""

import ast
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import app.services
import dev
from app.cli import MODULES

ROOT = Path(__file__).parents[1]
ASKERS = ("actor", "token", "secret", "session_key")  # an account, or a link that was given out
MAKES_AN_ACTOR = "app.services.people.authenticate"
READ = (".css", ".html", ".js", ".md", ".po", ".py", ".svg", ".toml", ".txt", ".yaml")
TREES = ("app", "bench", "docs", "migrations", "surveys", "tests")
PLACE = re.compile(r"%\(\w+\)[a-z]")
SOMEBODYS_PATH = re.compile(
    r"(?<![\w.])/(?:home|root|work|tmp|opt|Users)/\w|(?<!\w)\.\./shared|site-packages/"
)


def _services() -> Iterator[tuple[str, inspect.Signature]]:
    """Every public function of the services; `access` itself decides, so it is not asked."""
    for module in pkgutil.iter_modules(app.services.__path__, "app.services."):
        if module.name != "app.services.access":
            for name, function in inspect.getmembers(import_module(module.name), _is_service):
                if function.__module__ == module.name:
                    yield f"{module.name}.{name}", inspect.signature(function)


def _is_service(thing: object) -> bool:
    return inspect.isfunction(thing) and not thing.__name__.startswith("_")


def test_every_service_is_told_first_who_asks() -> None:
    strangers = [
        name
        for name, signature in _services()
        if name != MAKES_AN_ACTOR and next(iter(signature.parameters), "") not in ASKERS
    ]

    assert not strangers


@pytest.fixture(scope="module")
def marked_texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All texts that the program shows."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    dev.extract_texts(template)
    with template.open("rb") as stream:
        return read_po(stream)


@pytest.fixture(scope="module", params=["nl"])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """The translations into one language."""
    path = dev.TRANSLATIONS / request.param / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=request.param)


def _forms(text: object) -> tuple[str, ...]:
    """Spell out the forms of a text: one, or one for each plural of the language."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def _translation(catalogue: Catalog, text: Message) -> tuple[str, ...]:
    found = catalogue.get(_forms(text.id)[0], text.context)
    return _forms(found.string if found else None)


def test_every_text_is_translated(marked_texts: Catalog, catalogue: Catalog) -> None:
    missing = [
        text.id for text in marked_texts if text.id and not all(_translation(catalogue, text))
    ]

    assert not missing


def test_a_translation_names_the_same_values(marked_texts: Catalog, catalogue: Catalog) -> None:
    for text in filter(lambda text: text.id, marked_texts):
        named = set(re.findall(PLACE, " ".join(_forms(text.id))))
        for form in _translation(catalogue, text):
            assert set(re.findall(PLACE, form)) <= named, text.id


def test_no_translation_is_left_over(marked_texts: Catalog, catalogue: Catalog) -> None:
    marked = {(_forms(text.id), text.context) for text in marked_texts}

    assert not [text.id for text in catalogue if (_forms(text.id), text.context) not in marked]


def _documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("document", _documents(), ids=lambda path: path.name)
def test_every_command_in_a_document_exists(document: Path) -> None:
    code = "\n".join(re.findall(r"(?s)```.*?```|`[^`\n]+`", document.read_text()))

    assert set(re.findall(r"\bmake (\w+)", code)) <= dev.COMMANDS.keys()
    assert set(re.findall(r"\bdev\.py (\w+)", code)) <= dev.COMMANDS.keys()
    assert set(re.findall(r"\bbin/spiegelbeeld (\w+)", code)) <= MODULES.keys()


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_command_is_where_it_is_said_to_be(name: str) -> None:
    module = import_module(f"app.cli.{MODULES[name]}")

    assert getattr(module, name).name == name


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    trees = (path for tree in TREES for path in (ROOT / tree).rglob("*") if path.suffix in READ)
    top = (path for path in ROOT.iterdir() if path.suffix in READ)
    here = Path(__file__)  # it has to name them

    assert not [
        str(path.relative_to(ROOT))
        for path in (*trees, *top)
        if path != here and SOMEBODYS_PATH.search(path.read_text())
    ]


def test_the_steps_need_nothing_but_python() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [getattr(node, "module", None) or node.names[0].name for node in imports]

    assert names
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_make_knows_every_step() -> None:
    targets = re.search(r"(?m)^\.PHONY: (.+)$", (ROOT / "Makefile").read_text())

    assert targets
    assert set(targets[1].split()) == dev.COMMANDS.keys()
