"""The words of contracts: matters, fees, reliefs, states."""

from app.terms.base import Term


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


class LegalAidScreen(Term):
    """法律援助筛查: what was found, and that the client was told (S9.2)."""

    NOT_ELIGIBLE = "not_eligible", "不符合条件，已告知"
    TOLD = "told", "可能符合条件，已告知可申请，本人选择委托"
