"""Audiences: whom a questionnaire is put to."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a questionnaire is put to; prospects are people of a wanted segment."""

    CUSTOMERS = "customers"
    PROSPECTS = "prospects"
    EMPLOYEES = "employees"
