"""The words of what is kept about records: who saw them, how they came in and went out."""

from app.terms.base import Term


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
