"""What the database engine reports, turned into sentences for the user."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.errors import AppError, DamagedDatabaseError

KEEP = "请不要删除或覆盖原文件。"
RESTORE = "请退出程序，用最近的备份恢复；如没有备份，请联系技术支持。"


def damaged() -> DamagedDatabaseError:
    """Return the error for a page that no longer reads as it was written."""
    return DamagedDatabaseError("数据库文件有损坏，部分内容无法读取。", safe="没有写入任何内容，" + KEEP, todo=RESTORE)


def unreadable() -> DamagedDatabaseError:
    """Return the error for a file that is no database, another program's, or locked with another key."""
    return DamagedDatabaseError(
        "数据库文件打不开：文件已损坏、不是律顾台的数据，或与密钥文件不配套。",
        safe="程序没有改动它，" + KEEP,
        todo="请确认数据库与密钥文件来自同一份数据，或用最近的备份恢复。",
    )


def translate(error: BaseException | None) -> AppError | None:
    """Return the sentence for an engine error, or None where it is a defect of the program.

    Args:
        error: the driver's exception; SQLite's result code is read from it.

    """
    code = getattr(error, "sqlite_errorcode", None)
    make = _SENTENCES.get(code & 0xFF) if isinstance(code, int) else None
    return make() if make else None


@contextmanager
def plain_words() -> Iterator[None]:
    """Raise the user's sentence in place of a raw connection's error."""
    try:
        yield
    except Exception as error:
        if plain := translate(error):
            raise plain from error
        raise


def _busy() -> AppError:
    return AppError(
        "另一个程序正在写入数据，等了很久仍未结束。",
        safe="已有数据不受影响，这次的内容还没有保存。",
        todo="请稍后再试。",
    )


def _full() -> AppError:
    return AppError("磁盘空间不足，没有保存成功。", safe="已有数据不受影响。", todo="请腾出空间后再试。")


def _read_only() -> AppError:
    return AppError("数据文件夹是只读的，没有保存成功。", safe="已有数据不受影响。", todo="请检查文件夹权限。")


def _disk() -> AppError:
    return AppError("读写磁盘时出错。", safe="已提交的数据不受影响。", todo="请检查磁盘后再试。")


_SENTENCES: dict[int, Callable[[], AppError]] = {
    5: _busy,  # SQLITE_BUSY
    6: _busy,  # SQLITE_LOCKED
    8: _read_only,  # SQLITE_READONLY
    10: _disk,  # SQLITE_IOERR
    11: damaged,  # SQLITE_CORRUPT
    13: _full,  # SQLITE_FULL
    14: _disk,  # SQLITE_CANTOPEN
    26: unreadable,  # SQLITE_NOTADB
}
