"""The tokeniser of the search: what finds a name, and what does not."""

import sqlite3

import pytest

from app.rules.search_terms import BARRIER, Query, TermKind, index_terms, parse_query, pinyin_key


def finds(query: Query, name: str, *, phone: str = "", number: str = "", extra: str = "") -> bool:
    """Match a query against a record the way an index does: tokens, phrases, prefixes."""
    terms = index_terms(name, [phone], [number], extra)
    columns = {"nm": terms.characters, "py": terms.pinyin, "ini": terms.initials, "ph": terms.digits}
    for term in query.terms:
        hit = False
        for column in term.columns:
            tokens = columns[column].split()
            if term.kind is TermKind.PREFIX:
                hit |= any(token.startswith(term.tokens[0]) for token in tokens)
            else:
                size = len(term.tokens)
                hit |= any(tuple(tokens[n : n + size]) == term.tokens for n in range(len(tokens)))
        if not hit:
            return False
    return not query.is_empty


@pytest.mark.parametrize(
    "typed",
    [
        "张",
        "张三",
        "三",
        "zs",
        "zhangsan",
        "san",
        "s",
        "ZhangSan",
        "zhang san",
        "张san",
        "1381234",
        "138",
        "5678",
        "138 1234 5678",
    ],
)
def test_a_person_is_found(typed: str) -> None:
    assert finds(parse_query(typed), "张三", phone="13812345678")


@pytest.mark.parametrize("typed", ["三张", "李", "ls", "hangsan", "9999", "1234567890", "张四", "", "  ", "！？"])
def test_another_person_is_not(typed: str) -> None:
    assert not finds(parse_query(typed), "张三", phone="13812345678")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单雄", "shanxiong"),
        ("单雄", "danxiong"),
        ("单雄", "sx"),
        ("仇英", "qiuying"),
        ("曾国", "zengguo"),
        ("查良", "zhaliang"),
        ("区伟", "ouwei"),
        ("朴明", "piaoming"),
        ("盖叫", "gejiao"),
        ("乐毅", "yueyi"),
        ("覃勇", "qinyong"),
        ("解珍", "xiezhen"),
        ("尉迟恭", "yuchigong"),
        ("任强", "renqiang"),
        ("华佗", "huatuo"),
        ("万俟卨", "moqi"),
        ("吕布", "lvbu"),
        ("吕布", "lubu"),
        ("吕布", "lübu"),
        ("吕布", "LYUBU"),
        ("吕布", "lb"),
        ("王可乐", "wangkele"),
    ],
)
def test_every_reading_of_a_name_finds_it(name: str, typed: str) -> None:
    assert finds(parse_query(typed), name)


def test_numbers_are_found_by_their_endings() -> None:
    assert finds(parse_query("002x"), "李四", number="11010519491231002X")
    assert finds(parse_query("110105"), "李四", number="11010519491231002X")
    assert finds(parse_query("0412"), "李四", number="顾档〔2025〕0412")
    assert finds(parse_query("0311-8666"), "李四", phone="031186661234")
    assert not finds(parse_query("9491"), "李四", number="1234")


def test_latin_words_companies_and_mixed_names() -> None:
    name = "河北ABC商贸有限公司"
    for typed in ("abc", "ABC商贸", "商贸", "shangmao", "smyxgs", "河北abc"):
        assert finds(parse_query(typed), name)
    assert finds(parse_query("3号楼"), "幸福里 3号楼业委会")


def test_full_width_and_rare_characters() -> None:
    assert finds(parse_query("ＡＢＣ"), "abc")
    assert finds(parse_query("𠮷"), "𠮷田")
    assert finds(parse_query("龘"), "龘龘")


def test_extra_text_is_found_by_characters_and_no_phrase_runs_into_it() -> None:
    assert finds(parse_query("借条"), "张三", extra="朋友借条没还")
    assert not finds(parse_query("三朋友"), "张三", extra="朋友借条没还")
    assert not finds(parse_query("jietiao"), "张三", extra="朋友借条没还")
    assert BARRIER not in index_terms("张三", [], []).characters


def test_every_character_of_a_query_survives_the_engines_tokeniser() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table t using fts5(nm, py, ini, ph)")
    terms = index_terms("单𠮷 李", ["13812345678"], [], "借条")
    row = (terms.characters, terms.pinyin, terms.initials, terms.digits)
    database.execute("insert into t values (?, ?, ?, ?)", row)
    for match in ('nm:"单 𠮷"', "{ini py nm}:shan*", "ph:5678*", 'nm:"借 条"'):
        assert database.execute("select count(*) from t where t match ?", (match,)).fetchone() == (1,)
    assert database.execute("select count(*) from t where t match ?", ('nm:"李 借"',)).fetchone() == (0,)
    database.close()


def test_names_sort_by_syllables_with_the_surnames_own_reading() -> None:
    names = ["张三", "单雄", "阿明", "沈阳", "张安", "ABC公司", "吕布", "刘备"]
    assert sorted(names, key=pinyin_key) == ["阿明", "ABC公司", "刘备", "吕布", "单雄", "沈阳", "张安", "张三"]


def test_a_name_within_a_name_is_shorter_in_order() -> None:
    assert pinyin_key("李安") < pinyin_key("李安娜")
    assert pinyin_key("") == ""
