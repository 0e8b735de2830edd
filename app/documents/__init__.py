"""From dataclasses to .docx, PDF and page pictures; knows no database."""
