"""What is indexed is found as people type it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.rules.search_terms import index_terms, parse_query
from app.storage import search
from app.storage.unit_of_work import unit_of_work
from tests.storage_support import context_for, new_database

PEOPLE = {
    1: ("张三", ["13812345678"], ["130102199003070427"]),
    2: ("张三丰", ["0311-8765 4321"], []),
    3: ("单田芳", [], ["LG-2026-0003"]),
    4: ("河北建设集团有限公司", [], ["91130100MA07XXXX1Y"]),
    5: ("𠮷田 吕布", [], []),
    6: ("Anna·Lee 阿依古丽·买买提", [], []),
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with new_database(tmp_path) as database, unit_of_work(database, context_for(database)) as work:
        entries = [(number, index_terms(*person)) for number, person in PEOPLE.items()]
        search.index_many(work.session, "client", entries)
        yield work.session


def _found(session: Session, typed: str, kind: str = "client") -> set[int]:
    return set(search.search(session, kind, parse_query(typed)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("张", {1, 2}),
        ("张三", {1, 2}),
        ("张三丰", {2}),
        ("三丰", {2}),
        ("三张", set()),
        ("zs", {1, 2}),
        ("zhangsan", {1, 2}),
        ("ZhangSanF", {2}),
        ("sanfeng", {2}),
        ("stf", {3}),
        ("shan", {3}),
        ("1381234", {1}),
        ("5678", {1}),
        ("0427", {1}),
        ("0311 8765", {2}),
        ("4321", {2}),
        ("建设", {4}),
        ("hbjs", {4}),
        ("MA07", {4}),
        ("𠮷", {5}),
        ("lv", {5}),
        ("lü", {5}),
        ("anna", {6}),
        ("买买提", {6}),
        ("张 5678", {1}),
        ("", set()),
        ("，。！\"*'()", set()),
        ('"', set()),
        ("张 NOT 三", set()),
        ("ph:5678", set()),
    ],
)
def test_a_typed_query_finds_whom_it_means(session: Session, typed: str, expected: set[int]) -> None:
    assert _found(session, typed) == expected


def test_indexing_again_replaces_and_removing_forgets(session: Session) -> None:
    search.index(session, "client", 1, index_terms("王五", [], []))
    assert _found(session, "张三") == {2}
    assert _found(session, "王五") == {1}
    search.remove(session, "client", 1)
    search.remove(session, "client", 999)
    assert _found(session, "王五") == set()


def test_each_kind_has_its_own_index(session: Session) -> None:
    search.index(session, "contract", 1, index_terms("张三", [], []))
    assert _found(session, "张三", "contract") == {1}
    assert _found(session, "张三", "consultation") == set()
    search.clear(session)
    assert _found(session, "张三") == _found(session, "张三", "contract") == set()
    search.index(session, "client", 1, index_terms("张三", [], []))
    assert _found(session, "张三") == {1}


def test_the_newest_come_first_and_no_more_than_asked_for(session: Session) -> None:
    search.index_many(session, "client", [(n, index_terms("赵敏", [], [])) for n in range(10, 40)])
    assert search.search(session, "client", parse_query("赵敏"), limit=3) == [39, 38, 37]
