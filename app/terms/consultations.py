"""The words of questions: schemes, channels, stages, clocks."""

from app.terms.base import Term


class Scheme(Term):
    """方案: the public programme whose rules bind."""

    SHIJIAZHUANG = "shijiazhuang", "石家庄律师顾问"
    BEIJING = "beijing", "北京法网驻场"


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
