"""Errors a user can understand: what happened, what is safe, what to do next.

Every sentence in here is shown to people at the front desk, in Simplified Chinese. Anything that is
not an `AppError` is a defect of the program and goes to the crash file.
"""

from collections.abc import Mapping


class AppError(Exception):
    """A known, expected fault with a sentence for the user.

    Args:
        what: what happened, one Chinese sentence.
        safe: what is unharmed, e.g. “已录入的内容没有丢失。”; may be empty.
        todo: what to do next; may be empty.

    """

    def __init__(self, what: str, *, safe: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.safe = safe
        self.todo = todo

    @property
    def text(self) -> str:
        """All sentences joined, ready to be shown."""
        return "".join(part for part in (self.what, self.safe, self.todo) if part)


class InvalidInputError(AppError):
    """Something typed is missing or wrong.

    Args:
        problems: field name -> Chinese sentence saying what to do; the view shows each beside its field.

    """

    def __init__(self, problems: Mapping[str, str], *, what: str = "") -> None:
        self.problems = dict(problems)
        super().__init__(what or "；".join(self.problems.values()), safe="填写的内容都还在。")


class NeedsConfirmationError(AppError):
    """The input is unusual but may be right: repeat the call with the named confirmation to go on.

    Args:
        key: the name to pass in `confirmed`, e.g. "credit_code".

    """

    def __init__(self, key: str, what: str, *, todo: str = "") -> None:
        super().__init__(what, todo=todo)
        self.key = key


class RuleBrokenError(AppError):
    """A clause of the scheme or the law forbids this step.

    Args:
        clause: the clause id as in resources/schemes, e.g. "S9.3"; empty where the law itself speaks.

    """

    def __init__(self, what: str, *, clause: str = "", todo: str = "") -> None:
        super().__init__(what, todo=todo)
        self.clause = clause


class NotAllowedError(AppError):
    """The signed-in person's roles do not cover this."""


class NotFoundError(AppError):
    """The record does not exist (any more)."""


class ConflictError(AppError):
    """Somebody else changed the same thing in the meantime; nothing was overwritten."""


class WrongPasswordError(AppError):
    """The password or recovery key does not open the profile.

    Args:
        wait_seconds: how long the next attempt has to wait.

    """

    def __init__(self, what: str, *, wait_seconds: int = 0, todo: str = "") -> None:
        super().__init__(what, todo=todo)
        self.wait_seconds = wait_seconds


class DamagedDatabaseError(AppError):
    """The database file cannot be read as it should; it is never overwritten."""


class StrayLogError(DamagedDatabaseError):
    """The write-ahead log beside the database is another database's, or of another time; neither is touched."""


class ReadOnlyError(AppError):
    """The firm is open for looking only."""

    def __init__(self) -> None:
        super().__init__("现在是只读查看，不能修改。", safe="资料没有改动。", todo="请先恢复数据，再重新登录办理。")


class NewerDatabaseError(AppError):
    """The database was made by a newer version of the program and is not touched."""


class ProfileInUseError(AppError):
    """Another window of the program already has this profile open."""


class DataFileError(AppError):
    """A data file under resources/ or imported by the user is wrong.

    Args:
        file: the file's name.
        key: where in the file.

    """

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"数据文件 {file} 的 {key} 有误：{problem}")
        self.file = file
        self.key = key


class DocumentError(AppError):
    """A document could not be made as it should; nothing was saved."""


class CancelledError(AppError):
    """The user cancelled a running task."""

    def __init__(self) -> None:
        super().__init__("已取消。")
