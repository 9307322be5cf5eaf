from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import library
from surveys.errors import QuestionnaireError
from surveys.formats import definition_yaml
from surveys.formats.listing import MOST_PROBLEMS
from surveys.questionnaire.model import Questionnaire
from tests.surveys.questionnaire.make import definition, item, option, page, questionnaire, text

SOUND = """\
code: small
title: {nl: "Klein", en: "Small"}
languages: [nl, en]
scales:
  - code: agree
    points:
      - {value: 1, text: {nl: "Oneens", en: "Disagree"}}
      - {value: 2, text: {nl: "Eens", en: "Agree"}}
pages:
  - code: first
    title: {nl: "Een", en: "One"}
    items:
      - code: fast
        type: likert
        scale: agree
        text: {nl: "Snel", en: "Fast"}
"""


def _found(text: str) -> list[tuple[str, int | None, str, str, str]]:
    return [
        (problem.code, problem.line, problem.place, problem.value, problem.expected)
        for problem in definition_yaml.check_text(dedent(text))
    ]


def test_a_sound_file_is_read_and_has_no_problems() -> None:
    assert not definition_yaml.check_text(SOUND)
    assert definition_yaml.read(SOUND).item_by_code["fast"].text["en"] == "Fast"


@pytest.mark.parametrize("name", library.names())
def test_the_ready_made_questionnaires_are_written_without_loss(name: str) -> None:
    asked = library.load(name)

    assert definition_yaml.read(definition_yaml.write(asked)) == asked


WORDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(
    lambda words: bool(words.strip()) and not any(brace in words for brace in "{}")
)
TRICKY = ("no", "on", "2024-01-31", "1", "1.0", "null", "~", "- a", "a: b", "#", "'", '"', "|")
TEXTS = st.fixed_dictionaries({"nl": WORDS | st.sampled_from(TRICKY), "en": WORDS})
CODES = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True) | st.sampled_from(("no", "on", "y"))
OPTION_CODES = st.from_regex(r"[A-Za-z0-9_-]{1,10}", fullmatch=True) | st.sampled_from(TRICKY[:2])
CONDITIONS = st.recursive(
    st.just({"op": "answered", "item": "a"}) | st.just({"op": "is", "item": "a", "value": "no"}),
    lambda inner: (
        st.builds(
            lambda parts: {"op": "all", "conditions": parts},
            st.lists(inner, min_size=1, max_size=3),
        )
        | st.builds(lambda part: {"op": "not", "condition": part}, inner)
    ),
    max_leaves=4,
)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    codes = draw(st.lists(OPTION_CODES, min_size=1, max_size=4, unique=True))
    options = [option(code, text=draw(TEXTS)) for code in dict.fromkeys([*codes, "no"])]
    return definition(
        item("a", "single_choice", options=options, text=draw(TEXTS)),
        item("b", "nps", low_text=draw(TEXTS), required=draw(st.booleans())),
        title=draw(TEXTS),
        code=draw(CODES),
        welcome={"title": draw(TEXTS), "intro": draw(TEXTS)},
    )


@given(definitions(), CONDITIONS)
def test_what_is_written_is_read_back(values: dict[str, Any], condition: dict[str, Any]) -> None:
    values["pages"].append(page("second", item("c", "number"), show_if=condition))
    asked = Questionnaire.model_validate(values)

    assert definition_yaml.read(definition_yaml.write(asked)) == asked


def test_a_file_reads_well() -> None:
    asked = questionnaire(
        item("a", "likert", text={"en": "Fast", "nl": "Snel: ja"}, show_if=None),
        item("b", "single_choice", options=[option("no", text=text("Een\ntwee"))]),
        touchpoints=[],
        dimensions=[],
        scales=[],
    )

    assert definition_yaml.write(asked) == dedent(
        """\
        code: test
        title: {nl: "Tekst", en: "Tekst"}
        audience: customers
        languages: [nl, en]

        pages:
          - code: first
            title: {nl: "Tekst", en: "Tekst"}
            items:
              - code: a
                type: likert
                scale: agree
                text: {nl: "Snel: ja", en: "Fast"}
              - code: b
                type: single_choice
                text: {nl: "Tekst", en: "Tekst"}
                options:
                  - code: 'no'
                    text:
                      nl: |-
                        Een
                        twee
                      en: |-
                        Een
                        twee
        """
    )


def test_every_problem_of_a_file_is_listed_with_its_line_and_what_would_be_right() -> None:
    text = """\
        code: bad
        title: {nl: "Hoi {naam}", en: Hi}
        languages: [nl, en]
        scales:
          - code: agree
            points: []
        pages:
          - code: first
            title: {nl: Een, en: no}
            show_if: {op: is, item: later, value: 3}
            items:
              - code: fast
                type: likert
                scale: agre
                measures: {dimension: speed, facet: image}
                text: {nl: Snel}
              - code: fast
                type: nps
                required: yes
                text: {nl: Snel, en: Fast}
              - {code: later, type: number, text: {nl: Hoe veel, en: How many}, minmum: 1}
    """

    assert _found(text) == [
        ("placeholder.unknown", 2, "title.nl", "{naam}", "{organisation}"),
        ("scale.no_points", 6, "scales[0].points", "agree", ""),
        ("yaml.ambiguous", 9, "pages[0].title.en", "no", '"no"'),
        ("condition.later_item", 10, "pages[0].show_if.item", "later", ""),
        ("scale.unknown", 14, "pages[0].items[0].scale", "agre", "agree"),
        ("dimension.unknown", 15, "pages[0].items[0].measures.dimension", "speed", ""),
        ("text.missing_language", 16, "pages[0].items[0].text", "en", "nl, en"),
        ("item.duplicate_code", 17, "pages[0].items[1].code", "fast", ""),
        ("yaml.ambiguous", 19, "pages[0].items[1].required", "yes", '"yes"'),
        ("key.unknown", 21, "pages[0].items[2].minmum", "minmum", "minimum"),
    ]


def test_a_problem_within_an_item_names_it() -> None:
    problems = definition_yaml.check_text(SOUND.replace("scale: agree\n", "scale: 3\n"))

    assert [(problem.item, problem.where) for problem in problems] == [
        ("fast", "line 15, pages[0].items[0].scale (fast)")
    ]


def test_a_file_with_problems_is_not_read() -> None:
    with pytest.raises(QuestionnaireError) as refused:
        definition_yaml.read(SOUND.replace("agree\n        text", "other\n        text"))

    assert [problem.code for problem in refused.value.problems] == ["scale.unknown"]


@pytest.mark.parametrize("text", ["just words", "- a\n- b", "1", "{}"])
def test_what_is_no_questionnaire_at_all_is_a_problem(text: str) -> None:
    assert definition_yaml.check_text(text)


@pytest.mark.parametrize("text", ["", "a: [", "a: *b", "\x00"])
def test_what_is_no_yaml_is_a_problem(text: str) -> None:
    assert definition_yaml.check_text(text)


@given(st.text(max_size=200))
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    assert definition_yaml.check_text(text)


@given(st.integers(0, len(SOUND)), st.text(max_size=5))
def test_a_slip_of_the_hand_is_read_or_refused(place: int, typed: str) -> None:
    text = SOUND[:place] + typed + SOUND[place:]
    problems = definition_yaml.check_text(text)

    if not problems:
        definition_yaml.read(text)


@pytest.mark.parametrize("key", ["key", "other{}"])
def test_of_very_many_problems_the_first_are_listed_and_the_others_counted(key: str) -> None:
    lines = [f"{key.format(number)}: 1\n" for number in range(1000)]

    *found, more = definition_yaml.check_text(SOUND + "".join(lines))

    assert len(found) == MOST_PROBLEMS
    assert more.code == "problems.more"
    assert int(more.value) >= 1000 - MOST_PROBLEMS - 1
