from hypothesis import given
from hypothesis import strategies as st

from surveys.formats import definition_yaml
from surveys.questionnaire.answering import take_in
from surveys.questionnaire.items import Answer
from surveys.questionnaire.paging import asked

QUESTIONNAIRE = definition_yaml.read(
    """\
code: q
title: {en: Q}
languages: [en]
pages:
  - code: one
    title: {en: One}
    items:
      - {code: size, type: single_choice, required: true, text: {en: Size}, options: [
          {code: small, text: {en: Small}}, {code: large, text: {en: Large}}]}
      - {code: sites, type: number, show_if: {op: is, item: size, value: large}, text: {en: Sites}}
      - {code: told, type: information, text: {en: Told}}
  - code: two
    title: {en: Two}
    show_if: {op: at_least, item: sites, value: 10}
    items:
      - {code: role, type: short_text, text: {en: Role}}
"""
)
ONE, TWO = QUESTIONNAIRE.pages


def test_what_was_filled_in_is_merged() -> None:
    taken = take_in(QUESTIONNAIRE, ONE, {"size": "small", "told": None}, {"role": "buyer"})

    assert taken.answers == {"size": "small", "role": "buyer"}
    assert [item.code for item in taken.items] == ["size", "told"]
    assert (taken.problems, taken.missing, taken.unseen, taken.passed_over) == ({}, (), (), ())


def test_what_was_left_empty_is_taken_out() -> None:
    taken = take_in(QUESTIONNAIRE, ONE, {"size": None, "told": None}, {"size": "small"})

    assert taken.answers == {}
    assert taken.missing == ("size",)


def test_an_emptied_answer_hides_what_hung_on_it_at_once() -> None:
    before: dict[str, Answer] = {"size": "large", "sites": 12}

    taken = take_in(QUESTIONNAIRE, ONE, {"size": None, "sites": None, "told": None}, before)

    assert [item.code for item in taken.items] == ["size", "told"]
    assert [step.page.code for step in taken.steps] == ["one"]
    assert taken.answers == {"sites": 12}  # not asked, so left alone and not counted


def test_an_item_that_appears_is_unseen() -> None:
    taken = take_in(QUESTIONNAIRE, ONE, {"size": "large", "told": None}, {})

    assert taken.unseen == ("sites",)


def test_a_hidden_item_is_passed_over() -> None:
    taken = take_in(QUESTIONNAIRE, ONE, {"size": "small", "sites": 3, "told": None}, {})

    assert taken.answers == {"size": "small"}
    assert taken.passed_over == ("sites",)


def test_a_problem_leaves_the_earlier_answer() -> None:
    values = {"size": "large", "sites": "many", "told": None}

    taken = take_in(QUESTIONNAIRE, ONE, values, {"size": "large", "sites": 12})

    assert taken.answers == {"size": "large", "sites": 12}
    assert set(taken.problems) == {"sites"}


def test_blank_text_counts_as_empty() -> None:
    answers: dict[str, Answer] = {"size": "large", "sites": 12, "role": "buyer"}

    assert "role" not in take_in(QUESTIONNAIRE, TWO, {"role": "  "}, answers).answers


VALUE = st.one_of(
    st.none(),
    st.sampled_from(["small", "large", 3, 12, "12", -1, True, [], {}, "odd"]),
    st.text(max_size=5),
)


@given(
    sizes=st.lists(VALUE, min_size=1, max_size=4),
    sites=st.lists(VALUE, min_size=1, max_size=4),
)
def test_only_what_is_asked_and_acceptable_is_ever_added(
    sizes: list[object], sites: list[object]
) -> None:
    answers: dict[str, Answer] = {}
    for size, site in zip(sizes, sites, strict=False):
        before = dict(answers)
        taken = take_in(QUESTIONNAIRE, ONE, {"size": size, "sites": site, "told": None}, before)
        answers = dict(taken.answers)
        changed = {code for code in answers if answers[code] != before.get(code)}

        assert changed <= asked(QUESTIONNAIRE, answers)
        for code, answer in answers.items():
            assert QUESTIONNAIRE.accept(code, answer) == answer
