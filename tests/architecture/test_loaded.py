"""What the window loads before anything is opened: not the libraries that only papers and spreadsheets need."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LATER = ("docx", "docxtpl", "lxml", "reportlab", "pypdfium2", "openpyxl", "python_calamine", "PIL", "psycopg")
"""Together they hold about 50 MB."""
PROGRAM = """
import sys
from app import bootstrap
from app.services import accounts, container
from app.views import dialogs, workplace
print(*sys.modules)
"""


def test_libraries_of_papers_and_spreadsheets_are_loaded_only_when_used() -> None:
    """The program holds no more memory than its pages need."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "app.services.contracts.papers" in loaded
    assert loaded.isdisjoint(LATER)
