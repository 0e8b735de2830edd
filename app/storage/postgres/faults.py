"""What a PostgreSQL server reports, turned into the sentences that users know from the encrypted file."""

import psycopg

from app.errors import AppError
from app.storage.faults import damaged

NOT_SAVED = "已有数据不受影响，这次的内容还没有保存。"

_DAMAGED = ("XX001", "XX002")
_BUSY = ("55P03", "40001", "40P01", "57014")
_FULL = ("53100",)
_DISK = ("58030", "58P01")
_READ_ONLY = ("25006",)
_CROWDED = ("53300",)
_GONE = ("08", "57P")


def translate(error: BaseException | None) -> AppError | None:
    """Return the sentence for a server's error, or None where it is a defect of the program or a refused value.

    Args:
        error: the driver's exception; the SQLSTATE is read from it.

    """
    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate or ""
    if code.startswith(_DAMAGED):
        return damaged()
    for codes, make in _SENTENCES:
        if code.startswith(codes):
            return make()
    return lost() if not code and isinstance(error, psycopg.OperationalError) else None


def lost() -> AppError:
    """Return the error for a connection that broke or could not be made."""
    return AppError(
        "与数据库服务器的连接断开了。",
        safe="已保存的数据不受影响，正在保存的这一次可能没有保存。",
        todo="请检查网络，稍后再试；再次录入前先看一下是否已经保存。",
    )


def unreachable() -> AppError:
    """Return the error for a server that does not answer, or turns this PC away: the driver does not tell which."""
    return AppError(
        "连不上数据库服务器。",
        safe="数据没有改动。",
        todo="请检查网络和服务器是否已开机；如果都正常，请系统管理员核对地址、数据库名、用户名和密码。",
    )


def _busy() -> AppError:
    return AppError("另一个程序正在写入数据，等了很久仍未结束。", safe=NOT_SAVED, todo="请稍后再试。")


def _full() -> AppError:
    return AppError("数据库服务器的磁盘空间不足，没有保存成功。", safe="已有数据不受影响。", todo="请腾出空间后再试。")


def _disk() -> AppError:
    return AppError("数据库服务器读写磁盘时出错。", safe="已提交的数据不受影响。", todo="请检查服务器的磁盘后再试。")


def _read_only() -> AppError:
    return AppError("数据库现在只能读取，没有保存成功。", safe="已有数据不受影响。", todo="请稍后再试。")


def _crowded() -> AppError:
    return AppError("同时连接数据库服务器的电脑太多。", safe=NOT_SAVED, todo="请稍后再试。")


_SENTENCES = (
    (_BUSY, _busy),
    (_FULL, _full),
    (_DISK, _disk),
    (_READ_ONLY, _read_only),
    (_CROWDED, _crowded),
    (_GONE, lost),
)
