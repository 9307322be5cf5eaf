"""The demo: an invented wholesaler and a real provider, each in the middle of its work.

Loading goes through the services that people use, step by step (only the answers are put in as
rows, many at once), and each step first looks whether it has been done. So loading that was broken
off goes on where it stopped, and loading again changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from sqlalchemy import select

from app.database import db
from app.demo import keys, provider, wholesaler
from app.demo.company import Company
from app.demo.keys import Keys, Link, Login
from app.demo.provider import RealAnswers
from app.demo.simulation import Crowd, simulate
from app.demo.wholesaler import Wholesaler
from app.errors import DemoKeysLostError
from app.models.audiences import Audience
from app.models.organisations import Organisation
from app.models.waves import Segmentation, Wave
from app.services import access
from app.services.access import Actor, Right
from app.services.demo_steps import Office
from app.services.field import Tie, WavePlan
from surveys.measurement.image.profiles import Target
from surveys.questionnaire.items import Answer
from surveys.questionnaire.model import Questionnaire

REAL_ANSWERS: Final = Path(__file__).parents[2] / "tests" / "data"
"""Where a checkout has the answers of real customers; an installed package has none."""

FIRST_OPENED, FIRST_CLOSED = timedelta(days=75), timedelta(days=40)
SECOND_OPENED, SECOND_RELEASED = timedelta(days=6), timedelta(days=1)
"""How long ago the waves came to where they are."""

SEED: Final = 20261123


def load_demo(
    actor: Actor, folder: Path, *, now: datetime, real_answers: Path = REAL_ANSWERS
) -> Keys:
    """Load the demo where it is not there yet, and return what opens it.

    Args:
        actor: who operates the installation.
        folder: where the log-ins are kept, to be read by the owner of the folder alone.
        now: the present moment, from which the waves are dated back.
        real_answers: the folder with the answers of real customers; where they are not in it, the
            wholesaler is loaded alone.

    Raises:
        ForbiddenError: the actor does not operate the installation.
        DemoKeysLostError: the demo is there, but its log-ins are not in the folder.
    """
    access.require(actor, Right.OPERATE)
    noordwal = wholesaler.noordwal()
    code = noordwal.company.code
    is_there = db.session.scalar(select(Organisation.id).where(Organisation.code == code))
    kept = keys.read(folder)
    if is_there and kept is None:
        raise DemoKeysLostError
    if is_there and kept and kept.links:
        return kept
    real = provider.read(real_answers)
    companies = [noordwal.company, *([provider.COMPANY] if real else [])]
    logins = tuple(_logins(companies, kept))
    keys.keep(folder, Keys(logins=logins))
    links = _load_wholesaler(Office.found(actor, noordwal.company, logins, now), noordwal, now)
    if real:
        _load_provider(Office.found(actor, provider.COMPANY, logins, now), real, now)
    loaded = Keys(logins=logins, links=tuple(links))
    keys.keep(folder, loaded)
    return loaded


def _logins(companies: Iterable[Company], kept: Keys | None) -> Iterator[Login]:
    """Yield a log-in per role and company, with the password that is kept where there is one."""
    passwords = {login.email: login.password for login in kept.logins} if kept else {}
    for company in companies:
        for role, name in company.people.items():
            email = company.email(role)
            yield Login(
                organisation=company.name,
                name=name,
                role=role,
                email=email,
                password=passwords.get(email) or keys.password(),
            )


def _load_provider(office: Office, real: RealAnswers, now: datetime) -> None:
    """Load the wave in which the provider's customers answered."""
    opened, closed = now - FIRST_OPENED, now - FIRST_CLOSED
    version_id = office.publish(provider.QUESTIONNAIRE, opened)
    segments = {
        option: office.segment(name, wanted=False) for option, name in provider.SEGMENTS.items()
    }
    office.aim(None, real.profiles.mission, opened)
    for option, wish in real.profiles.wish.items():
        office.aim(segments[option], wish, opened)
    plan = WavePlan(
        title=provider.WAVE,
        version_id=version_id,
        segmentation=Segmentation.ITEM,
        segmentation_item=provider.SEGMENTATION_ITEM,
        ties=tuple(Tie(segment_id=segments[option], option_code=option) for option in segments),
    )
    wave = office.open_wave(plan, opened)
    for option, segment_id in segments.items():
        answers = [found for found in real.answers if found[provider.SEGMENTATION_ITEM] == option]
        collector = wave.fieldings[0].collectors[0]
        office.fill(collector, answers, (opened, closed), segment_id=segment_id)
    office.close(wave, closed)


def _load_wholesaler(office: Office, company: Wholesaler, now: datetime) -> list[Link]:
    """Load the wholesaler's two waves; return the links into the one that is open."""
    opened = now - FIRST_OPENED
    customers = office.publish("customer_image", opened)
    employees = office.publish("employee_identity", opened)
    office.aim(None, _targets(company.mission), opened)
    ties = []
    for customer in company.segments:
        segment_id = office.segment(customer.name, wanted=customer.wanted)
        office.aim(segment_id, _targets(customer.wish), opened)
        ties.append(Tie(segment_id=segment_id))
    plan = WavePlan(
        title=company.first_wave,
        version_id=customers,
        employees_version_id=employees,
        segmentation=Segmentation.LINK,
        ties=tuple(ties),
    )
    _load_first_wave(office, company, office.open_wave(plan, opened), now)
    plan = WavePlan(
        title=company.second_wave.title,
        version_id=customers,
        segmentation=Segmentation.LINK,
        ties=tuple(ties),
    )
    wave = office.open_wave(plan, now - SECOND_OPENED)
    _load_second_wave(office, company, wave, now)
    return [
        Link(
            organisation=company.company.name,
            wave=wave.title,
            segment=collector.segment.name["nl"] if collector.segment else "",
            token=collector.token,
        )
        for collector in wave.fieldings[0].collectors
    ]


def _targets(profile: dict[str, float]) -> dict[str, Target]:
    return {code: Target(value) for code, value in profile.items()}


def _load_first_wave(office: Office, company: Wholesaler, wave: Wave, now: datetime) -> None:
    """Let all customers and employees answer, and close the wave: that releases."""
    between = (now - FIRST_OPENED, now - FIRST_CLOSED)
    for fielding in wave.fieldings:
        questionnaire = fielding.version.read()
        if fielding.audience is Audience.EMPLOYEES:
            staff = [company.staff(staff) for staff in company.employees]
            answers = _simulated(questionnaire, staff, "employees")
            office.fill(fielding.collectors[0], answers, between)
            continue
        for customer, collector in zip(company.segments, fielding.collectors, strict=True):
            crowd = company.customers(customer)
            answers = _simulated(questionnaire, [crowd], f"first {customer.code}")
            office.fill(collector, answers, between, segment_id=collector.segment_id)
    office.close(wave, between[1])


def _load_second_wave(office: Office, company: Wholesaler, wave: Wave, now: datetime) -> None:
    """Let some answer and release that; then let k - 1 more answer in the first segment."""
    opened, released = now - SECOND_OPENED, now - SECOND_RELEASED
    questionnaire = wave.fieldings[0].version.read()
    ways_in = dict(
        zip((tie.code for tie in company.segments), wave.fieldings[0].collectors, strict=True)
    )
    for group in company.second_wave.groups:
        crowd = company.customers(
            company.segment(group.segment), n=group.released, moved=group.moved
        )
        collector = ways_in[group.segment]
        answers = _simulated(questionnaire, [crowd], f"second {group.segment}")
        office.fill(collector, answers, (opened, released), segment_id=collector.segment_id)
    office.release_once(wave, released)
    first = company.second_wave.groups[0]
    # They answer everything, so that one more answer moves every figure and not only some.
    crowd = company.customers(
        company.segment(first.segment), n=wave.k - 1, moved=first.moved, thorough=True
    )
    collector = ways_in[first.segment]
    office.fill(
        collector,
        _simulated(questionnaire, [crowd], "waiting"),
        (released, now),
        segment_id=collector.segment_id,
        already=first.released,
    )


def _simulated(
    questionnaire: Questionnaire, crowds: Sequence[Crowd], what_for: str
) -> list[dict[str, Answer]]:
    """Return the answers of some crowds: the same ones in whatever order they are asked for."""
    rng = np.random.default_rng([SEED, *what_for.encode()])
    return [answers for crowd in crowds for answers in simulate(questionnaire, crowd, rng)]
