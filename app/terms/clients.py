"""The words of clients: kinds, identities, special groups, sign-ups, materials."""

from app.terms.base import Term


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
