"""What is said of how an outcome goes along with what people judged or met: never that it is so."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.web import figures, words
from surveys.measurement.origins.drivers import Definiteness, fewest_people
from surveys.measurement.origins.influence import Split

NAMED = 3
"""So many at most are named in one claim."""


def is_told(split: Split | None) -> bool:
    """Tell whether there is a split, of more than chance would give."""
    return split is not None and split.is_shown and split.is_beyond_chance


def strongest(split: Split) -> list[str]:
    """Return the codes of those that share the first place: which is first of them is not sure."""
    found = []
    for code, driver in split.drivers.items():
        if driver.share is None:
            break
        found.append(code)
        if driver.is_rank_sure:
            break
    return found


def with_each(split: Split, names: Mapping[str, str]) -> str:
    """Return what an outcome goes along with most, for a sentence; empty where that is too many."""
    found = [words.inline(names[code]) for code in strongest(split)]
    if not 0 < len(found) <= NAMED:
        return ""
    *first, last = found
    if not first:
        return last
    separator = str(_(", and with "))
    return f"{separator.join(first)}{separator}{last}"


def headline(split: Split | None, outcome: str, names: Mapping[str, str]) -> str:
    """Say what an outcome goes along with most.

    Args:
        split: how what is explained of it is split.
        outcome: what it is called in a sentence, with its article.
        names: of the drivers by their codes.
    """
    if split is None or not is_told(split):
        text = _("What %(outcome)s goes along with cannot be said yet.", outcome=outcome)
        return str(text)
    named = with_each(split, names)
    if named and split.left_out:
        text = _(
            "Of what could be weighed, %(outcome)s goes along most with %(names)s.",
            outcome=outcome,
            names=named,
        )
    elif named:
        text = _("%(outcome)s goes along most with %(names)s.", outcome=outcome, names=named)
    else:
        first = words.inline(names[next(iter(split.drivers))])
        text = _(
            "%(outcome)s goes along with several things about as much, among them %(name)s.",
            outcome=outcome,
            name=first,
        )
    return words.capital(str(text))


def extent(split: Split | None, names: Mapping[str, str]) -> str:
    """Say how much goes along in all, how much of that with the first, and how sure that is."""
    if split is None or not split.is_shown:
        return not_shown(split)
    if not split.is_beyond_chance:
        return str(_("No more goes along with it than chance would bring about."))
    code, driver = next(iter(split.drivers.items()))
    said = [
        _(
            "%(r2)s of the differences between people can be explained; of that %(share)s goes "
            "with %(name)s.",
            r2=figures.percent(split.r2),
            share=figures.percent(driver.share.value if driver.share else None),
            name=words.inline(names[code]),
        )
    ]
    if len(strongest(split)) > 1:
        said.append(_("Which one comes first cannot be said yet."))
    return " ".join(map(str, said))


def not_shown(split: Split | None) -> str:
    """Say why there is no split."""
    if split is None:
        return str(_("This was not asked."))
    if split.definiteness is Definiteness.REFUSED:
        return str(_("The answers on pairs contradict each other: they cannot be split."))
    fewest = figures.count(fewest_people(1))
    return str(_("Too few answers to split: at least %(n)s people have to give both.", n=fewest))


def how_to_read(split: Split, names: Mapping[str, str]) -> list[str]:
    """Say on whom a split rests, what is uncertain about it, and who was left out."""
    if not split.is_shown:
        return []
    base = _(
        "Shares of R² (%(r2)s; adjusted %(adjusted)s) by LMG, with 95%% intervals by the "
        "jackknife; smallest pair n %(n)s.",
        r2=figures.alpha(split.r2),
        adjusted=figures.alpha(split.r2_adjusted),
        n=figures.count(split.n),
    )
    caution = _("Goes along with: this does not prove a cause.")
    return [str(caution), str(base), *_reservations(split, names)]


def _reservations(split: Split, names: Mapping[str, str]) -> list[str]:
    said = []
    if split.definiteness is Definiteness.MENDED:
        said.append(_("Correlations of different people were brought in line by a small change."))
    if split.is_order_unsure:
        said.append(_("The order is unsure: a second way of splitting gives another one."))
    suppressed = [code for code, driver in split.drivers.items() if driver.suppresses]
    if suppressed:
        said.append(
            _(
                "Beside the others these point the other way: %(names)s.",
                names=joined(suppressed, names),
            )
        )
    if split.left_out:
        said.append(
            _(
                "Left out for too few who judged it together with the others: %(names)s.",
                names=joined(split.left_out, names),
            )
        )
    return [*map(str, said)]


def joined(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Return names as a list for the middle of a sentence."""
    return words.joined(words.inline(names[code]) for code in codes)
