"""Template folders: what is wrong in them is said by file and key; what a template asks for is compared with its fields."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from app import paths
from app.documents.docx_reader import read_docx
from app.documents.filling import fill
from app.documents.template_variables import template_variables
from app.documents.templates import Template, check_template, list_templates, load_template
from app.documents.values import Field, FieldType
from app.errors import DataFileError
from tools.build_templates import TEMPLATES

SLUGS = ["civil-agency", "family-advisor"]
NAME = Field("client.name", "姓名", FieldType.TEXT, required=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(paths.templates_root() / "civil-agency", tmp_path / "mine")
    return tmp_path / "mine"


def test_the_delivered_templates_are_listed() -> None:
    assert list_templates() == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_a_delivered_template_has_nothing_to_complain_about(slug: str) -> None:
    assert check_template(load_template(slug)) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_item_of_the_clause_list_is_covered(slug: str) -> None:
    template = load_template(slug)
    text = read_docx(fill(template, template.sample)).text
    assert len(template.coverage) > 20
    assert [item.item for item in template.coverage if item.text not in text] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_delivered_template_is_what_its_script_writes(slug: str) -> None:
    assert TEMPLATES[slug]() == (paths.templates_root() / slug / "template.docx").read_bytes()


@pytest.mark.parametrize("slug", SLUGS)
def test_sample_values_give_every_required_field(slug: str) -> None:
    template = load_template(slug)
    assert read_docx(fill(template, template.sample)).text.count("（待填写）") == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("fields.toml", 'kind = "money"', 'kind = "cash"', "field"),
        ("fields.toml", 'label = "案由"', "", "label"),
        ("fields.toml", "version = 1", 'version = 1\ncolour = "red"', "colour"),
        ("fields.toml", 'key = "matter.court"', 'key = "matter.cause"', "matter.cause"),
        ("coverage.toml", "source =", "source", "整个文件"),
    ],
)
def test_a_wrong_data_file_is_named_with_its_key(folder: Path, file: str, old: str, new: str, key: str) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(DataFileError) as wrong:
        load_template("mine", folder.parent)
    assert file in wrong.value.text
    assert key in wrong.value.text


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "sample.toml").unlink()
    with pytest.raises(DataFileError, match=r"sample\.toml"):
        load_template("mine", folder.parent)


def test_names_a_template_uses_are_found_through_loops_and_split_runs() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{ cl")
    paragraph.add_run("ient.na").bold = True
    paragraph.add_run("me }}{% if a.b and not c %}x{% endif %}")
    document.add_paragraph("{% for p in people %}{{ p.name|大写 }}{{ loop.index }}{% endfor %}")
    buffer = io.BytesIO()
    document.save(buffer)
    names = template_variables(buffer.getvalue())
    assert {name for name in names if name} == {"client.name", "a.b", "c", "people", "people.name"}


def test_undeclared_and_unused_fields_are_named(make_template: Callable[..., Template]) -> None:
    problems = check_template(make_template(["{{ client.nmae }}"], [NAME]))
    assert any("“client.nmae”" in problem for problem in problems)
    assert any("姓名" in problem and "没有用到" in problem for problem in problems)
