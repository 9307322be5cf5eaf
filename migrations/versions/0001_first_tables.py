"""The first tables. There are no old rows."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
WORDS = sa.JSON(none_as_null=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FINAL = "questionnaire_id, number, definition, definition_hash"
REFUSAL = "a published version never changes"


def upgrade() -> None:
    _organisations()
    _yardsticks()
    _questionnaires()
    _waves()
    _responses()
    _blocks("block", _bytes("data"), _bytes("response_ids"))
    _blocks("summary", _bytes("moments"))
    _targets()
    _make_versions_final()


def downgrade() -> None:
    for table in (
        *("target", "summary", "block", "response", "release", "collector", "fielding"),
        *("wave_segment", "wave", "version", "questionnaire"),
        *("segment", "touchpoint", "dimension", "user", "organisation"),
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_version_change")


def _organisations() -> None:
    op.create_table(
        "organisation",
        _id(),
        _code(unique=True),
        _text("name"),
        _text("accent", 7),
        _count("k"),
        _count("k_employees"),
        _count("k_comments"),
        _text("timezone", 64),
        _text("language", 16),
        _moment("created_at"),
        sa.CheckConstraint("k >= 3", name="k_at_least_3"),
        sa.CheckConstraint("k_employees >= 3", name="k_employees_at_least_3"),
        sa.CheckConstraint("k_comments >= 3", name="k_comments_at_least_3"),
        sa.CheckConstraint("length(accent) = 7", name="accent_is_rrggbb"),
    )
    op.create_table(
        "user",
        _id(),
        _of("organisation"),
        _text("email", 254, unique=True),
        _text("name"),
        _one_of("role", "owner", "designer", "manager", "analyst", "viewer"),
        _text("password", 255, nullable=True),
        _flag("active"),
        _text("fs_uniquifier", 64, unique=True),
        _text("language", 16, nullable=True),
        _moment("created_at"),
    )


def _yardsticks() -> None:
    _words("dimension", _one_of("direction", "more_is_better", "target_is_best"))
    _words(
        "touchpoint",
        _one_of("kind", "owned", "staff", "customers", "media", "other", name="touchpointkind"),
        _one_of("steerability", "direct", "indirect", "none"),
    )
    _words("segment", _flag("wanted"))


def _words(table: str, *particulars: sa.Column[Any]) -> None:
    """Make a table of what an organisation names once, and everything refers to by code."""
    op.create_table(
        table,
        _id(),
        _of("organisation", index=False),
        _code(),
        sa.Column("name", WORDS, nullable=False),
        *particulars,
        _count("position"),
        sa.UniqueConstraint("organisation_id", "code"),
    )


def _questionnaires() -> None:
    op.create_table(
        "questionnaire",
        _id(),
        _of("organisation", index=False),
        _code(),
        _audience(),
        sa.Column("draft", sa.Text(), nullable=True),
        _moment("created_at"),
        _moment("changed_at"),
        sa.UniqueConstraint("organisation_id", "code"),
    )
    op.create_table(
        "version",
        _id(),
        _of("organisation"),
        _of("questionnaire", index=False),
        _count("number"),
        sa.Column("definition", sa.Text(), nullable=False),
        _text("definition_hash", 64),
        _moment("published_at"),
        _of("user", "published_by"),
        sa.UniqueConstraint("questionnaire_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_1"),
    )


def _waves() -> None:
    op.create_table(
        "wave",
        _id(),
        _of("organisation"),
        _text("title"),
        _one_of("privacy", "anonymous", "confidential", "named"),
        _one_of("segmentation", "none", "item", "link"),
        _text("segmentation_item", 64, nullable=True),
        _moment("opens_at"),
        _moment("closes_at", nullable=True),
        _moment("closed_at", nullable=True),
        _count("k"),
        _count("k_employees"),
        _moment("created_at"),
        _of("user", "created_by"),
        sa.CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        sa.CheckConstraint("k >= 3 AND k_employees >= 3", name="k_at_least_3"),
        sa.CheckConstraint(
            "(segmentation = 'item') = (segmentation_item IS NOT NULL)", name="item_when_by_item"
        ),
    )
    op.create_table(
        "wave_segment",
        _id(),
        _of("organisation"),
        _of("wave", index=False),
        _of("segment"),
        _text("option_code", 64, nullable=True),
        sa.UniqueConstraint("wave_id", "segment_id"),
        sa.UniqueConstraint("wave_id", "option_code"),
    )
    op.create_table(
        "fielding",
        _id(),
        _of("organisation"),
        _of("wave", index=False),
        _audience(),
        _of("version"),
        sa.UniqueConstraint("wave_id", "audience"),
    )
    op.create_table(
        "collector",
        _id(),
        _of("organisation"),
        _of("fielding"),
        _one_of("kind", "open_link", name="collectorkind"),
        _text("token", 64, unique=True),
        _of("segment", nullable=True),
        _moment("created_at"),
    )
    op.create_table(
        "release",
        _id(),
        _of("organisation"),
        _of("wave", index=False),
        _count("number"),
        _moment("released_at"),
        _of("user", "released_by"),
        sa.UniqueConstraint("wave_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_1"),
    )


def _responses() -> None:
    op.create_table(
        "response",
        sa.Column("id", BIG_ID, primary_key=True, autoincrement=False),
        _of("organisation"),
        _of("fielding", index=False),
        _of("version"),
        _of("collector"),
        _of("segment", nullable=True),
        _text("secret_hash", 64, unique=True),
        _text("language", 16),
        sa.Column("answers", WORDS, nullable=False),
        _text("page", 64, nullable=True),
        _count("revision"),
        _one_of("state", "open", "complete", name="responsestate"),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        _text("receipt", 64, nullable=True, unique=True),
        _of("release", nullable=True),
        sa.CheckConstraint(
            "(state = 'complete') = (completed_on IS NOT NULL)", name="complete_on_a_day"
        ),
        sa.CheckConstraint(
            "release_id IS NULL OR state = 'complete'", name="released_when_complete"
        ),
        sa.CheckConstraint("revision >= 0", name="revision_counts"),
        sa.Index("ix_response_waiting", "fielding_id", "state", "release_id", "segment_id"),
    )


def _blocks(table: str, *contents: sa.Column[bytes]) -> None:
    bare = sa.text("segment_id IS NULL")
    op.create_table(
        table,
        _id(),
        _of("organisation"),
        _of("fielding", index=False),
        _of("release"),
        _of("segment", nullable=True),
        _count("n"),
        *contents,
        sa.UniqueConstraint("fielding_id", "release_id", "segment_id"),
        sa.CheckConstraint("n >= 0", name="n_counts"),
    )
    op.create_index(
        f"uq_{table}_whole_fielding",
        table,
        ["fielding_id", "release_id"],
        unique=True,
        sqlite_where=bare,
        postgresql_where=bare,
    )


def _targets() -> None:
    op.create_table(
        "target",
        _id(),
        _of("organisation", index=False),
        _one_of("profile", "mission", "wish", name="setprofile"),
        _of("dimension"),
        _of("segment", nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("tolerance", sa.Double(), nullable=False),
        _moment("set_at"),
        _of("user", "set_by"),
        sa.CheckConstraint("value >= 0 AND value <= 100", name="value_0_to_100"),
        sa.CheckConstraint("tolerance > 0 AND tolerance <= 100", name="tolerance_positive"),
        sa.CheckConstraint(
            "(profile = 'wish') = (segment_id IS NOT NULL)", name="wish_of_a_segment"
        ),
        sa.Index(
            "ix_target_newest", "organisation_id", "profile", "dimension_id", "segment_id", "id"
        ),
    )


def _make_versions_final() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER version_is_final BEFORE UPDATE OF {FINAL} ON version "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER version_is_final BEFORE UPDATE OF {FINAL} ON version "
        "FOR EACH ROW EXECUTE FUNCTION refuse_version_change()"
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def _of(
    table: str, name: str | None = None, *, nullable: bool = False, index: bool = True
) -> sa.Column[int]:
    column = name or f"{table}_id"
    key = sa.ForeignKey(f"{table}.id")
    return sa.Column(column, sa.Integer(), key, nullable=nullable, index=index)


def _code(*, unique: bool = False) -> sa.Column[str]:
    return _text("code", 64, unique=unique)


def _text(
    name: str, length: int = 120, *, nullable: bool = False, unique: bool = False
) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable, unique=unique or None)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _audience() -> sa.Column[str]:
    return _one_of("audience", "customers", "prospects", "employees")


def _one_of(column: str, *values: str, name: str | None = None) -> sa.Column[str]:
    kind = sa.Enum(
        *values, name=name or column, native_enum=False, create_constraint=True, length=32
    )
    return sa.Column(column, kind, nullable=False)
