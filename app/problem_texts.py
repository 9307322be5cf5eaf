"""What is wrong in a file, and what would be right, in plain words of the reader's language.

Needs no web: the command line shows the same texts as the pages.
"""

from collections.abc import Callable
from typing import Final

from surveys.errors import Problem

Translate = Callable[[str], str]
"""A `gettext`: gives a text of the catalogue in the reader's language."""


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is shown."""
    return text


def problem_text(problem: Problem, gettext: Translate) -> str:
    """Say what is wrong and what would be right."""
    right = right_text(problem, gettext)
    return f"{wrong_text(problem, gettext)} {right}" if right else wrong_text(problem, gettext)


def wrong_text(problem: Problem, gettext: Translate) -> str:
    """Say what is wrong, in a sentence."""
    return gettext(TEXTS[problem.code][0]) % _names(problem)


def right_text(problem: Problem, gettext: Translate) -> str:
    """Say what would be right, in a sentence; nothing where that is not known."""
    text = TEXTS[problem.code][1]
    if not text or (EXPECTED in text and not problem.expected):
        return ""
    return gettext(text) % _names(problem)


def place_text(problem: Problem, gettext: Translate) -> str:
    """Say where it stands: the line, the way to it, and the item."""
    parts = []
    if problem.line is not None:
        parts.append(gettext(LINE) % {"line": problem.line})
    if problem.path:
        item = f" ({problem.item})" if problem.item else ""
        parts.append(problem.place + item)
    return ", ".join(parts)


def _names(problem: Problem) -> dict[str, str]:
    return {"value": problem.value, "expected": problem.expected}


LINE: Final = _("line %(line)s")
EXPECTED: Final = "%(expected)s"
MEANT: Final = _("Did you mean: %(expected)s?")
OTHER_CODE: Final = _("Give each its own code.")

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # The file as such
    "file.empty": (_("The file is empty."), ""),
    "file.not_utf8": (
        _("The file holds signs that are not UTF-8."),
        _("Save it as UTF-8 and try again."),
    ),
    "file.too_large": (_("The file is too large."), _("It may be %(expected)s at most.")),
    "problems.more": (_("More problems that are not listed here: %(value)s."), ""),
    # YAML
    "yaml.alias": (
        _("References such as “%(value)s” are not taken."),
        _("Write out here what it stands for."),
    ),
    "yaml.ambiguous": (
        _("YAML does not read “%(value)s” as a text."),
        _("Put it in quotes: %(expected)s. Where yes or no is meant, write true or false."),
    ),
    "yaml.colon_in_text": (
        _("Here stands a colon where none is expected."),
        _("Put a text that holds a colon in quotes, and set keys in by the same number of spaces."),
    ),
    "yaml.control_character": (
        _("Here stands a sign that a text cannot hold."),
        _("Remove it or type it anew."),
    ),
    "yaml.key_not_a_text": (_("A key must be a plain word."), ""),
    "yaml.several_documents": (
        _("A second document begins here."),
        _("Put each questionnaire in a file of its own and remove the line with “---”."),
    ),
    "yaml.syntax": (
        _("From here on this is not YAML: %(value)s."),
        _("Put texts in quotes, and look at the indents of this line and the one above."),
    ),
    "yaml.tab": (_("Here stands a tab."), _("Set lines in by spaces.")),
    "yaml.tag": (_("Types such as “%(value)s” are not taken."), _("Remove the type.")),
    "yaml.too_deep": (
        _("Lists and keys are nested too deeply here."),
        _("At most %(expected)s levels are taken."),
    ),
    "yaml.too_many": (
        _("The file holds too many keys and values."),
        _("At most %(expected)s are taken."),
    ),
    # Keys and values
    "code.malformed": (
        _("“%(value)s” cannot be a code."),
        _("Use small letters, figures and _, a letter first, 40 signs at most."),
    ),
    "code.malformed_option": (
        _("“%(value)s” cannot be the code of an option."),
        _("Use letters, figures, _ and -, 40 signs at most."),
    ),
    "key.duplicate": (
        _("The key “%(value)s” stands here for the second time."),
        _("Keep one of the two."),
    ),
    "key.missing": (_("The key “%(value)s” is missing."), _("Take one of: %(expected)s.")),
    "key.unknown": (_("There is no key “%(value)s” here."), MEANT),
    "language.malformed": (
        _("“%(value)s” is no language."),
        _("Write a language as its code, such as nl, en or pt-BR."),
    ),
    "list.empty": (_("This list is empty."), _("Give one at least.")),
    "text.empty": (_("The text is empty."), _("Write the text, or remove the key.")),
    "text.not_per_language": (
        _("A text is written once for each language."),
        _("Write it as: %(expected)s."),
    ),
    "text.not_unicode": (
        _("The text holds a sign that is not Unicode."),
        _("Remove it or type it anew."),
    ),
    "text.too_long": (_("The text is too long."), _("It may have %(expected)s signs at most.")),
    "value.not_a_list": (
        _("Here a list is expected."),
        _("Begin each line with a hyphen, or write [one, two]."),
    ),
    "value.not_a_mapping": (
        _("Here keys with values are expected."),
        _("The keys are: %(expected)s."),
    ),
    "value.not_a_number": (_("“%(value)s” is no number."), _("It must be %(expected)s.")),
    "value.not_a_text": (_("“%(value)s” is no text."), _("Put it in quotes: %(expected)s.")),
    "value.not_a_whole_number": (
        _("“%(value)s” is no whole number."),
        _("Write a whole number, in figures and without quotes."),
    ),
    "value.not_allowed": (_("“%(value)s” cannot stand here."), MEANT),
    "value.not_true_or_false": (
        _("“%(value)s” is neither true nor false."),
        _("Write true or false, without quotes."),
    ),
    "value.too_large": (_("%(value)s is too large."), _("It may be %(expected)s at most.")),
    "value.too_small": (_("%(value)s is too small."), _("It must be %(expected)s at least.")),
    # The questionnaire
    "condition.impossible_value": (
        _("The item that this condition looks at cannot be answered with “%(value)s”."),
        _("Its answers are: %(expected)s."),
    ),
    "condition.later_item": (
        _("The item “%(value)s” is asked only here or later, so the condition cannot look at it."),
        _("Look at an earlier item, or move this one to a later page."),
    ),
    "condition.operator_does_not_fit": (
        _("The operator “%(value)s” does not fit that kind of item."),
        _("What fits: %(expected)s."),
    ),
    "condition.unknown_item": (_("There is no item “%(value)s”."), MEANT),
    "dimension.duplicate_code": (_("There are two dimensions “%(value)s”."), OTHER_CODE),
    "dimension.not_on_a_scale": (
        _("An item of the kind “%(value)s” gives no score for a dimension."),
        _("Use a likert or nps item; a ranking names a dimension per option."),
    ),
    "dimension.scales_do_not_mix": (
        _("The scales of the items of “%(value)s” differ too much to be averaged exactly."),
        _("Use one scale for this dimension."),
    ),
    "dimension.too_many_items": (
        _("The dimension “%(value)s” has too many items."),
        _("It may have %(expected)s at most."),
    ),
    "dimension.unknown": (_("There is no dimension “%(value)s”."), MEANT),
    "experience.no_touchpoint": (
        _("It is not said which image former this item is about."),
        _("Write it as: measures: {touchpoint: …}."),
    ),
    "facet.of_other_audience": (
        _(
            "The facet “%(value)s” is not for this audience: customers judge the image, employees "
            "judge themselves."
        ),
        _("Write “%(expected)s”, or change the audience."),
    ),
    "item.duplicate_code": (_("There are two items “%(value)s”."), OTHER_CODE),
    "item.no_options": (_("There is nothing to choose from."), _("Give the options.")),
    "language.duplicate": (
        _("The language “%(value)s” is named twice."),
        _("Keep one of the two."),
    ),
    "measures.facet_without_dimension": (
        _("A dimension and a facet belong together."),
        _("Write it as: measures: {dimension: …, facet: image}."),
    ),
    "measures.not_one_thing": (
        _("An item measures one thing."),
        _("Name one of: dimension (with facet), touchpoint, outcome, attribute."),
    ),
    "number.minimum_not_below_maximum": (
        _("No number fits: from %(value)s."),
        _("The minimum must be below the maximum."),
    ),
    "number.too_large": (
        _("%(value)s is more than can be counted exactly."),
        _("The maximum may be %(expected)s."),
    ),
    "option.duplicate_code": (_("There are two options “%(value)s”."), OTHER_CODE),
    "page.duplicate_code": (_("There are two pages “%(value)s”."), OTHER_CODE),
    "page.no_items": (
        _("The page “%(value)s” holds nothing."),
        _("Give it items, or remove the page."),
    ),
    "placeholder.unknown": (
        _("“%(value)s” would be shown as it stands."),
        _("These are filled in: %(expected)s."),
    ),
    "questionnaire.no_pages": (_("The questionnaire has no pages."), _("Give it a page.")),
    "ranking.more_than_options": (
        _("%(value)s cannot be ranked."),
        _("There are %(expected)s options."),
    ),
    "scale.duplicate_code": (_("There are two scales “%(value)s”."), OTHER_CODE),
    "scale.no_points": (_("The scale “%(value)s” has no points."), _("Give its points.")),
    "scale.points_not_ascending": (
        _("The points of the scale do not go up: %(value)s."),
        _("The right order is: %(expected)s."),
    ),
    "scale.too_few_points": (
        _("The scale “%(value)s” has a single point."),
        _("A scale has %(expected)s points at least."),
    ),
    "scale.unknown": (_("There is no scale “%(value)s”."), MEANT),
    "text.missing_language": (
        _("The text in “%(value)s” is missing."),
        _("The questionnaire is in: %(expected)s."),
    ),
    "text.undeclared_language": (
        _("The questionnaire is not in “%(value)s”."),
        _("It is in: %(expected)s. Add the language there, or remove this text."),
    ),
    "touchpoint.duplicate_code": (_("There are two image formers “%(value)s”."), OTHER_CODE),
    "touchpoint.not_an_experience": (
        _("Only an experience item measures an image former."),
        _("Make it one, or let it measure something else."),
    ),
    "touchpoint.unknown": (_("There is no image former “%(value)s”."), MEANT),
    # Answers
    "answer.chosen_twice": (
        _("An option is named twice: %(value)s."),
        _("Name each option once."),
    ),
    "answer.control_characters": (
        _("The answer holds signs that a text cannot hold."),
        _("Remove them."),
    ),
    "answer.detail_of_not_met": (
        _("There are details (%(value)s) of an image former that was not met."),
        _("Leave them empty, or let .met be 1."),
    ),
    "answer.empty": (_("The answer is empty."), _("Leave out what was skipped.")),
    "answer.not_a_list": (_("“%(value)s” is no list of options."), ""),
    "answer.not_a_number": (
        _("“%(value)s” is no number."),
        _("Write it in figures, with a point before decimals."),
    ),
    "answer.not_a_text": (_("“%(value)s” is no text."), ""),
    "answer.not_an_experience": (_("“%(value)s” does not say whether it was met."), ""),
    "answer.not_asked": (_("This item asks nothing, so it has no answer."), ""),
    "answer.out_of_range": (
        _("“%(value)s” is outside the scale."),
        _("It must be %(expected)s."),
    ),
    "answer.ranks_not_in_order": (
        _("These are no ranks: %(value)s."),
        _("Number the options from 1, each rank once: %(expected)s"),
    ),
    "answer.too_long": (
        _("The answer is too long."),
        _("It may have %(expected)s signs at most."),
    ),
    "answer.too_many": (
        _("%(value)s options are too many."),
        _("It may be %(expected)s at most."),
    ),
    "answer.too_many_decimals": (
        _("“%(value)s” has too many decimals."),
        _("It may have %(expected)s."),
    ),
    "answer.unknown_option": (
        _("There is no option “%(value)s”."),
        _("The options are: %(expected)s."),
    ),
    "answer.unknown_part": (_("An experience has no “%(value)s”."), ""),
    "answers.no_items": (
        _("No column is named after an item of the questionnaire."),
        _("Give the columns the codes of the items."),
    ),
    "column.duplicate": (
        _("There are two columns “%(value)s”."),
        _("Give each its own name."),
    ),
    "column.missing": (
        _("The column “%(value)s” is missing, while others of this item are there."),
        _("Add the column, or remove those others."),
    ),
    "column.unknown": (_("There is no column “%(value)s”."), MEANT),
    "row.ragged": (
        _("This row has %(value)s cells."),
        _("The first row has %(expected)s. Put a text that holds the delimiter in quotes."),
    ),
    "row.unreadable": (
        _("From here on the file cannot be read."),
        _("Look for a quotation mark that is not closed; within quotes, write it twice."),
    ),
    # Profiles
    "profiles.unknown_dimension": (
        _("The questionnaire does not measure a dimension “%(value)s”."),
        MEANT,
    ),
    "profiles.unknown_segment": (_("There are no answers of a segment “%(value)s”."), MEANT),
    "target.out_of_range": (
        _("%(value)s cannot be a target or a tolerance."),
        _("It must be %(expected)s."),
    ),
    # Weights
    "weights.column_twice": (
        _("The column “%(value)s” stands in this margin twice."),
        _("Name each column once."),
    ),
    "weights.level_without_answers": (
        _("The margin gives a size for “%(value)s”, but nobody in the answers is there."),
        _("The answers have: %(expected)s. Otherwise add its size to that of another level."),
    ),
    "weights.level_without_target": (
        _("People in the answers are “%(value)s”, but the margin gives no size for that."),
        _("Give its size. The margin has: %(expected)s."),
    ),
    "weights.margins_not_met": (
        _("The margins contradict each other, or the answers lack a group that they need."),
        _("“%(value)s” misses its size most: it should be %(expected)s of all people."),
    ),
    "weights.not_a_number": (
        _("“%(value)s” is no weight."),
        _("Write weights in figures, with a point before decimals; leave empty what has none."),
    ),
    "weights.target_not_positive": (
        _("The size of a level must be above 0."),
        _("Leave out a level that does not exist."),
    ),
    "weights.trim_out_of_range": (
        _("%(value)s cannot be an end for weights."),
        _("It must be within %(expected)s, times the mean weight."),
    ),
}
"""What is wrong and what would be right, by the code of the problem."""
