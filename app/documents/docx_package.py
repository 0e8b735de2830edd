"""Open a .docx: its parts, their relations and XML, hardened against bad files."""

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from app.errors import DocumentError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
XML = "http://www.w3.org/XML/1998/namespace"
MAX_BYTES = 200 * 1024 * 1024

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "/officeDocument"


def w(name: str) -> str:
    """Return the full name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def val(element: Any, default: str = "") -> str:
    """Return an element's w:val; the default also where there is no element."""
    return default if element is None else str(element.get(w("val"), default))


def on(element: Any) -> bool:
    """Whether a toggle element (w:b, w:keepNext …) is there and not switched off."""
    return element is not None and element.get(w("val"), "1") not in {"0", "false", "off", "none"}


def parse(data: bytes) -> Any:
    """Parse XML without entities or network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    return etree.fromstring(data, parser)


@dataclass(slots=True)
class Package:
    """An opened .docx.

    Attributes:
        main: name of the main part, usually word/document.xml.

    """

    parts: dict[str, bytes]
    main: str
    _relations: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def xml(self, name: str) -> Any | None:
        """Return a part's parsed XML, None where there is no such part."""
        return parse(self.parts[name]) if name in self.parts else None

    def related(self, part: str, relation_id: str) -> str:
        """Return the name of the part a relation points to."""
        return self.relations(part).get(relation_id, ("", ""))[1]

    def related_by_type(self, part: str, suffix: str) -> str:
        """Return the name of the part related by a type ending in `suffix`, "" if none."""
        return next((target for kind, target in self.relations(part).values() if kind.endswith(suffix)), "")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return id -> (type, target part) of a part's internal relations."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            self._relations[part] = _read_relations(self.parts.get(f"{folder}/_rels/{name}.rels".lstrip("/")), folder)
        return self._relations[part]


def open_package(data: bytes) -> Package:
    """Open a .docx.

    Raises:
        DocumentError: it is no .docx, damaged, or unreasonably large.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
                raise DocumentError("这个 Word 文件解开后过大，没有打开。", todo="请换一个正常大小的文件。")
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        main = next(
            target for kind, target in _read_relations(parts["_rels/.rels"], "").values() if kind.endswith(_MAIN)
        )
        return Package(parts, main)
    except (zipfile.BadZipFile, KeyError, StopIteration, etree.XMLSyntaxError) as error:
        raise DocumentError(
            "这个文件不是 Word 文档（.docx），或者已经损坏。", todo="请用 Word 或 WPS 另存一份再试。"
        ) from error


def _read_relations(data: bytes | None, folder: str) -> dict[str, tuple[str, str]]:
    if data is None:
        return {}
    relations = {}
    for item in parse(data).iter(f"{{{_RELATIONS}}}Relationship"):
        if item.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
            relations[item.get("Id", "")] = (item.get("Type", ""), target)
    return relations
