"""Resolve Word's styles: defaults, style chains and direct formatting become one TextStyle or ParagraphFormat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.documents.docx_package import on, val, w
from app.documents.docx_problems import Problems
from app.documents.model import Align, LineRule, ParagraphFormat, TabStop, TextStyle

Properties = dict[str, Any]

_ALIGN = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "center": Align.CENTER,
    "both": Align.JUSTIFY,
    "distribute": Align.DISTRIBUTE,
}
_TOGGLES = {"b": "bold", "i": "italic", "strike": "strike", "dstrike": "strike", "vanish": "hidden"}
_RUN_HARMLESS = frozenset(
    [
        "rStyle",
        "rPrChange",
        "lang",
        "noProof",
        "kern",
        "szCs",
        "bCs",
        "iCs",
        "cs",
        "rtl",
        "webHidden",
        "snapToGrid",
        "specVanish",
        "oMath",
    ]
)
_PARAGRAPH_TOGGLES = {
    "keepNext": "keep_next",
    "keepLines": "keep_lines",
    "pageBreakBefore": "page_break_before",
    "widowControl": "widow_control",
}
_PARAGRAPH_HARMLESS = frozenset(
    [
        "pStyle",
        "rPr",
        "sectPr",
        "numPr",
        "outlineLvl",
        "snapToGrid",
        "autoSpaceDE",
        "autoSpaceDN",
        "kinsoku",
        "overflowPunct",
        "topLinePunct",
        "adjustRightInd",
        "wordWrap",
        "textAlignment",
        "contextualSpacing",
        "suppressAutoHyphens",
        "suppressLineNumbers",
        "mirrorIndents",
        "bidi",
        "cnfStyle",
        "divId",
        "pPrChange",
    ]
)
_MAJOR_FONT, _MINOR_FONT = "黑体", "宋体"


def twips(element: Any, name: str, default: float = 0.0) -> float:
    """Return an attribute given in 1/20 pt as points."""
    raw = element.get(w(name))
    try:
        return default if raw is None else float(raw) / 20
    except ValueError:  # “1.5cm” and the like
        return _measure(raw, default)


def _measure(raw: str, default: float) -> float:
    units = {"pt": 1.0, "cm": 28.3465, "mm": 2.83465, "in": 72.0, "pc": 12.0}
    number, unit = raw[:-2], raw[-2:]
    return float(number) * units[unit] if unit in units else default


def run_properties(element: Any | None, problems: Problems) -> Properties:
    """Return what an rPr element says; only the keys it mentions."""
    found: Properties = {}
    for child in () if element is None else element:
        name = str(child.tag).rpartition("}")[2]
        if name in _TOGGLES:
            found[_TOGGLES[name]] = on(child)
        elif name in _RUN_READERS:
            _RUN_READERS[name](child, found)
        elif name not in _RUN_HARMLESS and _is_effective(child):
            problems.add(child)
    return found


def _is_effective(child: Any) -> bool:
    """Whether a property changes the print at all (w:position 0, w:w 100, w:em none do not)."""
    return child.get(w("val")) not in {"0", "none", "false", "off", "clear", "100"} or child.get(
        w("fill"), "auto"
    ) not in {
        "auto",
        "FFFFFF",
    }


def _read_fonts(child: Any, found: Properties) -> None:
    name = child.get(w("eastAsia")) or child.get(w("ascii"))
    theme = child.get(w("eastAsiaTheme"))
    if theme and not child.get(w("eastAsia")):
        name = _MAJOR_FONT if theme.startswith("major") else _MINOR_FONT
    if name and (child.get(w("eastAsia")) or theme or "font" not in found):
        found["font"] = name


def _read_size(child: Any, found: Properties) -> None:
    found["size"] = float(val(child, "21")) / 2


def _read_underline(child: Any, found: Properties) -> None:
    found["underline"] = val(child, "single") != "none"


def _read_color(child: Any, found: Properties) -> None:
    color = val(child, "auto")
    found["color"] = "000000" if color == "auto" else color


def _read_vertical(child: Any, found: Properties) -> None:
    found["rise"] = {"superscript": 0.35, "subscript": -0.12}.get(val(child), 0.0)


def _read_spacing(child: Any, found: Properties) -> None:
    found["spacing"] = twips(child, "val")


_RUN_READERS = {
    "rFonts": _read_fonts,
    "sz": _read_size,
    "u": _read_underline,
    "color": _read_color,
    "vertAlign": _read_vertical,
    "spacing": _read_spacing,
}


def paragraph_properties(element: Any | None, problems: Problems) -> Properties:
    """Return what a pPr element says; only the keys it mentions."""
    found: Properties = {}
    for child in () if element is None else element:
        name = str(child.tag).rpartition("}")[2]
        if name in _PARAGRAPH_TOGGLES:
            found[_PARAGRAPH_TOGGLES[name]] = on(child)
        elif name == "jc":
            found["align"] = _ALIGN.get(val(child), Align.LEFT)
        elif name == "ind":
            _read_indents(child, found)
        elif name == "spacing":
            _read_line_spacing(child, found)
        elif name == "tabs":
            _read_tabs(child, found)
        elif name == "pBdr":
            _read_borders(child, found, problems)
        elif name not in _PARAGRAPH_HARMLESS and _is_effective(child):
            problems.add(child)
    return found


def _read_indents(child: Any, found: Properties) -> None:
    for names, key in ((("left", "start"), "left"), (("right", "end"), "right")):
        for name in names:
            if child.get(w(name)) is not None:
                found[key] = twips(child, name)
            if child.get(w(name + "Chars")) is not None:
                found[key + "_chars"] = float(child.get(w(name + "Chars"))) / 100
    for name, sign in (("firstLine", 1), ("hanging", -1)):
        if child.get(w(name)) is not None:
            found["first"] = sign * twips(child, name)
            found["first_chars"] = 0.0
        if child.get(w(name + "Chars")) is not None:
            found["first_chars"] = sign * float(child.get(w(name + "Chars"))) / 100


def _read_line_spacing(child: Any, found: Properties) -> None:
    for name in ("before", "after"):
        if child.get(w(name)) is not None:
            found[name] = twips(child, name)
        if child.get(w(name + "Lines")) is not None:
            found[name + "_lines"] = float(child.get(w(name + "Lines"))) / 100
    if child.get(w("line")) is not None:
        rule = LineRule(child.get(w("lineRule"), "auto"))
        line = twips(child, "line")
        found["line_rule"], found["line"] = rule, line / 12 if rule is LineRule.AUTO else line


def _read_tabs(child: Any, found: Properties) -> None:
    stops = {stop.position: stop for stop in found.get("tabs", ())}
    for tab in child:
        position = twips(tab, "pos")
        kind = {"start": "left", "end": "right", "decimal": "right", "num": "left"}.get(val(tab), val(tab))
        if kind == "clear":
            stops.pop(position, None)
        elif kind in {"left", "center", "right"}:
            stops[position] = TabStop(position, kind, tab.get(w("leader"), "none"))
    found["tabs"] = tuple(stops[position] for position in sorted(stops))


def _read_borders(child: Any, found: Properties, problems: Problems) -> None:
    for side in child:
        if val(side, "none") in {"none", "nil"}:
            continue
        if str(side.tag).endswith("}bottom"):
            found["border_bottom"] = float(side.get(w("sz"), "4")) / 8
        elif not str(side.tag).endswith("}between"):
            problems.add(child)


def text_style(properties: Mapping[str, Any]) -> TextStyle:
    """Turn resolved run properties into a TextStyle."""
    known = {key: value for key, value in properties.items() if key in TextStyle.__dataclass_fields__}
    return TextStyle(**known)


def paragraph_format(properties: Mapping[str, Any], char: float, pitch: float) -> ParagraphFormat:
    """Turn resolved paragraph properties into a ParagraphFormat.

    Args:
        properties: the resolved keys.
        char: the size that one character of indent stands for, points.
        pitch: what one line of space before or after stands for, points.

    """
    known = {key: value for key, value in properties.items() if key in ParagraphFormat.__dataclass_fields__}
    for key in ("left", "right", "first"):
        if properties.get(key + "_chars"):
            known[key] = properties[key + "_chars"] * char
    for key in ("before", "after"):
        if properties.get(key + "_lines"):
            known[key] = properties[key + "_lines"] * (pitch or 12.0)
    return ParagraphFormat(**known)


@dataclass(slots=True)
class Styles:
    """The styles of one document."""

    problems: Problems
    run_default: Properties = field(default_factory=dict)
    paragraph_default: Properties = field(default_factory=dict)
    default_paragraph: str = ""
    _elements: dict[str, Any] = field(default_factory=dict)
    _runs: dict[str, Properties] = field(default_factory=dict)
    _paragraphs: dict[str, Properties] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Any | None, problems: Problems) -> "Styles":
        """Read styles.xml."""
        styles = cls(problems)
        if root is None:
            return styles
        styles.run_default = run_properties(root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"), problems)
        default = root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}")
        styles.paragraph_default = paragraph_properties(default, problems)
        for element in root.iter(w("style")):
            identity = element.get(w("styleId"), "")
            styles._elements[identity] = element
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in {"1", "true"}:
                styles.default_paragraph = identity
        return styles

    def element(self, identity: str) -> Any | None:
        """Return a style's element."""
        return self._elements.get(identity)

    def run(self, identity: str) -> Properties:
        """Return the run properties of a style and those it is based on."""
        if identity not in self._runs:
            self._runs[identity] = self._merged(identity, "rPr", self.run, run_properties)
        return self._runs[identity]

    def paragraph(self, identity: str) -> Properties:
        """Return the paragraph properties of a style and those it is based on."""
        if identity not in self._paragraphs:
            self._paragraphs[identity] = self._merged(identity, "pPr", self.paragraph, paragraph_properties)
        return self._paragraphs[identity]

    def number_properties(self, identity: str) -> Any | None:
        """Return the numPr that a paragraph style brings along."""
        element = self._elements.get(identity)
        while element is not None:
            found = element.find(f"{w('pPr')}/{w('numPr')}")
            if found is not None:
                return found
            element = self._elements.get(val(element.find(w("basedOn"))))
        return None

    def _merged(self, identity: str, part: str, inherited: Any, reader: Any) -> Properties:
        element = self._elements.get(identity)
        if element is None:
            return {}
        base = val(element.find(w("basedOn")))
        merged = dict(inherited(base)) if base and base != identity else {}
        return {**merged, **reader(element.find(w(part)), self.problems)}
