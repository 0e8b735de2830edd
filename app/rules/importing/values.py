"""Reads single cells: choices by the words clerks use, telephone numbers in one cell, amounts, blanks that are written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, TypeVar

from app.errors import InvalidInputError
from app.rules.identifiers import check_phone
from app.rules.money import parse_yuan
from app.rules.written_dates import WrittenDay, read_day
from app.terms import Category, Channel, ClientKind, Fen, IdentityKind, ReliefGroup, Sex, SignUpChannel, Term

T = TypeVar("T", bound=Term)
BLANKS: Final = frozenset(
    {
        "",
        "无",
        "没有",
        "暂无",
        "不详",
        "未知",
        "未提供",
        "空",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "n/a",
        "na",
        "null",
        ".",
    }
)
_PHONES = re.compile(r"[/、，,；;\n|\\]+|\s+(?=1[3-9]\d{9})|或者?|和")
_ORGANISATION = re.compile(
    r"(公司|厂|店|商行|经营部|合作社|中心|委员会|村委会|居委会|学校|小学|中学|幼儿园|医院|诊所|事务所|协会|集团|银行|支行|分行|局|所|社|站|馆)$"
)

SEXES: Final = {Sex.FEMALE: "女 女性 f female", Sex.MALE: "男 男性 m male"}
CLIENT_KINDS: Final = {
    ClientKind.PERSON: "个人 自然人 公民 居民",
    ClientKind.ORGANISATION: "单位 企业 公司 法人 机构 组织 个体工商户 个体户",
}
IDENTITY_KINDS: Final = {
    IdentityKind.RESIDENT_ID: "身份证 居民身份证 二代身份证",
    IdentityKind.RESIDENCE_PERMIT: "港澳台居民居住证 居住证",
    IdentityKind.FOREIGNER_PERMIT: "外国人永久居留证 永久居留",
    IdentityKind.PASSPORT: "护照",
    IdentityKind.CREDIT_CODE: "统一社会信用代码 营业执照 信用代码",
    IdentityKind.OTHER: "其他",
}
SIGN_UP_CHANNELS: Final = {
    SignUpChannel.WRITTEN: "现场 书面 现场签约 现场书面签约 协议 签协议 S1",
    SignUpChannel.JIFATONG: "冀法通 S2.1",
    SignUpChannel.GROUP: "微信群 入群 进群 QQ群 公众号 关注公众号 群 扫码 微信 S3.1",
    SignUpChannel.PHONE: "电话 来电 电话签约 电话咨询 S4",
}
RELIEF_GROUPS: Final = {
    ReliefGroup.LAID_OFF: "下岗 下岗职工 失业 贫困职工",
    ReliefGroup.MIGRANT_WORKER: "农民工 务工 进城务工",
    ReliefGroup.LOW_INCOME: "低保 低保户 最低生活保障 特困",
    ReliefGroup.DISABLED: "残疾 残疾人 残障",
    ReliefGroup.MINOR: "未成年 未成年人 儿童",
    ReliefGroup.HARDSHIP: "困难 经济困难 贫困",
    ReliefGroup.STARTUP: "双创 创业 大学生创业",
    ReliefGroup.SERVICE_FAMILY: "军人 军属 军人军属 退役军人 烈属",
    ReliefGroup.ELDERLY: "老年 老年人 老人 高龄",
    ReliefGroup.OTHER: "其他",
}
CHANNELS: Final = {
    Channel.WECHAT_GROUP: "微信群 群",
    Channel.QQ_GROUP: "qq群 qq",
    Channel.WECHAT: "微信 私信",
    Channel.SMS: "短信 信息",
    Channel.PHONE: "电话 来电 致电 热线",
    Channel.WALK_IN: "现场 来访 上门 面谈 当面 窗口 接待",
    Channel.OFFICIAL_ACCOUNT: "公众号",
    Channel.JIFATONG: "冀法通",
    Channel.ASSOCIATION_SITE: "市律协网站 律协网站 律协",
    Channel.BEIJING_PLATFORM: "北京法网 北京法律服务网 法网",
}
CATEGORIES: Final = {
    Category.FAMILY: "婚姻 离婚 家庭 抚养 赡养 彩礼",
    Category.INHERITANCE: "继承 遗产 遗嘱",
    Category.LABOUR: "劳动 工伤 工资 欠薪 社保 劳务",
    Category.LOAN: "借贷 借款 欠款 债务",
    Category.TRAFFIC: "交通 车祸",
    Category.TENANCY: "租赁 租房",
    Category.HOUSING: "房产 房屋 土地 拆迁 宅基地 物业",
    Category.NEIGHBOUR: "邻里 相邻",
    Category.CONSUMER: "消费",
    Category.COMPANY: "公司 企业 股权",
    Category.CRIMINAL: "刑事 诈骗",
    Category.ADMINISTRATIVE: "行政",
    Category.INTELLECTUAL_PROPERTY: "知识产权 商标 专利 著作",
    Category.TORT: "侵权 损害 人身",
    Category.CONTRACT: "合同 买卖",
    Category.PROCEDURE: "诉讼 执行 起诉",
    Category.WEALTH: "财富",
    Category.GUIDANCE: "办事",
}


@dataclass
class Reading:
    """Collects what a row says while it is read: problems make it faulty, notes are only shown.

    Args:
        cells: text by field id.
        today: the present day where the firm is.
        lost: fields whose long number the file holds only rounded.

    """

    cells: Mapping[str, str]
    today: date
    lost: frozenset[str] = frozenset()
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, field_id: str, most: int = 10_000) -> str:
        """Return a cell's text in one line; a written blank (无, /) is empty, what is too long a problem."""
        raw = self.cells.get(field_id)
        if not raw:
            return ""
        text = " ".join(raw.split())
        return self._fit("" if is_blank(text) else text, most)

    def long_text(self, field_id: str, most: int = 20_000) -> str:
        """Return a cell's text with its lines."""
        text = self.cells.get(field_id, "").strip()
        return self._fit("" if is_blank(text) else text, most)

    def _fit(self, text: str, most: int) -> str:
        if len(text) > most:
            self.problems.append(f"“{text[:12]}…”有 {len(text)} 个字，最多 {most} 个。")
            return text[:most]
        return text

    def number(self, field_id: str, word: str) -> str:
        """Return a long number; one that the file holds only rounded is a problem."""
        if field_id in self.lost:
            self.problems.append(f"{word}在表格里按数值存放，末几位已经丢失，请把该列改成文本格式后重新录入。")
            return ""
        return self.text(field_id)

    def day(self, field_id: str, word: str, *, future: bool = False) -> WrittenDay:
        """Return a written day; one that cannot be read, or lies ahead, is a problem."""
        text = self.text(field_id)
        if not text:
            return WrittenDay()
        found = read_day(text, self.today)
        if found.problem:
            self.problems.append(f"{word}：{found.problem}")
        elif found.day and found.day > self.today and not future:
            self.problems.append(f"{word} {found.day.isoformat()} 晚于今天，请核对。")
        elif found.note:
            self.notes.append(f"{word}{found.note}")
        return found

    def choice(self, field_id: str, words: Mapping[T, str], word: str) -> T | None:
        """Return the member that a cell's word means; one that means none is noted."""
        text = self.text(field_id)
        found = member_of(text, words)
        if text and found is None:
            self.notes.append(f"{word}“{text}”没有认出，已略过")
        return found

    def phones(self, *field_ids: str) -> list[str]:
        """Return the telephone numbers of some cells, each once; a wrong one is a problem."""
        found: list[str] = []
        for field_id in field_ids:
            text = self.number(field_id, "电话")
            for part in _PHONES.split(text) if text else ():
                if is_blank(part.strip()):
                    continue
                checked = check_phone(part)
                if checked.problem:
                    self.problems.append(f"电话“{part.strip()}”：{checked.problem}")
                elif checked.value not in found:
                    found.append(checked.value)
        return found

    def amount(self, field_id: str, word: str) -> Fen | None:
        """Return an amount of 元 in 分; what is none is noted, since old registers write “风险代理” there."""
        text = self.text(field_id)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except InvalidInputError:
            self.notes.append(f"{word}“{text}”不是金额，已记入备注")
            return None


def is_blank(text: str) -> bool:
    """Return whether a cell says that nothing is there."""
    return unicodedata.normalize("NFKC", text).strip().lower() in BLANKS


def member_of(text: str, words: Mapping[T, str]) -> T | None:
    """Return the member whose label or word a text is, or contains (the longest word wins)."""
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    if not plain:
        return None
    known = [(word.lower(), member) for member, said in words.items() for word in (member.label, *said.split())]
    for word, member in known:
        if plain == word:
            return member
    inside = [(len(word), -place, member) for place, (word, member) in enumerate(known) if word in plain]
    return max(inside, key=lambda one: one[:2])[2] if inside else None


def members_of(text: str, words: Mapping[T, str]) -> list[T]:
    """Return every member named in a text like “低保、残疾”, each once."""
    parts = re.split(r"[、，,；;/\s和及]+", text)
    found = [member for part in parts if (member := member_of(part, words)) is not None]
    return list(dict.fromkeys(found))


def looks_like_organisation(name: str) -> bool:
    """Return whether a name is that of a company, an office or a village committee."""
    return len(name) > 4 and _ORGANISATION.search(name) is not None


def plain_name(name: str) -> str:
    """Return a name as people are compared by: one width, no blanks, brackets alike."""
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()


def joined(parts: Iterable[str], sign: str = "；") -> str:
    """Join what is not empty."""
    return sign.join(part for part in parts if part)


def at_or_noon(at: time | None) -> time:
    """Return a written time of day, or noon: an old register that names only the day."""
    return at or time(12, 0)
