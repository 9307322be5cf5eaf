import pytest

from app.web.locales import direction, locale_of, own_name


@pytest.mark.parametrize(
    ("tag", "name"),
    [("nl", "Nederlands"), ("en", "English"), ("fr", "Français"), ("tr", "Türkçe"), ("xx", "xx")],
)
def test_a_language_is_called_by_its_own_name(tag: str, name: str) -> None:
    assert own_name(tag) == name


def test_a_language_knows_its_direction() -> None:
    assert {tag: direction(tag) for tag in ("nl", "ar", "he", "xx")} == {
        "nl": "ltr",
        "ar": "rtl",
        "he": "rtl",
        "xx": "ltr",
    }


@pytest.mark.parametrize(("tag", "locale"), [("pt-BR", "pt_BR"), ("nl", "nl"), ("xx", "en")])
def test_what_nobody_wrote_down_follows_english(tag: str, locale: str) -> None:
    assert str(locale_of(tag)) == locale
