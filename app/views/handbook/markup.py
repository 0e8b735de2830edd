"""From the handbook's Markdown to the HTML that Qt's text documents understand, in the colours of the theme.

A declared subset: headings, paragraphs, numbered and plain lists, tables, notes (`> **注意**：…`), pictures on a line of
their own, and inside a line **bold**, `keys`, 【buttons】 and [links](…).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from app.views.theme import theme

BODY, NOTE_PADDING = 15, 10
GAP = '<p style="margin: 0; font-size: 6px">&nbsp;</p>'
"""Room below a table; its own margin is not kept."""
WARM = {"安全": ("okbg", "ok"), "注意": ("soonbg", "soon"), "不要": ("overbg", "over")}
"""The first word of a note decides its ground and the colour of that word."""
_ITEM = re.compile(r"(\d+\.|[-*]) +")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_RULE = re.compile(r"\|[-| :]+\|")


@dataclass(frozen=True)
class Sizes:
    """What a page is laid out for.

    Args:
        picture: gets a picture's name, gives its width in pixels on show, 0 if there is none.

    """

    picture: Callable[[str], int]


def stylesheet() -> str:
    """Return the style of a page in the present theme and text size."""
    px, value = theme().px, theme().value
    return (
        f"body {{ color: {value('text')}; font-size: {px(BODY)}px; }}"
        f"p, li {{ line-height: 155%; }} p {{ margin: 0 0 {px(10)}px 0; }} li {{ margin-bottom: {px(6)}px; }}"
        f"h1 {{ font-size: {px(24)}px; font-weight: 500; margin: 0 0 {px(12)}px 0; }}"
        f"h2 {{ font-size: {px(19)}px; font-weight: 500; margin: {px(26)}px 0 {px(10)}px 0; color: {value('accent')}; }}"
        f"h3 {{ font-size: {px(16)}px; font-weight: 500; margin: {px(16)}px 0 {px(6)}px 0; }}"
        f"ol, ul {{ margin: 0 0 {px(10)}px 0; }} a {{ color: {value('accent')}; }}"
        f"b, .button {{ font-weight: 500; }} .button {{ color: {value('accent')}; }}"
        f".key {{ background-color: {value('surface2')}; color: {value('text2')}; }}"
        f".caption {{ color: {value('text3')}; font-size: {px(13)}px; }}"
    )


def page(source: str, sizes: Sizes) -> str:
    """Return a chapter as HTML; headings of the second rank carry their words as anchors."""
    return "<body>" + "".join(_block(block, sizes) for block in _blocks(source)) + "</body>"


def _blocks(source: str) -> Iterator[list[str]]:
    """Yield the groups of lines between empty lines; a heading stands alone."""
    block: list[str] = []
    for line in (*source.splitlines(), ""):
        alone = line.startswith("#")
        if block and (alone or not line.strip()):
            yield block
            block = []
        if alone:
            yield [line]
        elif line.strip():
            block.append(line.rstrip())


def _block(lines: list[str], sizes: Sizes) -> str:
    first = lines[0]
    if first.startswith("#"):
        return _heading(first)
    if first.startswith(">"):
        return _note([line.removeprefix(">").strip() for line in lines])
    if first.startswith("|"):
        return _table(lines)
    if _ITEM.match(first):
        return _list(lines)
    if picture := _PICTURE.fullmatch(first.strip()):
        return _shown(picture[1], picture[2], sizes)
    return f"<p>{inline(_joined(lines))}</p>"


def _joined(lines: list[str]) -> str:
    """Return lines as one: Chinese text breaks anywhere and wants no space there."""
    text = lines[0].strip()
    for line in lines[1:]:
        space = " " if text[-1].isascii() and line.strip()[0].isascii() else ""
        text += space + line.strip()
    return text


def _heading(line: str) -> str:
    marks, _, words = line.partition(" ")
    anchor = f'<a name="{escape(words)}"></a>' if len(marks) == 2 else ""
    return f"<h{len(marks)}>{anchor}{inline(words)}</h{len(marks)}>"


def _list(lines: list[str]) -> str:
    """Return a list; a line that begins with spaces goes on with the item above."""
    items: list[list[str]] = []
    for line in lines:
        if _ITEM.match(line):
            items.append([_ITEM.sub("", line, count=1)])
        else:
            items[-1].append(line)
    kind = "ol" if lines[0][0].isdigit() else "ul"
    return f"<{kind}>" + "".join(f"<li>{inline(_joined(item))}</li>" for item in items) + f"</{kind}>"


def _note(lines: list[str]) -> str:
    """Return a box; its first word in bold chooses the colours."""
    text = _joined(lines)
    word = found[1] if (found := re.match(r"\*\*(\w+)\*\*", text)) else ""
    ground, colour = WARM.get(word, ("surface2", "text"))
    head = f'<span style="color:{theme().value(colour)}"><b>{word}</b></span>' if word else ""
    body = inline(text[len(word) + 4 :] if word else text)
    padding = theme().px(NOTE_PADDING)
    return (
        f'<table width="100%" cellspacing="0" cellpadding="{padding}" bgcolor="{theme().value(ground)}">'
        f'<tr><td><p style="margin: 0">{head}{body}</p></td></tr></table>{GAP}'
    )


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not _RULE.fullmatch(line)]
    out = []
    for at, row in enumerate(rows):
        tag, ground = ("th", theme().value("surface2")) if at == 0 else ("td", theme().value("surface"))
        cells = "".join(f'<{tag} align="left" bgcolor="{ground}">{inline(cell)}</{tag}>' for cell in row)
        out.append(f"<tr>{cells}</tr>")
    padding, edge = theme().px(7), theme().value("border")
    return f'<table cellspacing="1" cellpadding="{padding}" bgcolor="{edge}">{"".join(out)}</table>{GAP}'


def _shown(words: str, name: str, sizes: Sizes) -> str:
    wide = sizes.picture(name)
    alone = 'style="line-height: 100%; margin-bottom: 2px"'  # a picture is no line of text with room above
    image = f'<p {alone}><img src="{escape(name)}" width="{wide}"></p>' if wide else ""
    return f'{image}<p class="caption">{escape(words)}</p>'


def inline(text: str) -> str:
    """Return the words of a line with bold, keys, buttons and links marked."""
    html = escape(text, quote=False)
    html = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", r'<a href="\2">\1</a>', html)
    html = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", html)
    html = re.sub(r"`([^`]+)`", r'<span class="key">&nbsp;\1&nbsp;</span>', html)
    return re.sub(r"【([^】]+)】", r'<span class="button">【\1】</span>', html)
