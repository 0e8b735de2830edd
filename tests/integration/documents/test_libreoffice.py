"""Another program agrees: the filled contract opens in LibreOffice, and its text is the text of our PDF."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app import paths
from app.documents.filling import fill
from app.documents.pages import page_texts
from app.documents.pdf import render
from app.documents.templates import load_template

SLUGS = ["civil-agency", "family-advisor"]
AWKWARD = "龘<甲>&\"乙\"'丙'\n第二行"
SECONDS = 150


@pytest.fixture(scope="module")
def office() -> str:
    """Return LibreOffice's command; a machine that runs these checks has it."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    assert command, "LibreOffice is needed for the full test run: apt-get install libreoffice-writer-nogui"
    return command


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which LibreOffice finds our fonts, so that the check needs none from the system."""
    folders = "".join(f"<dir>{folder}</dir>" for folder in (paths.resource("fonts"), Path("/usr/share/fonts")))
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig>{folders}<cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>", "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(config)}


def letters(texts: list[str]) -> str:
    """Return the text of pages without white space and page numbers."""
    joined = []
    for number, text in enumerate(texts, start=1):
        plain = "".join(text.split())
        joined.append(plain.removesuffix(f"第{number}页共{len(texts)}页"))
    return "".join(joined)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.timeout(SECONDS * 2)
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("opponent", ["李示例", AWKWARD])
def test_the_word_file_opens_and_says_what_the_pdf_says(
    office: str, environment: dict[str, str], slug: str, opponent: str, tmp_path: Path
) -> None:
    template = load_template(slug)
    values = {**template.sample, "client": {**template.sample["client"], "address": opponent}}
    filled = fill(template, values)
    word = tmp_path / "contract.docx"
    word.write_bytes(filled)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, env=environment)
    theirs = letters(page_texts((tmp_path / "contract.pdf").read_bytes()))
    assert letters(page_texts(render(filled, title=template.title))) == theirs
