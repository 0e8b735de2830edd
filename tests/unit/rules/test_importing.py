"""What the rows of a clerk's spreadsheet mean: header found, columns told, values read, numbers carried on."""

from datetime import date, timedelta, timezone

import pytest

from app.rules.importing import old_numbers, values
from app.rules.importing.clients import ClientFacts, Standing, merge, read_client, refusal
from app.rules.importing.consultations import read_consultation
from app.rules.importing.fields import all_words, guess_columns, plain_header, signature
from app.rules.importing.matters import read_matter
from app.rules.importing.tables import find_table
from app.terms import (
    Category,
    Channel,
    ClientKind,
    IdentityKind,
    ImportKind,
    ReliefGroup,
    Sex,
    SignUpChannel,
    SignUpState,
)

TODAY = date(2026, 3, 13)
SHANGHAI = timezone(timedelta(hours=8))
DISTRICTS = {"裕华区": "130108", "长安区": "130102"}
CLIENT = all_words(ImportKind.CLIENT)


def grid(text: str) -> list[list[str]]:
    """Return rows written with | between the cells."""
    rows = [line.split("|") for line in text.strip("\n").split("\n")]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def test_titles_above_and_signatures_below_are_no_rows() -> None:
    found = find_table(
        grid(
            "服务对象登记表|服务对象登记表|服务对象登记表\n填表：刘欣||2025.1.1\n序号|姓名|电话\n1|甲示|138\n\n"
            "序号|姓名|电话\n2|乙示|139\n3||\n合计|2 人|\n制表人：刘欣||"
        ),
        CLIENT,
    )
    assert (found.header_line, found.headers) == (3, ("序号", "姓名", "电话"))
    assert [(record.line, record.cells[1]) for record in found.records] == [(4, "甲示"), (7, "乙示")]
    assert found.left_out == (6, 8, 9, 10)


def test_a_header_of_two_rows_is_joined() -> None:
    found = find_table(grid("姓名|联系方式|联系方式|备注\n姓名|手机|微信|备注\n甲示|138|w|x"), CLIENT)
    assert found.headers == ("姓名", "手机", "微信", "备注")
    assert [record.cells[0] for record in found.records] == ["甲示"]


def test_a_client_whose_name_begins_like_a_footer_stays() -> None:
    found = find_table(grid("姓名|电话|住址|备注|性别|区县\n合计示|138|甲路|无|女|裕华区"), CLIENT)
    assert len(found.records) == 1


def test_without_a_header_the_columns_are_counted() -> None:
    found = find_table(grid("甲示|13800000000\n乙示|13900000000"), CLIENT)
    assert (found.header_line, found.headers) == (0, ("第 1 列", "第 2 列"))
    assert len(found.records) == 2


def test_the_user_may_say_where_the_header_is() -> None:
    rows = grid("x|y\na|b\n甲示|138")
    assert find_table(rows, CLIENT, 2).headers == ("a", "b")
    assert len(find_table(rows, CLIENT, 0).records) == 3


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["客户名称", "联系电话（手机）*", "身份证 号"], {0: "name", 1: "phone", 2: "identity_no"}),
        (["当事人", "手机", "联系方式"], {0: "name", 1: "phone", 2: "other_phone"}),
        (["姓名", "签约日期", "所在微信群", "群昵称"], {0: "name", 1: "signed_on", 2: "group_name", 3: "nickname"}),
        (["序号", "姓名", "家庭住址", "备 注"], {1: "name", 2: "address", 3: "care_notes"}),
        (["颜色", "大小"], {}),
    ],
)
def test_columns_are_told_by_their_headers(headers: list[str], expected: dict[int, str]) -> None:
    assert guess_columns(ImportKind.CLIENT, headers) == expected


def test_headers_are_compared_without_brackets_blanks_and_order() -> None:
    assert plain_header(" 联系电话（手机）： ") == "联系电话"
    assert signature(["姓名", "电话"]) == signature(["电话*", " 姓名 "])


@pytest.mark.parametrize("text", ["无", "/", "—", "N/A", "  ", "不详", "暂无"])
def test_written_blanks_are_empty(text: str) -> None:
    row = read_client({"name": "甲示", "phone": "13800000000", "wechat_name": text}, TODAY, {})
    assert row.facts.wechat_name == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低保、残疾", [ReliefGroup.LOW_INCOME, ReliefGroup.DISABLED]),
        ("退役军人", [ReliefGroup.SERVICE_FAMILY]),
        ("普通群众", []),
    ],
)
def test_relief_groups_are_told_by_the_words_clerks_use(text: str, expected: list[ReliefGroup]) -> None:
    assert values.members_of(text, values.RELIEF_GROUPS) == expected


def test_an_identity_number_tells_birth_and_sex() -> None:
    cells = {
        "name": "甲示",
        "identity_no": "11010519491231002x",
        "address": "石家庄市裕华区示范路",
        "birth_date": "1950-1-1",
    }
    row = read_client(cells, TODAY, DISTRICTS)
    assert row.problems == ()
    assert (row.facts.birth_date, row.facts.sex, row.facts.district) == (date(1949, 12, 31), Sex.FEMALE, "130108")
    assert "出生日期与证件号不符，按证件号记 1949-12-31" in row.notes


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"name": "", "phone": "13800000000"}, "缺少姓名"),
        ({"name": "甲示"}, "没有任何联系方式"),
        ({"name": "甲示", "phone": "1380000"}, "手机号应为 11 位"),
        ({"name": "甲示", "phone": "86661234"}, "加区号"),
        ({"name": "甲示", "phone": "13800000000", "identity_no": "110105194912310021"}, "校验不符"),
        ({"name": "甲示", "phone": "13800000000", "signed_on": "3/5/2024"}, "两种读法"),
        ({"name": "甲示", "phone": "13800000000", "signed_on": "2027-1-1"}, "晚于今天"),
        ({"name": "甲" * 101, "phone": "13800000000"}, "最多 100 个"),
    ],
)
def test_faulty_rows_say_why(cells: dict[str, str], words: str) -> None:
    assert words in "；".join(read_client(cells, TODAY, {}).problems)


def test_a_rounded_number_is_faulty_only_where_it_counts() -> None:
    cells = {"name": "甲示", "phone": "13800000000", "identity_no": "110105194912310000"}
    assert "末几位已经丢失" in read_client(cells, TODAY, {}, frozenset({"identity_no"})).problems[0]
    assert read_client({"name": "甲示", "phone": "13800000000"}, TODAY, {}, frozenset({"care_notes"})).problems == ()


def test_companies_are_told_by_name_or_code() -> None:
    assert read_client({"name": "华示商贸有限公司", "phone": "12348"}, TODAY, {}).facts.kind is ClientKind.ORGANISATION
    row = read_client({"name": "华示", "identity_no": "91130100MA00000000", "phone": "12348"}, TODAY, {})
    assert (row.facts.kind, row.facts.identity_kind) == (ClientKind.ORGANISATION, IdentityKind.CREDIT_CODE)


@pytest.mark.clause("S4")
def test_a_sign_up_by_telephone_still_waits_to_be_filed() -> None:
    cells = {"name": "甲示", "phone": "13800000000", "sign_up_channel": "电话签约", "signed_on": "2025.3.5"}
    made = read_client(cells, TODAY, {}).sign_up
    assert made is not None
    assert (made.channel, made.state) == (SignUpChannel.PHONE, SignUpState.AWAITING_FILING)


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"sign_up_channel": "现场", "signed_on": "2025.3.5"}, "协议编号"),
        ({"group_name": "服务群"}, "签约日期"),
        ({"signed_on": "2025.3.5"}, "签约方式"),
    ],
)
def test_an_incomplete_sign_up_is_left_out_and_named(cells: dict[str, str], missing: str) -> None:
    row = read_client({"name": "甲示", "phone": "13800000000", **cells}, TODAY, {})
    assert row.sign_up is None
    assert row.problems == ()
    assert f"缺{missing}" in row.notes[0]


def test_two_telephones_in_a_cell_are_two() -> None:
    facts = read_client({"name": "甲示", "phone": "138 0000 0000/0311-86661234"}, TODAY, {}).facts
    assert facts.phones == ("13800000000", "031186661234")


def test_a_merge_never_overwrites() -> None:
    row = read_client({"name": "甲示", "phone": "13900000000", "address": "乙路", "wechat_name": "w"}, TODAY, {})
    there = Standing(ClientFacts(ClientKind.PERSON, "甲示", phone="13800000000", address="甲路"), "档案")
    added = merge(row, there)
    assert dict(added.fills) == {"wechat_name": "w", "other_phone": "13900000000"}
    assert added.conflicts == ("住址：档案为“甲路”，表中为“乙路”，保留档案的",)


def test_one_number_with_two_names_is_refused() -> None:
    row = read_client({"name": "甲示", "phone": "13800000000", "identity_no": "11010519491231002X"}, TODAY, {})
    there = Standing(ClientFacts(ClientKind.PERSON, "乙示", identity_no="11010519491231002X"), "档案 乙示")
    assert "姓名却不同" in refusal(row, there, by_identity=True)


def test_a_past_consultation_is_read_with_day_channel_and_category() -> None:
    cells = {
        "received": "2024年3月5日 下午3点半",
        "question": "公司拖欠工资",
        "channel": "来访",
        "answer": "可投诉",
        "answered": "2024.3.5",
    }
    row = read_consultation(cells, TODAY, SHANGHAI)
    assert row.problems == ()
    assert row.received_at is not None
    assert f"{row.received_at:%Y-%m-%d %H:%M%z}" == "2024-03-05 15:30+0800"
    assert (row.channel, row.category) == (Channel.WALK_IN, Category.LABOUR)
    assert row.answered_at == row.received_at  # the register names only the day; it was not before the question


def test_a_wrong_telephone_does_not_stop_a_past_consultation() -> None:
    row = read_consultation({"received": "2024-3-5", "question": "问", "phone": "123456789"}, TODAY, SHANGHAI)
    assert (row.problems, row.phone) == ((), "")
    assert "没有记入" in row.notes[0]


def test_a_fee_that_is_no_amount_goes_into_the_note() -> None:
    row = read_matter({"client_name": "甲示", "opponent": "乙示", "fee": "风险代理"}, TODAY)
    assert (row.facts.fee_fen, row.facts.note) == (None, "律师费：风险代理")
    assert read_matter({"client_name": "甲示", "fee": "1.2万元"}, TODAY).facts.fee_fen == 12_000_00


PATTERNS = {
    "contract.民代": "民代〔{year}〕{number:04}",
    "client": "顾档〔{year}〕{number:04}",
    "own": "{firm}-{year}-{number}",
}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            ["民代〔2025〕0007", "民代〔2025〕0118", "民代〔2024〕0900"],
            {("contract.民代", 2025): 118, ("contract.民代", 2024): 900},
        ),
        (["民代(2025)第 12 号", "顾档［2026］3"], {("contract.民代", 2025): 12, ("client", 2026): 3}),
        (["衡舟-2026-45"], {("own", 2026): 45}),
        (["（2025）冀衡律民字第18号", "", "民代〔25〕1", "民代〔2025〕1234567"], {}),
    ],
)
def test_the_highest_number_of_each_series_is_found(texts: list[str], expected: dict[tuple[str, int], int]) -> None:
    assert old_numbers.highest(texts, PATTERNS, "衡舟") == expected
