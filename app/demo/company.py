"""An organisation of the demo, and the people who log in to it: one in each role."""

from pydantic import BaseModel, ConfigDict

from app.models.accounts import Role


class Company(BaseModel):
    """An organisation with one person per role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    accent: str
    people: dict[Role, str]

    def email(self, role: Role) -> str:
        """Return the address of the person in a role."""
        return f"{role}@{self.code}.example"
