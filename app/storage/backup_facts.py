"""What a copied database says of itself, read without the mapped classes: it may be of any released schema."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.rules.backup_thinning import Thinning

log = logging.getLogger(__name__)

MAIN_TABLES = ("client", "consultation", "contract", "attachment", "staff", "past_matter", "change_set")
"""Whose rows a person knows by number."""
THINNING_KEY, INTERVAL_KEY = "backup.thinning", "backup.interval"
"""Keys of `firm_setting`."""
HASH_LENGTH = 64


@dataclass(frozen=True)
class Facts:
    """What was found.

    Args:
        revision: of the schema.
        counts: rows of the main tables.
        position: the journal's newest local number.
        device: which device wrote last, hex; empty for an empty journal.
        heads: device id, hex -> digest of its last set.
        thinning: how many backups the firm keeps.
        wanted: hashes of the blobs that rows name.

    """

    revision: str
    counts: Mapping[str, int]
    position: int
    device: str
    heads: Mapping[str, str]
    thinning: Thinning
    wanted: frozenset[str]


def facts_of(connection: Any) -> Facts:
    """Read a database by an open raw connection."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    last = connection.execute("SELECT local_seq, device_id FROM change_set ORDER BY local_seq DESC LIMIT 1").fetchone()
    heads = connection.execute("SELECT device_id, digest, max(device_seq) FROM change_set GROUP BY device_id")
    return Facts(
        revision=str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]),
        counts={name: _count(connection, name) for name in MAIN_TABLES if name in tables},
        position=last[0] if last else 0,
        device=last[1].hex() if last else "",
        heads={device.hex(): digest for device, digest, _ in heads},
        thinning=thinning_from(_setting(connection, tables, THINNING_KEY)),
        wanted=frozenset().union(*(_blobs_named(connection, name) for name in tables)),
    )


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a name of ours


def _setting(connection: Any, tables: set[str], key: str) -> object:
    if "firm_setting" not in tables:
        return None
    row = connection.execute("SELECT value FROM firm_setting WHERE key = ?", (key,)).fetchone()
    try:
        return json.loads(row[0]) if row else None
    except ValueError:
        log.warning("a setting is unreadable, using the default")
        return None


def thinning_from(value: object) -> Thinning:
    """Return the firm's rule as stored, or the default."""
    if isinstance(value, dict):
        figures = [value.get(name) for name in ("hourly", "daily", "monthly")]
        whole = [figure for figure in figures if isinstance(figure, int)]
        rule = Thinning(*whole)
        if len(whole) == len(figures) and not rule.problems:
            return rule
    return Thinning()


def _blobs_named(connection: Any, table: str) -> frozenset[str]:
    """Return the hashes in a table's columns named …_hash."""
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[1].endswith("_hash")]
    found: set[str] = set()
    for column in columns:
        named = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE length("{column}") = {HASH_LENGTH}'  # noqa: S608
        found |= {name for (name,) in connection.execute(named)}
    return frozenset(found)
