"""登录信息单: the page that is handed to a new member of staff with the temporary password."""

from datetime import datetime
from typing import TYPE_CHECKING

from app.rules.spans import load_zone
from app.services.later import Later
from app.services.staff.types import NewPassword

if TYPE_CHECKING:
    from app.documents import sheet, template_engine
    from app.documents.model import Block
else:
    sheet, template_engine = Later("app.documents.sheet"), Later("app.documents.template_engine")

ZONE = "Asia/Shanghai"


def login_pdf(made: NewPassword, firm_name: str, now: datetime) -> bytes:
    """Return the page as PDF.

    Raises:
        MissingGlyphError: no font has some characters of a name; they are named.

    """
    day = template_engine.chinese_date(now.astimezone(load_zone(ZONE)).date())
    rows = [
        ("律所", firm_name),
        ("姓名", made.name),
        ("登录名", made.login),
        ("临时密码", made.password),
        ("日期", day),
    ]
    blocks: list[Block] = [
        sheet.title("登录信息单"),
        sheet.table(rows, (2.6, 13.0), labels=(0,)),
        sheet.heading("怎么用"),
        sheet.text("打开律顾台，输入登录名和临时密码。第一次登录时要设自己的密码，临时密码随即失效。"),
        sheet.text("密码中的字母都是小写，短横也要输入。设好自己的密码后请销毁这一页，不要拍照或转发。"),
    ]
    return sheet.sheet_pdf(blocks, name="登录信息单", author=firm_name, footer="请当面交给本人", created=now)
