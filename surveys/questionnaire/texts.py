"""Texts in several languages, and the names that are filled into them."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictStr

Code = Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A person-readable key in a questionnaire: `resp_1`."""

OptionCode = Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
"""The code of an option; may be a figure written as text: `"2"`."""

Language = Annotated[StrictStr, Field(pattern=r"^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$")]
"""A language tag: `nl`, `en`, `pt-BR`."""

Text = dict[Language, Annotated[StrictStr, Field(min_length=1, max_length=5000)]]
"""One text in several languages."""

PLACEHOLDERS = ("organisation",)
"""The names that a text may hold, as `{organisation}`; nothing else in braces is touched."""

_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")


class Frozen(BaseModel):
    """The base of all parts of a questionnaire: never changed, nothing unknown inside."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def text_in(text: Mapping[str, str], language: str, default: str) -> str:
    """Return `text` in `language`, else in the questionnaire's `default` language, else any.

    >>> text_in({"nl": "Prijs", "en": "Price"}, "de", "nl")
    'Prijs'
    """
    return text.get(language) or text.get(default) or next(iter(text.values()), "")


def fill(text: str, names: Mapping[str, str]) -> str:
    """Fill the documented placeholders; anything else in braces stays as it was typed.

    >>> fill("{organisation} is fast {0.__class__}", {"organisation": "Noordwal"})
    'Noordwal is fast {0.__class__}'
    """
    return _PLACEHOLDER.sub(lambda found: names.get(found[1], found[0]), text)
