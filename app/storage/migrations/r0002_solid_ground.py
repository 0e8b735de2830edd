"""0002: solid ground."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime
from app.storage.migrations import search_tables


def upgrade() -> None:
    """Bring the schema before to this one."""
    _blob_key()
    _client_state()
    _firm_setting()
    _appointment()
    _calendar_year()
    _channel_policy()
    _firm_day()
    _past_matter()
    _staff_leave()
    _access_log()
    _change_set()
    _client()
    _consultation()
    _consultation_state()
    _contract()
    _staff()
    _by_hand()


def _blob_key() -> None:
    op.create_table(
        "blob_key",
        sa.Column("identity", sa.String(length=120), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_blob_key"),
    )


def _client_state() -> None:
    op.create_table(
        "client_state",
        sa.Column("row_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("last_contact_at", UtcDateTime(), nullable=False),
        sa.Column("is_signed_up", sa.Boolean(), nullable=False),
        sa.Column("is_awaiting_filing", sa.Boolean(), nullable=False),
        sa.Column("has_relief", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("row_no", name="pk_client_state"),
    )
    op.create_index(
        "ix_client_state_has_relief_last_contact_at",
        "client_state",
        ["last_contact_at", "row_no"],
        sqlite_where=sa.text("has_relief = 1"),
        postgresql_where=sa.text("has_relief"),
    )
    op.create_index(
        "ix_client_state_has_relief_name_key",
        "client_state",
        ["name_key", "row_no"],
        sqlite_where=sa.text("has_relief = 1"),
        postgresql_where=sa.text("has_relief"),
    )
    op.create_index(
        "ix_client_state_is_awaiting_filing_last_contact_at",
        "client_state",
        ["last_contact_at", "row_no"],
        sqlite_where=sa.text("is_awaiting_filing = 1"),
        postgresql_where=sa.text("is_awaiting_filing"),
    )
    op.create_index(
        "ix_client_state_is_awaiting_filing_name_key",
        "client_state",
        ["name_key", "row_no"],
        sqlite_where=sa.text("is_awaiting_filing = 1"),
        postgresql_where=sa.text("is_awaiting_filing"),
    )
    op.create_index(
        "ix_client_state_is_signed_up_last_contact_at",
        "client_state",
        ["last_contact_at", "row_no"],
        sqlite_where=sa.text("is_signed_up = 1"),
        postgresql_where=sa.text("is_signed_up"),
    )
    op.create_index(
        "ix_client_state_is_signed_up_name_key",
        "client_state",
        ["name_key", "row_no"],
        sqlite_where=sa.text("is_signed_up = 1"),
        postgresql_where=sa.text("is_signed_up"),
    )


def _firm_setting() -> None:
    op.create_table(
        "firm_setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_firm_setting"),
        sa.UniqueConstraint("key", name="uq_firm_setting_key"),
    )


def _appointment() -> None:
    op.create_table(
        "appointment",
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("appointed_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["appointed_by"], ["staff.id"], name="fk_appointment_appointed_by_staff"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_appointment_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
    )
    op.create_index("ix_appointment_staff_id", "appointment", ["staff_id"])


def _calendar_year() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name="fk_calendar_year_set_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_year"),
        sa.UniqueConstraint("year", name="uq_calendar_year_year"),
    )


def _channel_policy() -> None:
    op.create_table(
        "channel_policy",
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("clock", sa.String(length=40), nullable=False),
        sa.Column("allowance_minutes", sa.Integer(), nullable=False),
        sa.Column("warn_at", sa.Text(), nullable=False),
        sa.Column("set_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name="fk_channel_policy_set_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_channel_policy"),
        sa.UniqueConstraint("scheme", "channel", "valid_from", name="uq_channel_policy_scheme_channel_valid_from"),
    )


def _firm_day() -> None:
    op.create_table(
        "firm_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("set_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name="fk_firm_day_set_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_firm_day"),
        sa.UniqueConstraint("day", name="uq_firm_day_day"),
    )


def _past_matter() -> None:
    op.create_table(
        "past_matter",
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("client_name", sa.String(length=100), nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("opponent", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.String(length=100), nullable=False),
        sa.Column("lawyers", sa.String(length=100), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("fee_fen", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("row_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_past_matter_client_id_client"),
        sa.PrimaryKeyConstraint("row_no", name="pk_past_matter"),
        sa.UniqueConstraint("id", name="uq_past_matter_id"),
    )
    op.create_index("ix_past_matter_client_id", "past_matter", ["client_id"])
    op.create_index("ix_past_matter_number", "past_matter", ["number"])


def _staff_leave() -> None:
    op.create_table(
        "staff_leave",
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_leave_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_leave"),
    )
    op.create_index("ix_staff_leave_staff_id", "staff_leave", ["staff_id"])


def _access_log() -> None:
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("way", sa.String(length=40), server_default="opened", nullable=False))
        batch_op.add_column(sa.Column("note", sa.String(length=200), server_default="", nullable=False))
        batch_op.alter_column("record_id", existing_type=sa.BLOB(), nullable=True)
        batch_op.create_index("ix_access_log_at_number", ["at", "number"], unique=False)


def _change_set() -> None:
    with op.batch_alter_table("change_set", schema=None) as batch_op:
        batch_op.create_index("ix_change_set_at_local_seq", ["at", "local_seq"], unique=False)
        batch_op.create_index("ix_change_set_undoes", ["undoes"], unique=False)


def _client() -> None:
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index("ix_client_row_no_name", ["row_no", "name"], unique=False)


def _consultation() -> None:
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_sensitive", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("is_past", sa.Boolean(), server_default=sa.false(), nullable=False))


def _consultation_state() -> None:
    with op.batch_alter_table("consultation_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_sensitive", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("is_past", sa.Boolean(), server_default=sa.false(), nullable=False))


def _contract() -> None:
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_sensitive", sa.Boolean(), server_default=sa.false(), nullable=False))


def _staff() -> None:
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_phone_published", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("other_phones", sa.Text(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("birth_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_party_member", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("fields", sa.Text(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("languages", sa.Text(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("weekly", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))


# --- by hand ---


def _by_hand() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE IF EXISTS sqlite_stat1")  # gathered by the program before, see SqlcipherDatabase.let_go
    search_tables.make("past_matter")
    search_tables.keep_more_prefixes_of_clients()
    op.execute(
        "INSERT INTO client_state (row_no, name_key, last_contact_at, is_signed_up, is_awaiting_filing, has_relief) "
        "SELECT row_no, name_key, last_contact_at, "
        "EXISTS (SELECT 1 FROM sign_up WHERE sign_up.client_id = client.id AND sign_up.state = 'effective'), "
        "EXISTS (SELECT 1 FROM sign_up WHERE sign_up.client_id = client.id AND sign_up.state = 'awaiting_filing'), "
        "EXISTS (SELECT 1 FROM client_relief WHERE client_relief.client_id = client.id) "
        "FROM client"
    )
