"""Both engines' search adapters give the same records in the same order for whatever is indexed and typed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.paths import Profile
from app.rules.search_terms import index_terms, parse_query
from app.storage import search
from app.storage.database import Database
from app.storage.postgres.lexemes import lexemes_of, numbers_of, terms_of
from app.storage.sqlcipher import SqlcipherDatabase
from app.storage.unit_of_work import unit_of_work
from tests import engines
from tests.storage_support import KEY, context_for

Result = TypeVar("Result")
CHARACTERS = "张三丰李单田重庆吕布𠮷建设的·（）"
PARTS = st.sampled_from(
    [
        *CHARACTERS,
        "张三",
        "张三丰",
        "zhang",
        "z",
        "zs",
        "An",
        "é",
        "aé",
        "0311",
        "1381234",
        "3号楼",
        "'",
        '"',
        "\\",
        " ",
    ]
)
TEXTS = st.lists(PARTS, max_size=6).map("".join)
NUMBERS = st.text("01389", min_size=1, max_size=11) | st.sampled_from(
    ["13812345678", "LG-2026-0003", "91130100MA07XXXX1Y"]
)
RECORDS = st.builds(
    index_terms,
    TEXTS,
    st.lists(NUMBERS, max_size=2),
    st.lists(NUMBERS, max_size=2),
    TEXTS | st.just("的" * 300 + "张三 丰"),
)
QUERIES = TEXTS | NUMBERS | st.text(max_size=4) | st.text("01389", min_size=1, max_size=6)


Both = tuple[Database, Database]


@pytest.fixture
def both(postgres: engines.PostgresTests, tmp_path: Path) -> Iterator[Both]:
    """Return an empty firm on a server and one in a file."""
    with (
        SqlcipherDatabase.make(Profile(tmp_path / "file"), KEY) as file,
        engines.on(postgres),
        postgres.create(Profile(tmp_path / "server"), KEY) as server,
    ):
        yield server, file


def _on_each(databases: Both, act: Callable[[Session], Result]) -> list[Result]:
    """Do the same on both engines; nothing of it stays."""
    results = []
    for database in databases:
        with unit_of_work(database, context_for(database)) as work:
            results.append(act(work.session))
    return results


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_same_records_in_the_same_order(both: Both, data: st.DataObject) -> None:
    entries = dict(enumerate(data.draw(st.lists(RECORDS, min_size=1, max_size=8), label="records"), start=1))
    again = data.draw(st.dictionaries(st.sampled_from(sorted(entries)), RECORDS, max_size=2), label="indexed again")
    gone = data.draw(st.sets(st.sampled_from(sorted(entries)), max_size=2), label="removed")
    typed = data.draw(st.lists(QUERIES, min_size=5, max_size=15), label="typed")
    limit = data.draw(st.sampled_from([1, 3, search.MOST_HITS]), label="limit")

    def act(session: Session) -> dict[str, list[int]]:
        search.index_many(session, "client", entries.items())
        search.index_many(session, "client", again.items())
        for number in gone:
            search.remove(session, "client", number)
        return {words: search.search(session, "client", parse_query(words), limit) for words in typed}

    here, there = _on_each(both, act)
    assert here == there


@given(RECORDS)
def test_what_the_server_holds_of_a_record_gives_its_terms_back(record: object) -> None:
    assert isinstance(record, type(index_terms("", [], [])))
    given_back = terms_of(record.characters, numbers_of(record), lexemes_of(record))
    for name in ("characters", "pinyin", "initials", "digits"):
        assert set(getattr(given_back, name).split()) == set(getattr(record, name).split())
