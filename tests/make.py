"""Builders of valid things: a test names what matters, the rest is in order.

Rows refer to each other by id 1, as they have in an empty database into which `one_of_each()` is
put; `save` in `tests/conftest.py` puts rows into the database of the application under test.
"""

import hashlib
from datetime import UTC, datetime
from itertools import count

from argon2 import PasswordHasher

from app.database import Base
from app.models.accounts import Role, User
from app.models.audiences import Audience
from app.models.organisations import Organisation
from app.models.profiles import SetProfile, Target
from app.models.questionnaires import Questionnaire, Version
from app.models.releases import Block, Release, Summary
from app.models.responses import Response
from app.models.segments import Segment
from app.models.waves import (
    Collector,
    CollectorKind,
    Fielding,
    Privacy,
    Segmentation,
    Wave,
    WaveSegment,
)
from app.models.yardsticks import Dimension, Touchpoint
from surveys.formats import definition_json
from surveys.measurement.sums.blocks import encode
from surveys.measurement.sums.moments import summarise
from surveys.questionnaire.scales import Direction, Steerability, TouchpointKind

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
DEFINITION = '{"code":"image","languages":["nl"],"title":{"nl":"Beeld"},"pages":[]}'
ENCODED = encode(definition_json.from_json(DEFINITION), [{}])

_numbers = count(1)


def organisation(**changes: object) -> Organisation:
    given = {
        "code": f"company_{next(_numbers)}",
        "name": "Noordwal Techniek",
        "accent": "#1f4e79",
        "created_at": NOON,
    }
    return Organisation(**(given | changes))


def user(**changes: object) -> User:
    number = next(_numbers)
    given = {
        "organisation_id": 1,
        "email": f"person_{number}@noordwal.example",
        "name": "Mirjam de Wit",
        "role": Role.OWNER,
        "password": PASSWORD_HASH,
        "fs_uniquifier": f"session key {number}",
        "created_at": NOON,
    }
    return User(**(given | changes))


def dimension(**changes: object) -> Dimension:
    given = {
        "organisation_id": 1,
        "code": f"dimension_{next(_numbers)}",
        "name": {"nl": "Service", "en": "Service"},
        "direction": Direction.MORE_IS_BETTER,
        "position": 1,
    }
    return Dimension(**(given | changes))


def touchpoint(**changes: object) -> Touchpoint:
    given = {
        "organisation_id": 1,
        "code": f"touchpoint_{next(_numbers)}",
        "name": {"nl": "Website", "en": "Website"},
        "kind": TouchpointKind.OWNED,
        "steerability": Steerability.DIRECT,
        "position": 1,
    }
    return Touchpoint(**(given | changes))


def segment(**changes: object) -> Segment:
    given = {
        "organisation_id": 1,
        "code": f"segment_{next(_numbers)}",
        "name": {"nl": "Installateurs", "en": "Installers"},
        "position": 1,
    }
    return Segment(**(given | changes))


def questionnaire(**changes: object) -> Questionnaire:
    given = {
        "organisation_id": 1,
        "code": f"questionnaire_{next(_numbers)}",
        "audience": Audience.CUSTOMERS,
        "created_at": NOON,
        "changed_at": NOON,
    }
    return Questionnaire(**(given | changes))


def version(**changes: object) -> Version:
    given = {
        "organisation_id": 1,
        "questionnaire_id": 1,
        "number": 1,
        "definition": DEFINITION,
        "definition_hash": hashlib.sha256(DEFINITION.encode()).hexdigest(),
        "published_at": NOON,
        "published_by": 1,
    }
    return Version(**(given | changes))


def wave(**changes: object) -> Wave:
    given = {
        "organisation_id": 1,
        "title": "Najaar 2026",
        "privacy": Privacy.ANONYMOUS,
        "segmentation": Segmentation.NONE,
        "opens_at": NOON,
        "k": 5,
        "k_employees": 8,
        "created_at": NOON,
        "created_by": 1,
    }
    return Wave(**(given | changes))


def wave_segment(**changes: object) -> WaveSegment:
    return WaveSegment(**({"organisation_id": 1, "wave_id": 1, "segment_id": 1} | changes))


def fielding(**changes: object) -> Fielding:
    given = {
        "organisation_id": 1,
        "wave_id": 1,
        "audience": Audience.CUSTOMERS,
        "version_id": 1,
    }
    return Fielding(**(given | changes))


def collector(**changes: object) -> Collector:
    given = {
        "organisation_id": 1,
        "fielding_id": 1,
        "kind": CollectorKind.OPEN_LINK,
        "token": f"token_{next(_numbers)}",
        "created_at": NOON,
    }
    return Collector(**(given | changes))


def response(**changes: object) -> Response:
    number = next(_numbers)
    given = {
        "id": 2**61 + number,
        "organisation_id": 1,
        "fielding_id": 1,
        "version_id": 1,
        "collector_id": 1,
        "secret_hash": hashlib.sha256(str(number).encode()).hexdigest(),
        "language": "nl",
        "answers": {"service_1": 4},
        "started_on": NOON.date(),
        "saved_on": NOON.date(),
    }
    return Response(**(given | changes))


def release(**changes: object) -> Release:
    given = {
        "organisation_id": 1,
        "wave_id": 1,
        "number": 1,
        "released_at": NOON,
        "released_by": 1,
    }
    return Release(**(given | changes))


def block(**changes: object) -> Block:
    given = {
        "organisation_id": 1,
        "fielding_id": 1,
        "release_id": 1,
        "n": 1,
        "data": ENCODED.to_bytes(),
        "response_ids": (2**61).to_bytes(8, "little"),
    }
    return Block(**(given | changes))


def summary(**changes: object) -> Summary:
    given = {
        "organisation_id": 1,
        "fielding_id": 1,
        "release_id": 1,
        "n": 1,
        "moments": summarise(ENCODED).to_bytes(),
    }
    return Summary(**(given | changes))


def target(**changes: object) -> Target:
    given = {
        "organisation_id": 1,
        "profile": SetProfile.MISSION,
        "dimension_id": 1,
        "value": 80.0,
        "tolerance": 5.0,
        "set_at": NOON,
        "set_by": 1,
    }
    return Target(**(given | changes))


def one_of_each() -> list[Base]:
    """One valid row of every table, for an empty database."""
    return [
        organisation(),
        user(),
        dimension(),
        touchpoint(),
        segment(),
        questionnaire(),
        version(),
        wave(),
        wave_segment(),
        fielding(),
        collector(),
        release(),
        response(),
        block(),
        summary(),
        target(),
    ]
