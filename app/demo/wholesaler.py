"""Noordwal Techniek as it is written down in `noordwal.yaml`: who there is to simulate."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from app.demo.company import Company
from app.demo.simulation import Comments, Crowd, Former


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Staff(_Part):
    """Employees in one position, and how much better than all they think of the organisation."""

    position: str
    n: int
    shift: float


class CustomerSegment(_Part):
    """Customers of one segment: how they see the organisation, and how they ideally should."""

    code: str
    name: dict[str, str]
    wanted: bool = False
    value: float
    n: int
    image: dict[str, float]
    wish: dict[str, float]
    importance: dict[str, float]
    outcomes: dict[str, float]
    customer_years: dict[str, float]
    comments: Comments


class Done(_Part):
    """An action about one dimension for some segments, after the first wave."""

    name: dict[str, str]
    dimension: str
    segments: tuple[str, ...]
    days_after_first: int


class Competitor(_Part):
    """A competitor, and how the people who buy there see it."""

    name: str
    n: int
    image: dict[str, float]
    outcomes: dict[str, float]


class Group(_Part):
    """What came in so far of one segment in the wave that is open, and how its image moved."""

    segment: str
    released: int
    moved: dict[str, float]


class SecondWave(_Part):
    """The wave that is open."""

    title: str
    groups: tuple[Group, ...]


class Wholesaler(_Part):
    """All that is laid down about the organisation and its people."""

    company: Company
    mission: dict[str, float]
    internal: dict[str, float]
    employees: tuple[Staff, ...]
    segments: tuple[CustomerSegment, ...]
    first_wave: str
    second_wave: SecondWave
    actions: tuple[Done, ...]
    competitors: tuple[Competitor, ...]
    formers: dict[str, Former]
    hangs_on: dict[str, dict[str, float]]
    word_of_mouth: dict[str, dict[str, float]]
    unaware: dict[str, float]
    comments: dict[str, Comments]

    def segment(self, code: str) -> CustomerSegment:
        """Return the segment with this code."""
        return next(segment for segment in self.segments if segment.code == code)

    def staff(self, staff: Staff) -> Crowd:
        """Return the employees in one position."""
        return Crowd(
            n=staff.n,
            ratings={code: mean + staff.shift for code, mean in self.internal.items()},
            comments=self.comments["employees"],
            shares={"position": {staff.position: 1}},
            unaware=self.unaware,
        )

    def customers(
        self,
        segment: CustomerSegment,
        *,
        n: int | None = None,
        moved: Mapping[str, float] | None = None,
        thorough: bool = False,
    ) -> Crowd:
        """Return customers of a segment, `n` or its own number, their image moved by points."""
        image = {code: mean + (moved or {}).get(code, 0) for code, mean in segment.image.items()}
        return Crowd(
            n=segment.n if n is None else n,
            ratings=image | segment.outcomes,
            comments=self.comments["customers"].beside(segment.comments),
            shares=self.word_of_mouth | {"customer_years": segment.customer_years},
            hangs_on=self.hangs_on,
            importance=segment.importance,
            formers=self.formers,
            unaware=self.unaware,
            thorough=thorough,
        )

    def buyers(self, competitor: Competitor) -> Crowd:
        """Return people who buy at a competitor, and judge it."""
        like = self.segments[0]
        return Crowd(
            n=competitor.n,
            ratings=competitor.image | competitor.outcomes,
            comments=self.comments["customers"],
            shares=self.word_of_mouth | {"customer_years": like.customer_years},
            importance=like.importance,
            formers=self.formers,
            unaware=self.unaware,
        )


def noordwal() -> Wholesaler:
    """Return the wholesaler of the demo."""
    written: Any = yaml.safe_load(files("app.demo").joinpath("noordwal.yaml").read_text("utf-8"))
    return Wholesaler.model_validate(written)
