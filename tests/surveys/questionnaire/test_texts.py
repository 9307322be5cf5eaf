from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from surveys.questionnaire.texts import Code, Language, OptionCode, fill, text_in

TEXT = {"nl": "Prijs", "en": "Price"}


@pytest.mark.parametrize(
    ("language", "default", "expected"),
    [("en", "nl", "Price"), ("de", "en", "Price"), ("de", "fr", "Prijs")],
)
def test_another_language_stands_in(language: str, default: str, expected: str) -> None:
    assert text_in(TEXT, language, default) == expected


def test_without_any_language_there_is_no_text() -> None:
    assert not text_in({}, "nl", "nl")


def test_only_documented_names_are_filled() -> None:
    names = {"organisation": "Noordwal", "secret": "x"}
    text = "{organisation} {secret} {organisation.__class__} {0} {{organisation}}"

    assert fill(text, names) == "Noordwal {secret} {organisation.__class__} {0} {Noordwal}"


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert fill("{organisation}", {"organisation": "{organisation}"}) == "{organisation}"
    assert fill("{organisation}", {"organisation": r"\1"}) == r"\1"


def test_a_name_that_is_not_known_stays() -> None:
    assert fill("{organisation}", {}) == "{organisation}"


@given(st.text().filter(lambda text: "{organisation}" not in text))
def test_a_text_without_names_stays_as_it_is(text: str) -> None:
    assert fill(text, {"organisation": "Noordwal"}) == text


@pytest.mark.parametrize(
    ("kind", "taken", "refused"),
    [
        (Code, ["a", "resp_1"], ["", "A", "1a", "a-b", "a b", "é", "a" * 41, "a\n"]),
        (OptionCode, ["2", "no", "A-1"], ["", "a.b", "a b", "a" * 41, "1\n"]),
        (Language, ["nl", "pt-BR", "zh-Hant"], ["", "NL", "dutch", "nl_NL", "nl\n"]),
    ],
)
def test_how_codes_and_languages_are_written(
    kind: Any, taken: list[str], refused: list[str]
) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(kind)

    assert [adapter.validate_python(code) for code in taken] == taken
    for code in refused:
        with pytest.raises(ValidationError):
            adapter.validate_python(code)
