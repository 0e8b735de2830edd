"""Who the story is about, and the pictures it attaches: invented like everything of the demo firm."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.views.fonts import BASE, font

GROUND, BUBBLE, INK, FAINT = "#ededed", "#ffffff", "#1b1b1b", "#8a8a8a"


@dataclass(frozen=True)
class Asker:
    """The stranger who becomes a client.

    Args:
        name: invented; the numbers carry right check digits and belong to nobody.

    """

    nickname: str = "槐安路赵姨"
    name: str = "赵桂平"
    pinyin: str = "zhaoguiping"
    phone: str = "13900000001"
    identity_no: str = "11010519491231002X"
    address: str = "裕华区槐安路 0 号"
    question: str = "律师您好，朋友 2024 年借我 100 万元，借条还在，微信里也一直承认，现在拖着不还，我能起诉吗？"
    answer: str = (
        "您好。有借条和转账记录的，可以向借款人住所地或者合同履行地的法院起诉，要求归还本金和约定的利息。"
        "请先保存借条原件、转账记录和微信聊天记录；诉讼时效从还款期满起算三年，对方在微信里承认欠款的，时效从承认之日重新起算。"
    )
    opponent: str = "孙立民"


ASKER = Asker()


def chat_screenshot(file: Path, lines: tuple[str, ...], width: int = 540) -> Path:
    """Draw a screenshot as people send them, so that there is a picture to attach; return the file."""
    image = QImage(width, 90 + 130 * len(lines), QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    painter.setFont(font(BASE))
    painter.setPen(QColor(FAINT))
    painter.drawText(QRect(0, 20, width, 30), Qt.AlignmentFlag.AlignCenter, "3月13日 09:10")
    for number, line in enumerate(lines):
        bubble = QRect(30, 70 + 130 * number, width - 60, 110)
        painter.fillRect(bubble, QColor(BUBBLE))
        painter.setPen(QColor(INK))
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere
        painter.drawText(bubble.adjusted(16, 8, -16, -8), wrapped, line)
    painter.end()
    image.save(str(file))
    return file
