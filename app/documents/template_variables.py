"""Which values a template asks for, found in its tags without filling it."""

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes

from app.documents.template_engine import ENVIRONMENT, template_file
from app.errors import DocumentError


@lru_cache(maxsize=32)
def template_variables(docx: bytes) -> frozenset[str]:
    """Return the dotted names a template uses; inside a loop over `lawyers`, `lawyer.name` counts as lawyers.name.

    Raises:
        DocumentError: the template's tags are not well formed.

    """
    names: set[str] = set()
    for source in template_file(docx).sources:
        try:
            tree = ENVIRONMENT.parse(source)
        except TemplateSyntaxError as error:
            raise syntax_error(error) from error
        names |= set(_names(tree, {}))
    return frozenset(names)


def syntax_error(error: TemplateSyntaxError) -> DocumentError:
    """Return the sentence for a template whose tags are not well formed."""
    return DocumentError(
        f"模板里的填写标记写错了：{error.message}。",
        todo="请检查模板中的双花括号和百分号标记是否成对、if 与 endif、for 与 endfor 是否齐全。",
    )


def _names(node: nodes.Node, scope: dict[str, str]) -> Iterator[str]:
    if isinstance(node, nodes.For):
        yield from _names(node.iter, scope)
        inner = dict(scope, loop="")
        path = _path(node.iter, scope)
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = path
        for child in (*node.body, *node.else_):
            yield from _names(child, inner)
        return
    path = _path(node, scope)
    if path:
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _names(child, scope)


def _path(node: nodes.Node, scope: dict[str, str]) -> str:
    """Return the dotted name of a plain variable or attribute, "" for anything else (also for `loop`)."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        parent = _path(node.node, scope)
        return f"{parent}.{node.attr}" if parent else ""
    return ""
