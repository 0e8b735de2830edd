"""Suggestions and checks of the first-run wizard."""

import pytest

from app.rules.identifiers import credit_code_check_character
from app.services import setup_checks
from app.services.checks import FieldCheck

CODE = "7K2M-0123-ABCD-EFGH-JKMN-PQRS-TVWX-YZ01"


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("河北衡舟律师事务所", "衡舟律所"),
        ("北京市衡舟律师事务所", "衡舟律所"),
        ("河北省石家庄市衡舟律师事务所", "衡舟律所"),
        ("河北石家庄律师事务所", "石家庄律所"),
        ("衡舟律所", ""),
        ("律师事务所", ""),
    ],
)
def test_a_short_name_is_suggested(full: str, short: str) -> None:
    assert setup_checks.short_name_of(full) == short


def test_the_group_name_is_the_prescribed_one() -> None:
    assert setup_checks.group_name("河北衡舟律师事务所") == "河北衡舟律师事务所律师顾问服务群"
    assert setup_checks.group_name("衡舟") == ""


@pytest.mark.parametrize(
    ("name", "login"),
    [("周岚", "zhoulan"), ("单小芳", "shanxiaofang"), ("欧阳 Ann", "ouyangann"), ("吕绿", "lvlv"), ("", ""), ("·", "")],
)
def test_a_login_is_suggested_from_the_name(name: str, login: str) -> None:
    assert setup_checks.login_of(name) == login


def test_the_first_wrong_telephone_is_named() -> None:
    assert setup_checks.phones_problem(["0311-80000000", "", "12348"]) == ""
    assert "“80000000”" in setup_checks.phones_problem(["13000000001", "80000000"])


def test_a_credit_code_is_refused_or_asked_about() -> None:
    first = "31130000MD0000000"
    right = first + credit_code_check_character(first)
    assert setup_checks.credit_code(right.lower()) == FieldCheck(right)
    wrong = first + ("0" if right[-1] != "0" else "1")
    assert setup_checks.credit_code(wrong).question
    assert setup_checks.credit_code(right[:-1]).problem
    company = "91130000MD0000000"
    found = setup_checks.credit_code(company + credit_code_check_character(company))
    assert "31 开头" in found.question
    assert setup_checks.credit_code("") == FieldCheck("")


def test_a_licence_has_seventeen_digits() -> None:
    assert setup_checks.licence_problem("") == ""
    assert setup_checks.licence_problem("1 1301 2019 9900 0001") == ""
    assert "现在是 4 位" in setup_checks.licence_problem("1130")
    assert "只有数字" in setup_checks.licence_problem("113012019990000AB")


def test_a_recovery_key_is_compared_as_people_type() -> None:
    assert setup_checks.recovery_problem(CODE, CODE) == ""
    assert setup_checks.recovery_problem(CODE, CODE.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == ""
    assert "第 2 组" in setup_checks.recovery_problem(CODE, CODE.replace("0123", "0124"))
    assert "还差 4 个字符" in setup_checks.recovery_problem(CODE, CODE[:-5])
    assert "多了 1 个字符" in setup_checks.recovery_problem(CODE, CODE + "9")
