"""Write contract_templates/*/template.docx from the texts in this folder: `python -m tools.build_templates`."""

from pathlib import Path

from tools import template_civil_agency, template_family_advisor

ROOT = Path(__file__).resolve().parent.parent / "contract_templates"
TEMPLATES = {
    "civil-agency": template_civil_agency.build,
    "family-advisor": template_family_advisor.build,
}


def main() -> None:
    """Write all templates."""
    for slug, build in TEMPLATES.items():
        path = ROOT / slug / "template.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(build())
        print(path.relative_to(ROOT.parent))


if __name__ == "__main__":
    main()
