"""恢复密钥: the page to print and lock away when a firm is set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.documents import sheet
from app.documents.model import Align, Block, Row, Table, TextStyle
from app.documents.template_engine import chinese_date

_GROUPS_PER_ROW = 4
_NUMBER = TextStyle("黑体", 8, color="666666")
_CODE = TextStyle("黑体", 17, spacing=1.2)


@dataclass(frozen=True)
class RecoverySheet:
    """What the page says.

    Attributes:
        groups: the key, group by group, as it is typed.
        made_on: the day the key was made; an older page is void.

    """

    firm_name: str
    made_on: date
    groups: tuple[str, ...]


def recovery_sheet(data: RecoverySheet, *, created: datetime | None = None) -> bytes:
    """Return the page as PDF.

    Raises:
        MissingGlyphError: no font has some characters of the firm's name; they are named.

    """
    return sheet.sheet_pdf(
        list(_blocks(data)), name="恢复密钥", author=data.firm_name, footer="请锁好，不要拍照", created=created
    )


def _blocks(data: RecoverySheet) -> Iterator[Block]:
    yield sheet.title("恢复密钥")
    yield sheet.table(
        [("律所", data.firm_name), ("生成日期", f"{chinese_date(data.made_on)}")],
        (2.6, 13.0),
        labels=(0,),
    )
    yield sheet.heading("密钥")
    yield _grid(data.groups)
    yield sheet.text("按编号从左到右、从上到下输入。", sheet.NOTE, indent=False)
    yield sheet.heading("什么时候用")
    yield sheet.text(
        "所有人都忘记密码，或者管理员离职没有交接时，用它打开本所的数据并重新设置密码。没有它，数据无法找回，任何人都帮不上忙。"
    )
    yield sheet.heading("怎么用")
    yield sheet.text("1. 打开律顾台，在登录窗口选择使用恢复密钥。")
    yield sheet.text("2. 输入上面的密钥，设置新密码。")
    yield sheet.text("3. 用完把这一页重新密封，放回原处。")
    yield sheet.heading("怎样保管")
    yield sheet.text(
        "拿到这一页和存有数据的电脑或备份的人，可以看到全部服务对象的资料。请打印两份，密封后放在两个上锁的地方，例如主任的保险柜和所外的保管箱。"
    )
    yield sheet.text("不要拍照，不要用微信发送，不要和电脑或备份硬盘放在一起。")
    yield sheet.heading("保管登记")
    yield sheet.table(
        [("份数", "保管人", "存放地点", "日期", "签字"), ("第一份", "", "", "", ""), ("第二份", "", "", "", "")],
        (2, 3, 5, 3, 3),
        header=True,
        centred=(0,),
    )


def _grid(groups: tuple[str, ...]) -> Table:
    width = sheet.WIDTH / _GROUPS_PER_ROW
    rows = []
    for start in range(0, len(groups), _GROUPS_PER_ROW):
        cells = []
        for column, group in enumerate(groups[start : start + _GROUPS_PER_ROW]):
            number = sheet.cell_text(str(start + column + 1), _NUMBER)
            code = sheet.cell_text(group, _CODE, Align.CENTER)
            cells.append(sheet.boxed((number, code), column))
        rows.append(Row(tuple(cells), 46.0))
    return Table((width,) * _GROUPS_PER_ROW, tuple(rows))
