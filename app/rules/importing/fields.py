"""The fields an import knows, by kind, with the headers clerks give their columns."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.terms import ImportKind

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOISE = re.compile(r"[\s*＊:：,，.。、_\-—/\\|;；\"“”'’]+")
EXACT, INSIDE, OUTSIDE = 100, 60, 30
SHORTEST = 2


@dataclass(frozen=True)
class Field:
    """One thing that a column may hold.

    Attributes:
        id: as the records name it.
        title: the word users see.
        words: headers it goes by, the likeliest first.
        required: a row without it is faulty.

    """

    id: str
    title: str
    words: tuple[str, ...]
    required: bool = False


def _field(field_id: str, title: str, words: str = "", *, required: bool = False) -> Field:
    return Field(field_id, title, tuple(dict.fromkeys((title, *words.split()))), required)


CLIENT_FIELDS: Final = (
    _field("name", "姓名或名称", "姓名 当事人 委托人 客户名称 客户姓名 服务对象 单位名称 企业名称 名称 客户 顾客 签约人 签约对象 当事人姓名", required=True),
    _field("file_no", "档案号", "档案编号 客户编号 建档编号 顾客编号 编号"),
    _field("kind", "类型", "客户类型 对象类型 主体类型 客户性质 性质 个人单位"),
    _field("identity_no", "证件号码", "身份证号 身份证号码 身份证 证件号 统一社会信用代码 社会信用代码 信用代码 公民身份号码 营业执照号"),
    _field("identity_kind", "证件类型", "证件种类 证件名称"),
    _field("sex", "性别"),
    _field("birth_date", "出生日期", "出生年月日 出生年月 生日 出生"),
    _field("representative", "法定代表人", "法人代表 法人 负责人"),
    _field("phone", "电话", "手机 手机号 手机号码 联系电话 联系方式 电话号码 移动电话 联系手机"),
    _field("other_phone", "其他电话", "备用电话 座机 固定电话 固话 第二电话 电话2 紧急联系电话 家属电话 其他联系方式"),
    _field("wechat_name", "微信名", "微信 微信号 微信昵称"),
    _field("district", "区县", "所在区 县区 所属区县 所在区县 区域 辖区"),
    _field("address", "住址", "地址 家庭住址 联系地址 住所 现住址 居住地址 通讯地址 户籍地址 住所地 经营地址"),
    _field("care_notes", "备注", "说明 注意事项 其他 备考"),
    _field("created_on", "建档日期", "登记日期 录入日期 登记时间 建档时间"),
    _field("sign_up_channel", "签约方式", "签约渠道 签约途径 签约类型"),
    _field("signed_on", "签约日期", "签约时间 签订日期 入群日期 入群时间 签订时间"),
    _field("agreement_no", "协议编号", "协议号 签约编号 协议书编号"),
    _field("group_name", "群名", "微信群 群名称 所在群 服务群 公众号 群"),
    _field("nickname", "群昵称", "群内昵称 昵称 群名片"),
    _field("relief_group", "减免对象", "特殊群体 人员类别 减免类别 困难类别 身份类别 特殊身份 群体"),
    _field("relief_proof", "减免证明", "证明材料 减免依据 证明 证件名称及编号"),
    _field("relief_until", "证明有效期至", "证明有效期 有效期 有效期至 到期日期"),
)  # fmt: skip

CONSULTATION_FIELDS: Final = (
    _field("received", "咨询日期", "咨询时间 来电时间 来访时间 来电日期 来访日期 日期 时间 登记日期 登记时间 收到时间 接待日期 接待时间", required=True),
    _field("question", "咨询内容", "问题 咨询事项 咨询问题 事由 内容 主要内容 情况 咨询情况 案情 案情简介", required=True),
    _field("number", "编号", "登记号 咨询编号 登记编号"),
    _field("channel", "咨询方式", "方式 渠道 途径 来源 咨询渠道 咨询途径"),
    _field("asker_name", "咨询人", "姓名 来访人 来电人 当事人 咨询人姓名 服务对象 客户 群众姓名"),
    _field("phone", "电话", "联系电话 联系方式 手机 手机号 手机号码 电话号码 来电号码"),
    _field("wechat_name", "微信名", "微信 微信号 昵称 群昵称 微信昵称"),
    _field("source_name", "群名", "微信群 群名称 来自群"),
    _field("category", "类别", "咨询类别 案由 问题类别 类型 咨询类型 法律类别"),
    _field("answer", "答复", "答复内容 解答 答复意见 处理意见 处理结果 解答意见 回复 律师意见 解答情况"),
    _field("answered", "答复时间", "答复日期 解答时间 回复时间 办结时间 办结日期"),
    _field("lawyer", "律师", "承办律师 值班律师 接待律师 答复人 接待人 解答律师 经办人 律师姓名"),
    _field("note", "备注", "说明 其他"),
)  # fmt: skip

MATTER_FIELDS: Final = (
    _field("client_name", "委托人", "当事人 客户 委托方 客户名称 我方当事人 委托人姓名 姓名 委托人名称 甲方", required=True),
    _field("number", "编号", "合同编号 收案号 收案编号 案件编号 委托合同号 合同号 委托编号 卷号 档案号"),
    _field("opponent", "对方当事人", "对方 相对方 对方名称 对方姓名 被告 被申请人 对立方"),
    _field("cause", "案由", "案件名称 案件类型 事由 案件性质 委托事项"),
    _field("lawyers", "承办律师", "律师 主办律师 经办律师 承办人 代理律师 经办人"),
    _field("accepted_on", "收案日期", "收案时间 签订日期 委托日期 签约日期 立案日期 收案 签订时间 日期"),
    _field("closed_on", "结案日期", "结案时间 归档日期 归档时间 结案"),
    _field("fee", "律师费", "收费 代理费 收费金额 金额 服务费 律师服务费 收费数额 标准收费"),
    _field("note", "备注", "说明 其他 审级"),
)  # fmt: skip

FIELDS: Final[Mapping[ImportKind, Sequence[Field]]] = {
    ImportKind.CLIENT: CLIENT_FIELDS,
    ImportKind.CONSULTATION: CONSULTATION_FIELDS,
    ImportKind.PAST_MATTER: MATTER_FIELDS,
}
UNNEEDED: Final = frozenset({"序号", "序", "no", "行号", "顺序号", "项次"})
"""Columns that only count the rows."""


def plain_header(text: str) -> str:
    """Return a header without brackets, blanks, marks and case: “ 联系电话（手机）*” is 联系电话."""
    whole = unicodedata.normalize("NFKC", text).lower()
    bare = _NOISE.sub("", _BRACKETS.sub("", whole))
    return bare or _NOISE.sub("", re.sub(r"[()（）\[\]【】]", "", whole))


def all_words(kind: ImportKind) -> frozenset[str]:
    """Return every header that is known for a kind, plain."""
    return frozenset(plain_header(word) for field in FIELDS[kind] for word in field.words) | UNNEEDED


def guess_columns(kind: ImportKind, headers: Sequence[str]) -> dict[int, str]:
    """Return the likeliest field of each column (place -> field id); what fits nothing is left out.

    A second column of telephone numbers becomes the other telephone.
    """
    scored = sorted(_scores(kind, headers), key=lambda one: (-one[0], one[1]))
    found: dict[int, str] = {}
    for _, place, field_id in scored:
        if place not in found and field_id not in found.values():
            found[place] = field_id
    if kind is ImportKind.CLIENT and "other_phone" not in found.values():
        phone = {plain_header(word) for field in CLIENT_FIELDS if field.id == "phone" for word in field.words}
        spare = [place for place, text in enumerate(headers) if place not in found and plain_header(text) in phone]
        found.update({spare[0]: "other_phone"} if spare else {})
    return found


def _scores(kind: ImportKind, headers: Sequence[str]) -> Iterable[tuple[float, int, str]]:
    for place, text in enumerate(headers):
        header = plain_header(text)
        if not header or header in UNNEEDED:
            continue
        for field in FIELDS[kind]:
            score = max(_score(header, plain_header(word), rank) for rank, word in enumerate(field.words))
            if score > 0:
                yield score, place, field.id


def _score(header: str, word: str, rank: int) -> float:
    if header == word:
        return EXACT - rank / 10
    if len(word) >= SHORTEST and word in header:
        return INSIDE + len(word) - rank / 10
    if len(header) >= SHORTEST and header in word:
        return OUTSIDE + len(header) - rank / 10
    return 0


def signature(headers: Sequence[str]) -> str:
    """Return what a set of headers is remembered by: the same columns in any order give the same."""
    return "|".join(sorted({plain_header(text) for text in headers} - {""}))
