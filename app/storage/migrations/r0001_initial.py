"""0001: the first schema."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime
from app.storage.migrations import search_tables


def upgrade() -> None:
    """Make every table and the full-text index of each kind."""
    _access_log()
    _change_set()
    _client()
    _device()
    _draft()
    _failed_sign_in()
    _firm()
    _number_series()
    _published_price()
    _staff()
    _applied_set()
    _attachment()
    _change()
    _client_relief()
    _consultation()
    _contract()
    _merge_conflict()
    _consultation_event()
    _consultation_state()
    _sign_up()
    _search()


def _search() -> None:
    for kind in ("client", "consultation", "contract"):
        search_tables.make(kind)


def _access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("device_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_access_log"),
    )
    op.create_index("ix_access_log_record", "access_log", ["table_name", "record_id"])


def _change_set() -> None:
    op.create_table(
        "change_set",
        sa.Column(
            "local_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("device_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("device_seq", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("undo", sa.String(length=20), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("undoes", sa.LargeBinary(length=16), nullable=True),
        sa.Column("schema_revision", sa.String(length=40), nullable=False),
        sa.Column("previous_digest", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("local_seq", name="pk_change_set"),
        sa.UniqueConstraint("device_id", "device_seq", name="uq_change_set_device_id_device_seq"),
        sa.UniqueConstraint("id", name="uq_change_set_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_set_actor", "change_set", ["actor_id", "local_seq"])


def _client() -> None:
    op.create_table(
        "client",
        sa.Column("file_no", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("identity_kind", sa.String(length=40), nullable=True),
        sa.Column("identity_no", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("representative", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("other_phone", sa.String(length=30), nullable=False),
        sa.Column("wechat_name", sa.String(length=60), nullable=False),
        sa.Column("district", sa.String(length=6), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("care_notes", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_contact_at", UtcDateTime(), nullable=False),
        sa.Column("row_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("row_no", name="pk_client"),
        sa.UniqueConstraint("file_no", name="uq_client_file_no"),
        sa.UniqueConstraint("id", name="uq_client_id"),
    )
    op.create_index("ix_client_identity_no", "client", ["identity_no"])
    op.create_index("ix_client_last_contact_at_row_no", "client", ["last_contact_at", "row_no"])
    op.create_index("ix_client_name", "client", ["name"])
    op.create_index("ix_client_name_key_row_no", "client", ["name_key", "row_no"])
    op.create_index("ix_client_other_phone", "client", ["other_phone"])
    op.create_index("ix_client_phone", "client", ["phone"])
    op.create_index("ix_client_wechat_name", "client", ["wechat_name"])


def _device() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "form", name="pk_draft"),
    )


def _failed_sign_in() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_in"),
    )


def _firm() -> None:
    op.create_table(
        "firm",
        sa.Column("full_name", sa.String(length=100), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phones", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("head", sa.String(length=40), nullable=False),
        sa.Column("schemes", sa.Text(), nullable=False),
        sa.Column("weekly", sa.Text(), nullable=False),
        sa.Column("summer", sa.Text(), nullable=True),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("out_of_hours_text", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_firm"),
    )


def _number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_number_series"),
        sa.UniqueConstraint("series", "year", name="uq_number_series_series_year"),
    )


def _published_price() -> None:
    op.create_table(
        "published_price",
        sa.Column("schedule_id", sa.String(length=60), nullable=False),
        sa.Column("matter_key", sa.String(length=60), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_published_price"),
        sa.UniqueConstraint(
            "schedule_id", "matter_key", "valid_from", name="uq_published_price_schedule_id_matter_key_valid_from"
        ),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("licence_no", sa.String(length=30), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
    )


def _applied_set() -> None:
    op.create_table(
        "applied_set",
        sa.Column("change_set_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_set.id"], name="fk_applied_set_change_set_id_change_set"),
        sa.PrimaryKeyConstraint("change_set_id", name="pk_applied_set"),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("owner_kind", sa.String(length=30), nullable=False),
        sa.Column("owner_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("blob_hash", sa.String(length=64), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name="fk_attachment_added_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_owner_kind_owner_id", "attachment", ["owner_kind", "owner_id"])


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("change_set_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("operation", sa.String(length=20), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("before_digest", sa.String(length=64), nullable=True),
        sa.Column("after_digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_set.id"], name="fk_change_change_set_id_change_set"),
        sa.PrimaryKeyConstraint("number", name="pk_change"),
        sa.UniqueConstraint("change_set_id", "ordinal", name="uq_change_change_set_id_ordinal"),
    )
    op.create_index("ix_change_row", "change", ["table_name", "row_id"])


def _client_relief() -> None:
    op.create_table(
        "client_relief",
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("relief_group", sa.String(length=40), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_client_relief_client_id_client"),
        sa.PrimaryKeyConstraint("id", name="pk_client_relief"),
    )
    op.create_index("ix_client_relief_client_id", "client_relief", ["client_id"])


def _consultation() -> None:
    op.create_table(
        "consultation",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("source_name", sa.String(length=100), nullable=False),
        sa.Column("asker_name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("wechat_name", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("entered_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("clock", sa.String(length=40), nullable=False),
        sa.Column("allowance_minutes", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=10), nullable=False),
        sa.Column("row_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name="fk_consultation_entered_by_staff"),
        sa.PrimaryKeyConstraint("row_no", name="pk_consultation"),
        sa.UniqueConstraint("id", name="uq_consultation_id"),
        sa.UniqueConstraint("number", name="uq_consultation_number"),
    )
    op.create_index("ix_consultation_phone", "consultation", ["phone"])


def _contract() -> None:
    op.create_table(
        "contract",
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("matter_class", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("has_property", sa.Boolean(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.String(length=100), nullable=False),
        sa.Column("opponent", sa.String(length=200), nullable=False),
        sa.Column("lawyer_ids", sa.Text(), nullable=False),
        sa.Column("signed_up", sa.Boolean(), nullable=False),
        sa.Column("fee_fen", sa.BigInteger(), nullable=True),
        sa.Column("schedule_id", sa.String(length=60), nullable=False),
        sa.Column("calculation", sa.Text(), nullable=True),
        sa.Column("published_price_fen", sa.BigInteger(), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("relief_reason", sa.String(length=40), nullable=True),
        sa.Column("relief_note", sa.Text(), nullable=False),
        sa.Column("approver_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("approved_fee_fen", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("contract_date", sa.Date(), nullable=True),
        sa.Column("docx_hash", sa.String(length=64), nullable=False),
        sa.Column("pdf_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("filed_at", UtcDateTime(), nullable=True),
        sa.Column("filed_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("voided_reason", sa.Text(), nullable=False),
        sa.Column("row_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["approver_id"], ["staff.id"], name="fk_contract_approver_id_staff"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_contract_client_id_client"),
        sa.ForeignKeyConstraint(["filed_by"], ["staff.id"], name="fk_contract_filed_by_staff"),
        sa.PrimaryKeyConstraint("row_no", name="pk_contract"),
        sa.UniqueConstraint("id", name="uq_contract_id"),
        sa.UniqueConstraint("number", name="uq_contract_number"),
    )
    op.create_index("ix_contract_client_id", "contract", ["client_id"])
    op.create_index("ix_contract_state", "contract", ["state"])


def _merge_conflict() -> None:
    op.create_table(
        "merge_conflict",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("change_set_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("column_name", sa.String(length=60), nullable=False),
        sa.Column("base_value", sa.Text(), nullable=True),
        sa.Column("local_value", sa.Text(), nullable=True),
        sa.Column("foreign_value", sa.Text(), nullable=True),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_set_id"], ["change_set.id"], name="fk_merge_conflict_change_set_id_change_set"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_merge_conflict"),
        sa.UniqueConstraint(
            "change_set_id",
            "table_name",
            "row_id",
            "column_name",
            name="uq_merge_conflict_change_set_id_table_name_row_id_column_name",
        ),
    )


def _consultation_event() -> None:
    op.create_table(
        "consultation_event",
        sa.Column("consultation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["staff.id"], name="fk_consultation_event_actor_id_staff"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_consultation_event_consultation_id_consultation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consultation_event"),
    )
    op.create_index(
        "ix_consultation_event_consultation_id_seq", "consultation_event", ["consultation_id", "seq"], unique=True
    )


def _consultation_state() -> None:
    op.create_table(
        "consultation_state",
        sa.Column("consultation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("clock", sa.String(length=40), nullable=False),
        sa.Column("allowance_minutes", sa.Integer(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("soon_at", UtcDateTime(), nullable=False),
        sa.Column("urgent_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("late_after", UtcDateTime(), nullable=False),
        sa.Column("is_estimated", sa.Boolean(), nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("assignee_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("elapsed_minutes", sa.Float(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        sa.Column("notice_sent", sa.Boolean(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_consultation_state_consultation_id_consultation"
        ),
        sa.PrimaryKeyConstraint("consultation_id", name="pk_consultation_state"),
        sa.UniqueConstraint("row_no", name="uq_consultation_state_row_no"),
    )
    op.create_index("ix_consultation_state_answered_at", "consultation_state", ["answered_at"])
    op.create_index("ix_consultation_state_client_id", "consultation_state", ["client_id"])
    op.create_index(
        "ix_consultation_state_stage_assignee_id_due_at", "consultation_state", ["stage", "assignee_id", "due_at"]
    )
    op.create_index("ix_consultation_state_stage_due_at", "consultation_state", ["stage", "due_at"])


def _sign_up() -> None:
    op.create_table(
        "sign_up",
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("agreement_no", sa.String(length=40), nullable=False),
        sa.Column("group_kind", sa.String(length=40), nullable=True),
        sa.Column("group_name", sa.String(length=100), nullable=False),
        sa.Column("nickname", sa.String(length=60), nullable=False),
        sa.Column("consultation_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("called_at", UtcDateTime(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("filed_at", UtcDateTime(), nullable=True),
        sa.Column("filed_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_sign_up_client_id_client"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_sign_up_consultation_id_consultation"
        ),
        sa.ForeignKeyConstraint(["filed_by"], ["staff.id"], name="fk_sign_up_filed_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up"),
    )
    op.create_index("ix_sign_up_client_id", "sign_up", ["client_id"])
    op.create_index("ix_sign_up_state_client_id", "sign_up", ["state", "client_id"])
