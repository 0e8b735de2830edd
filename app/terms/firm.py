"""The words of the firm itself: roles, posts, permissions, calendar, appearance."""

from app.terms.base import Term


class Role(Term):
    """角色: what a member of staff may do; one person may have several."""

    FRONT_DESK = "front_desk", "前台"
    LAWYER = "lawyer", "律师"
    ADVISOR_ADMIN = "advisor_admin", "律师顾问管理员"
    DIRECTOR = "director", "主任"
    SYSTEM_ADMIN = "system_admin", "系统管理员"


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
