"""The shared vocabulary: one English identifier per notion of the field, with its Chinese label.

The labels here are what users see. `docs/glossary.md` explains the notions and is checked against this file.
"""

from enum import StrEnum
from typing import Self, TypeAlias

Uid: TypeAlias = bytes
"""A UUIDv7 as 16 bytes: the identity of every record on every device."""

Fen: TypeAlias = int
"""Money in 分 (1/100 元)."""


class Term(StrEnum):
    """A stored value with the Chinese word users see for it."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its stored value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Scheme(Term):
    """方案: the public programme whose rules bind."""

    SHIJIAZHUANG = "shijiazhuang", "石家庄律师顾问"
    BEIJING = "beijing", "北京法网驻场"


class Role(Term):
    """角色: what a member of staff may do; one person may have several."""

    FRONT_DESK = "front_desk", "前台"
    LAWYER = "lawyer", "律师"
    ADVISOR_ADMIN = "advisor_admin", "律师顾问管理员"
    DIRECTOR = "director", "主任"
    SYSTEM_ADMIN = "system_admin", "系统管理员"


class Channel(Term):
    """渠道: how a question reached the firm."""

    WECHAT_GROUP = "wechat_group", "微信群"
    WECHAT = "wechat", "微信"
    SMS = "sms", "短信"
    PHONE = "phone", "电话"
    WALK_IN = "walk_in", "现场"
    QQ_GROUP = "qq_group", "QQ群"
    OFFICIAL_ACCOUNT = "official_account", "公众号"
    JIFATONG = "jifatong", "冀法通"
    ASSOCIATION_SITE = "association_site", "市律协网站"
    BEIJING_PLATFORM = "beijing_platform", "北京法网"


class Category(Term):
    """类别: the field of law a question belongs to."""

    FAMILY = "family", "婚姻家庭"
    INHERITANCE = "inheritance", "遗产继承"
    LABOUR = "labour", "劳动争议"
    LOAN = "loan", "民间借贷"
    CONTRACT = "contract", "合同纠纷"
    TORT = "tort", "侵权损害"
    TRAFFIC = "traffic", "交通事故"
    HOUSING = "housing", "房产土地"
    TENANCY = "tenancy", "房屋租赁"
    NEIGHBOUR = "neighbour", "邻里纠纷"
    CONSUMER = "consumer", "消费维权"
    COMPANY = "company", "公司企业"
    CRIMINAL = "criminal", "刑事"
    ADMINISTRATIVE = "administrative", "行政"
    PROCEDURE = "procedure", "诉讼程序"
    INTELLECTUAL_PROPERTY = "intellectual_property", "知识产权"
    WEALTH = "wealth", "财富管理"
    GUIDANCE = "guidance", "办事指引"
    OTHER = "other", "其他"


class ConsultationEventKind(Term):
    """咨询事件: what happened to a consultation; never edited, never deleted."""

    RECEIVED = "received", "收到"
    ASSIGNED = "assigned", "指派"
    NOTICE_SENT = "notice_sent", "已发12348提示"
    REMINDED = "reminded", "提醒律师"
    ANSWERED = "answered", "答复"
    WITHDRAWN = "withdrawn", "撤回答复"
    FOLLOW_UP_ASKED = "follow_up_asked", "追问"
    LINKED = "linked", "关联服务对象"
    CLOSED = "closed", "办结"
    CORRECTED = "corrected", "更正收到时间"


class Stage(Term):
    """阶段: where a consultation stands, derived from its events."""

    WAITING = "waiting", "待答复"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"


class ClockKind(Term):
    """计时方式: which clock an allowance runs on."""

    WORKING = "working", "工作时间"
    WALL = "wall", "自然时间"
    NEXT_CHECK_IN = "next_check_in", "下次登录时"
    AT_ONCE = "at_once", "立即"


class Urgency(Term):
    """缓急: the state of a running allowance; colour never stands without this word."""

    CALM = "calm", "平稳"
    SOON = "soon", "将到期"
    URGENT = "urgent", "紧急"
    OVERDUE = "overdue", "已超时"
    PAUSED = "paused", "暂停"


class WorkState(Term):
    """工作状态: what the working calendar says of an instant."""

    OPEN = "open", "工作时间"
    LUNCH = "lunch", "午休"
    CLOSED = "closed", "非工作时间"


class ClientKind(Term):
    """服务对象类型."""

    PERSON = "person", "个人"
    ORGANISATION = "organisation", "单位"


class Sex(Term):
    """性别."""

    FEMALE = "female", "女"
    MALE = "male", "男"


class IdentityKind(Term):
    """证件类型."""

    RESIDENT_ID = "resident_id", "居民身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    FOREIGNER_PERMIT = "foreigner_permit", "外国人永久居留证"
    PASSPORT = "passport", "护照"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER = "other", "其他证件"


class ReliefGroup(Term):
    """减免对象: special groups whose fee is reduced or waived (S9.1; the list is open)."""

    LAID_OFF = "laid_off", "下岗贫困职工"
    MIGRANT_WORKER = "migrant_worker", "农民工"
    LOW_INCOME = "low_income", "低保户"
    DISABLED = "disabled", "残疾人"
    MINOR = "minor", "未成年人"
    HARDSHIP = "hardship", "经济困难"
    STARTUP = "startup", "双创人群"
    SERVICE_FAMILY = "service_family", "军人军属"
    ELDERLY = "elderly", "老年人"
    OTHER = "other", "其他特殊对象"


class SignUpChannel(Term):
    """签约方式: the ways to become a signed-up client; the value is the clause id."""

    WRITTEN = "S1", "现场书面签约"
    JIFATONG = "S2.1", "冀法通咨询"
    GROUP = "S3.1", "入群或关注公众号"
    PHONE = "S4", "电话咨询"


class SignUpState(Term):
    """签约状态: a telephone sign-up counts only once the administrator has filed it (S4)."""

    AWAITING_FILING = "awaiting_filing", "待管理员归档"
    EFFECTIVE = "effective", "已签约"
    ENDED = "ended", "已解除"


class GroupKind(Term):
    """群或账号类型 (S3.1)."""

    WECHAT_GROUP = "wechat_group", "微信群"
    QQ_GROUP = "qq_group", "QQ群"
    OFFICIAL_ACCOUNT = "official_account", "公众号"


class AttachmentKind(Term):
    """材料类型."""

    SCREENSHOT = "screenshot", "截图"
    PHOTO = "photo", "照片"
    SIGNED_COPY = "signed_copy", "签字扫描件"
    DOCUMENT = "document", "文书"
    SOUND = "sound", "录音"
    OTHER = "other", "其他材料"


class MatterClass(Term):
    """案件类别, as far as it decides the fee (domain: 冀律协〔2016〕7号 and the guided classes)."""

    CIVIL = "civil", "民事"
    CRIMINAL_DEFENCE = "criminal_defence", "刑事辩护、自诉人或被害人代理"
    GUIDED_LIVELIHOOD = "guided_livelihood", "劳动报酬、工伤、赡养等请求"
    STATE_COMPENSATION = "state_compensation", "国家赔偿"
    ADVISOR = "advisor", "法律顾问"
    NON_LITIGATION = "non_litigation", "非诉讼事务"


class MatterStage(Term):
    """办理阶段: each litigation stage is charged by itself."""

    NEGOTIATION = "negotiation", "协商调解"
    ARBITRATION = "arbitration", "仲裁"
    FIRST_INSTANCE = "first_instance", "一审"
    SECOND_INSTANCE = "second_instance", "二审"
    RETRIAL = "retrial", "审判监督"
    ENFORCEMENT = "enforcement", "执行"


class FeeMethod(Term):
    """计费方式."""

    RANGE_PER_ITEM = "range_per_item", "计件"
    PIECEWISE = "piecewise", "按标的额分段累计"
    HOURLY = "hourly", "计时"
    ANNUAL = "annual", "按年"
    AGREED = "agreed", "协商"


class FactStatus(Term):
    """核实状态 of a figure: anything not read verbatim in the official text is 待核实."""

    VERIFIED = "verified", "已核实"
    UNVERIFIED = "unverified", "待核实"


class FeeVerdict(Term):
    """收费比较结果 (S9.3)."""

    BELOW_GUIDANCE = "below_guidance", "低于指导意见"
    BELOW_PUBLISHED = "below_published", "低于本所公示价"
    NOT_BELOW = "not_below", "没有低于"
    NOT_REQUIRED = "not_required", "未签约，不要求低于"
    NO_BASIS = "no_basis", "缺少比较依据"


class ReliefReason(Term):
    """减免理由 (a price below the firm's own needs one on file)."""

    SIGN_UP = "sign_up", "签约服务对象优惠"
    RELIEF_GROUP = "relief_group", "减免对象"
    PUBLIC_INTEREST = "public_interest", "公益案件"
    OTHER = "other", "其他理由"


class ContractState(Term):
    """合同状态."""

    DRAFT = "draft", "起草中"
    FILED = "filed", "已归档"
    VOIDED = "voided", "已作废"


class Authority(Term):
    """代理权限 (民事诉讼法 art. 62: special powers must be named)."""

    GENERAL = "general", "一般代理"
    SPECIAL = "special", "特别授权"


class CalendarStatus(Term):
    """日历来源状态."""

    PUBLISHED = "published", "已公布"
    ESTIMATED = "estimated", "推算"


class DayKind(Term):
    """日子类型: what a day is to the firm; its own days go before the official calendar, that before the week."""

    WORKING = "working", "工作日"
    FREE = "free", "休息日"
    HOLIDAY = "holiday", "节假日"
    MAKE_UP = "make_up", "调休上班"
    OWN_CLOSED = "own_closed", "本所休息"
    OWN_HOURS = "own_hours", "本所特别时间"


class Theme(Term):
    """外观."""

    SYSTEM = "system", "跟随系统"
    LIGHT = "light", "浅色"
    DARK = "dark", "深色"


class Post(Term):
    """任职: a post of the programme that the firm appoints somebody to."""

    ADVISOR_ADMIN = "advisor_admin", "律师顾问管理员"


class LeaveKind(Term):
    """请假类型."""

    COURT = "court", "开庭"
    TRIP = "trip", "出差"
    LEAVE = "leave", "请假"
    TRAINING = "training", "培训"
    OTHER = "other", "其他"


class Permission(Term):
    """权限: what a service call needs; `app/rules/permissions.py` says which roles have it."""

    READ = "read", "查看资料"
    REGISTER_CONSULTATION = "register_consultation", "登记咨询"
    ASSIGN_CONSULTATION = "assign_consultation", "指派咨询"
    ANSWER_CONSULTATION = "answer_consultation", "答复咨询"
    EDIT_CLIENT = "edit_client", "编辑服务对象"
    SIGN_UP_CLIENT = "sign_up_client", "办理签约"
    FILE_SIGN_UP = "file_sign_up", "归档电话签约"
    DRAFT_CONTRACT = "draft_contract", "起草合同"
    APPROVE_RELIEF = "approve_relief", "批准减免"
    FILE_CONTRACT = "file_contract", "合同归档"
    VOID_CONTRACT = "void_contract", "作废合同"
    SET_PRICES = "set_prices", "设定本所公示价"
    MANAGE_FIRM = "manage_firm", "管理本所资料"
    MANAGE_STAFF = "manage_staff", "管理员工"
    MANAGE_CALENDAR = "manage_calendar", "管理日历"
    MAKE_BACKUP = "make_backup", "立即备份"
    RESTORE_BACKUP = "restore_backup", "设置备份与恢复"
    READ_JOURNAL = "read_journal", "查看操作日志"
    UNDO_OLDER_WORK = "undo_older_work", "撤销较早的操作"
    SEE_SENSITIVE = "see_sensitive", "查看敏感事项"
    MARK_SENSITIVE = "mark_sensitive", "标记敏感事项"
    IMPORT_RECORDS = "import_records", "导入资料"
    EXPORT_RECORDS = "export_records", "导出资料"
    UNDO_OWN_WORK = "undo_own_work", "撤销自己的操作"


class AccessWay(Term):
    """查阅方式: how somebody came to see or take out what is on record."""

    OPENED = "opened", "查看"
    PRINTED = "printed", "打印"
    SAVED = "saved", "存为文件"
    EXPORTED = "exported", "导出"


class JournalAction(Term):
    """操作类别: what an entry of the journal page tells."""

    CHANGED = "changed", "修改"
    UNDONE = "undone", "撤销与重做"
    SEEN = "seen", "查看与取出"
    FAILED_SIGN_IN = "failed_sign_in", "登录失败"


class LegalAidScreen(Term):
    """法律援助筛查: what was found, and that the client was told (S9.2)."""

    NOT_ELIGIBLE = "not_eligible", "不符合条件，已告知"
    TOLD = "told", "可能符合条件，已告知可申请，本人选择委托"


class ImportKind(Term):
    """导入种类: what the rows of an imported spreadsheet become."""

    CLIENT = "client", "服务对象"
    CONSULTATION = "consultation", "以往咨询"
    PAST_MATTER = "past_matter", "以往案件"


class RowVerdict(Term):
    """核对结果: what an import would do with a row."""

    NEW = "new", "新增"
    MERGED = "merged", "补充"
    SAME = "same", "已有"
    FAULTY = "faulty", "有误"


class ExportKind(Term):
    """导出种类: what a spreadsheet is made of."""

    CLIENT = "client", "服务对象"
    CONSULTATION = "consultation", "咨询"
    CONTRACT = "contract", "合同"
    PAST_MATTER = "past_matter", "以往案件"
