"""Who of a wave's customers a page is about, in words."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.origins import Scene
from app.web import notes, words
from app.web.frame import translated
from surveys.measurement.inference.thresholds import Thresholds

NEEDED = Thresholds()


def group_name(scene: Scene) -> str:
    """Return the name of the segment that is looked at, or of all customers."""
    party = next((one for one in scene.parties if one.code == scene.segment), None)
    return str(_("All customers")) if party is None else translated(party.name)


def group(scene: Scene) -> str:
    """Return the same for the middle of a sentence."""
    return words.inline(group_name(scene))


def answered(scene: Scene) -> str:
    """Say how many people answered, and of whom nothing is in any figure."""
    who = str(_("%(who)s answered", who=notes.customers(scene.n)))
    said = [f"{who}." if scene.segment is None else f"{group_name(scene)}: {who}."]
    hidden = [translated(one.name) for one in scene.parties if not one.n]
    if hidden and scene.segment is None:
        few = _(
            "Not in any total, for fewer than %(k)s answers: %(groups)s.",
            k=scene.k,
            groups=words.joined(map(words.inline, hidden)),
        )
        said.append(str(few))
    if scene.n < NEEDED.to_judge:
        said.append(str(_("That is few: figures are indicative.")))
    return " ".join(said)


def missing(scene: Scene) -> str:
    """Say why there is nothing to show at all; empty where there is something."""
    if scene.n:
        return ""
    return str(
        ngettext(
            "Figures come with a release, from %(num)d customer per group.",
            "Figures come with a release, from %(num)d customers per group.",
            scene.k,
        )
    )
