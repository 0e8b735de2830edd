"""What a .docx holds that this program does not print: named for the user, never dropped."""

from dataclasses import dataclass, field
from typing import Any

from app.errors import DocumentError

_NAMES = {
    "anchor": "浮动图片",
    "pict": "旧式图形或文本框（VML）",
    "object": "嵌入对象（OLE）",
    "AlternateContent": "文本框或图形",
    "oMath": "公式",
    "oMathPara": "公式",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "commentReference": "批注",
    "commentRangeStart": "批注",
    "ins": "修订痕迹（插入）",
    "del": "修订痕迹（删除）",
    "moveFrom": "修订痕迹（移动）",
    "moveTo": "修订痕迹（移动）",
    "sym": "符号字体里的字符",
    "ruby": "拼音指南",
    "altChunk": "嵌入的外部文档",
    "framePr": "图文框",
    "tblpPr": "浮动表格",
    "cols": "分栏",
    "hMerge": "旧式横向合并单元格",
    "textDirection": "竖排文字",
    "em": "着重号",
    "position": "字符升降",
    "w": "字符缩放",
    "fitText": "调整宽度的文字",
    "eastAsianLayout": "双行合一或纵横混排",
    "bdr": "字符边框",
    "highlight": "突出显示",
    "effect": "文字效果",
    "outline": "空心字",
    "shadow": "阴影字",
    "emboss": "阳文",
    "imprint": "阴文",
    "caps": "全部大写",
    "smallCaps": "小型大写",
    "pBdr": "段落边框（下框线以外）",
    "shd": "底纹图案",
    "pgBorders": "页面边框",
    "lnNumType": "行号",
    "pgNumType": "特殊页码格式",
    "ptab": "对齐制表位",
    "vMerge": "没有起始格的纵向合并",
}


@dataclass(frozen=True, slots=True)
class UnsupportedElement:
    """One thing outside the printed subset of Word.

    Attributes:
        name: what it is, in Chinese.
        near: the beginning of the paragraph it stands in.

    """

    name: str
    near: str = ""

    @property
    def text(self) -> str:
        """Name and place, to be shown to people."""
        return f"{self.name}（在“{self.near}”附近）" if self.near else self.name


class UnsupportedElementError(DocumentError):
    """A .docx holds elements that the PDF writer does not know.

    Args:
        elements: them, each kind once.

    """

    def __init__(self, elements: "list[UnsupportedElement]") -> None:
        super().__init__(
            f"这个 Word 文件里有本程序不能排印的内容：{'；'.join(item.text for item in elements)}。",
            safe="没有生成缺内容的 PDF。",
            todo="请在 Word 里去掉这些内容后重试，或直接用 Word、WPS 打印这个文件。",
        )
        self.elements = tuple(elements)


@dataclass(slots=True)
class Problems:
    """Collects what is outside the subset while a file is read."""

    near: str = ""
    found: dict[str, UnsupportedElement] = field(default_factory=dict)

    def add(self, element: Any, name: str = "") -> None:
        """Note an element (or a name for it)."""
        local = str(element.tag).rpartition("}")[2]
        label = name or _NAMES.get(local, f"元素 {local}")
        self.found.setdefault(label, UnsupportedElement(label, self.near))

    def raise_if_any(self) -> None:
        """Raise when something was noted.

        Raises:
            UnsupportedElementError: with everything noted.

        """
        if self.found:
            raise UnsupportedElementError(list(self.found.values()))
