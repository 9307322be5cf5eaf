"""The steps in which a demo is made, each done once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select

from app import randomness
from app.database import db, transaction
from app.demo.company import Company
from app.demo.keys import Login
from app.models.accounts import Role, User
from app.models.organisations import Organisation
from app.models.questionnaires import Questionnaire
from app.models.releases import Release
from app.models.responses import Response, ResponseState
from app.models.waves import Collector, Wave
from app.services import aim, author, field, fold, people, publish, segment
from app.services.access import Actor
from app.services.aim import Aim
from app.services.field import WavePlan
from app.services.people import NewOrganisation, NewPerson
from surveys.measurement.image.profiles import Target
from surveys.questionnaire.items import Answer


@dataclass(frozen=True, slots=True)
class Office:
    """The two people of an organisation who do what there is to do; whatever is done already stays.

    The designer publishes, opens, releases and closes; the manager sets the profiles.
    """

    organisation_id: int
    designer: Actor
    manager: Actor

    @classmethod
    def found(
        cls, actor: Actor, company: Company, logins: Iterable[Login], now: datetime
    ) -> "Office":
        """Found an organisation, and give its people their accounts."""
        here = select(Organisation).where(Organisation.code == company.code)
        if db.session.scalar(here) is None:
            new = NewOrganisation(code=company.code, name=company.name, accent=company.accent)
            people.add_organisation(actor, new, now=now)
        organisation_id = db.session.scalars(here).one().id
        own = select(User).where(User.organisation_id == organisation_id)
        known = {user.email for user in db.session.scalars(own)}
        for login in logins:
            if login.organisation == company.name and login.email not in known:
                person = NewPerson(
                    email=login.email, role=login.role, name=login.name, password=login.password
                )
                people.add_person(actor, company.code, person, now=now)
        actors = {
            user.role: Actor(user_id=user.id, organisation_id=organisation_id, role=user.role)
            for user in db.session.scalars(own)
        }
        return cls(organisation_id, actors[Role.DESIGNER], actors[Role.MANAGER])

    def publish(self, name: str, now: datetime) -> int:
        """Take a ready-made questionnaire, publish it, and return the id of its version."""
        questionnaire_id = db.session.scalar(
            select(Questionnaire.id).where(
                Questionnaire.organisation_id == self.organisation_id, Questionnaire.code == name
            )
        )
        if questionnaire_id is None:
            questionnaire_id = author.take_questionnaire(self.designer, name, now=now).id
        return publish.publish(self.designer, questionnaire_id, now=now).id

    def segment(self, name: Mapping[str, str], *, wanted: bool) -> int:
        """Name a segment, and return its id."""
        for known in segment.list_segments(self.designer):
            if known.name == name:
                return known.id
        return segment.add_segment(self.designer, name, wanted=wanted).id

    def aim(self, segment_id: int | None, profile: Mapping[str, Target], now: datetime) -> None:
        """Set the mission, or the wish of a segment."""
        aims = {code: Aim(target.value, target.tolerance) for code, target in profile.items()}
        as_of = aim.show_profile(self.manager, segment_id).as_of
        aim.set_profile(self.manager, segment_id, aims, as_of=as_of, now=now)

    def open_wave(self, plan: WavePlan, now: datetime) -> Wave:
        """Open a wave."""
        own = select(Wave).where(
            Wave.organisation_id == self.organisation_id, Wave.title == plan.title
        )
        if db.session.scalar(own) is None:
            field.open_wave(self.designer, plan, now=now)
        return db.session.scalars(own).one()

    def fill(
        self,
        collector: Collector,
        answers: Sequence[Mapping[str, Answer]],
        between: tuple[datetime, datetime],
        *,
        segment_id: int | None = None,
        already: int = 0,
    ) -> None:
        """Let respondents send their answers, if no more than `already` did so in this segment."""
        came_in = db.session.scalar(
            select(func.count()).where(
                Response.collector_id == collector.id, Response.segment_id == segment_id
            )
        )
        if answers and (came_in or 0) <= already:
            rows = _rows(collector, answers, between, segment_id)
            with transaction() as session:
                session.execute(insert(Response), rows)

    def release_once(self, wave: Wave, now: datetime) -> None:
        """Release what waits in a wave of which nothing was released before."""
        if db.session.scalar(select(Release.id).where(Release.wave_id == wave.id)) is None:
            fold.release(self.designer, wave.id, now=now)

    def close(self, wave: Wave, now: datetime) -> None:
        """Close a wave."""
        field.close_wave(self.designer, wave.id, now=now)


def _rows(
    collector: Collector,
    answers: Sequence[Mapping[str, Answer]],
    between: tuple[datetime, datetime],
    segment_id: int | None,
) -> list[dict[str, object]]:
    """Return complete responses that came in evenly between two moments."""
    fielding = collector.fielding
    questionnaire = fielding.version.read()
    return [
        {
            "id": randomness.row_id(),
            "organisation_id": collector.organisation_id,
            "fielding_id": fielding.id,
            "version_id": fielding.version_id,
            "collector_id": collector.id,
            "segment_id": segment_id,
            "secret_hash": randomness.digest(randomness.secret()),
            "language": questionnaire.default_language,
            "answers": {code: questionnaire.accept(code, value) for code, value in given.items()},
            "page": questionnaire.pages[-1].code,
            "revision": len(questionnaire.pages),
            "state": ResponseState.COMPLETE,
            "started_on": day,
            "saved_on": day,
            "completed_on": day,
            "receipt": randomness.receipt(),
        }
        for given, day in zip(answers, _days(between, len(answers)), strict=True)
    ]


def _days(between: tuple[datetime, datetime], n: int) -> list[date]:
    first, last = between
    step: timedelta = (last - first) / max(1, n)
    return [(first + place * step).date() for place in range(n)]
