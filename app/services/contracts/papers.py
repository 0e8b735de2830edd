"""From a contract's form to the values its template is filled with, and to the real pages."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.values import Field, FieldType
from app.errors import DocumentError
from app.models import Client, Firm, Staff
from app.rules.contracts import AGENCY
from app.rules.fee_calculation import FeeCalculation, rate_text
from app.rules.fee_comparison import FeeComparison
from app.rules.identifiers import mask_id
from app.rules.money import yuan_text
from app.rules.sign_up import group_name_of
from app.services.clients.lookups import find_client
from app.services.contracts import quotes
from app.services.contracts.sheets import render_sheet
from app.services.contracts.types import ContractForm, PagePicture, Paper, Preview, TemplateView
from app.services.core import Office, Service, labour, query
from app.services.later import Later
from app.terms import Authority, Channel, ClientKind, FactStatus, Permission, Role, Scheme, Uid

if TYPE_CHECKING:
    from app.documents import filling, pages, pdf, template_engine, templates
else:
    filling, pages, pdf = (Later(f"app.documents.{name}") for name in ("filling", "pages", "pdf"))
    template_engine, templates = (Later(f"app.documents.{name}") for name in ("template_engine", "templates"))

NUMBER_LATER = "（归档时自动编号）"


class Papers(Service):
    """合同文书."""

    @query()
    def templates(self) -> tuple[TemplateView, ...]:
        """Return the templates to choose from."""
        loaded = [templates.load_template(slug) for slug in templates.list_templates()]
        return tuple(TemplateView(t.slug, t.title, t.slug == AGENCY) for t in loaded)

    @query()
    def compose(self, form: ContractForm, contract_id: Uid | None = None) -> Paper:
        """Gather what the template needs; identity numbers are masked, the number comes at filing."""
        with self.office.reading() as session:
            return compose(self.office, session, form, contract_id, number=NUMBER_LATER, masked=True)

    @labour(Permission.DRAFT_CONTRACT)
    def preview(self, paper: Paper) -> Preview:
        """Render the real pages of a composed contract; characters that no font has are drawn as 〓 and named."""
        docx = filling.fill(templates.load_template(paper.template), paper.values)
        rendered = pdf.preview(docx, title=paper.title)
        return Preview(rendered.pdf, rendered.pages, tuple(item.name for item in rendered.missing))

    @labour(Permission.DRAFT_CONTRACT)
    def sheet(self, paper: Paper, form: ContractForm) -> Preview:
        """Render the calculation sheet of a contract that is being drawn up.

        Raises:
            DocumentError: nothing to calculate yet, or a character that no font has.

        """
        content = render_sheet(paper, form, self.office.actor.name)
        if content is None:
            raise DocumentError("还没有可以计算的收费。", todo="请先填写标的额和律师服务费。")
        return Preview(content, pages.page_count(content))

    @labour(Permission.READ)
    def opened(self, content: bytes) -> Preview:
        """Return a filed PDF with the number of its pages."""
        return Preview(content, pages.page_count(content))

    @labour(Permission.READ)
    def page_with(self, pdf_bytes: bytes, words: str) -> int | None:
        """Return the first page (0 is the first) that holds these words; None where none does."""
        plain = "".join(words.split())
        for page, text in enumerate(pages.page_texts(pdf_bytes)):
            if plain in "".join(text.split()):
                return page
        return None

    @labour(Permission.READ)
    def page_picture(self, pdf_bytes: bytes, page: int, width: int) -> PagePicture:
        """Return one page (0 is the first) as a PNG of a width in device pixels."""
        scale = width / pages.page_size(pdf_bytes, page)[0]
        picture = pages.pictures(pdf_bytes, scale, range(page, page + 1))[0]
        return PagePicture(picture.rgba, picture.width, picture.height)


@dataclass(frozen=True)
class Rendered:
    """A contract as .docx and PDF of the same text."""

    docx: bytes
    pdf: bytes


def render(paper: Paper) -> Rendered:
    """Fill the template and render its pages.

    Raises:
        DocumentError: it cannot be made as it should, e.g. a character that no font has.

    """
    docx = filling.fill(templates.load_template(paper.template), paper.values)
    return Rendered(docx, pdf.render(docx, title=paper.title))


def compose(
    office: Office, session: Session, form: ContractForm, contract_id: Uid | None, *, number: str, masked: bool
) -> Paper:
    """Gather the values of a contract's template inside an open session."""
    template = templates.load_template(form.template)
    firm = session.scalars(select(Firm)).one()
    client = find_client(session, form.client_id)
    quote = quotes.quote(office, session, form, contract_id)
    values: dict[str, Any] = {
        "contract": {
            "number": number,
            "date": form.terms.contract_date or office.today(),
        },
        "extra_clauses": form.terms.extra_clauses.strip(),
        "copies": form.terms.copies,
        "firm": _firm_values(firm),
        "client": _client_values(client, masked=masked),
        "lawyers": _lawyer_values(session, form),
        "signed_up": quote.is_signed_up,
    }
    if form.template == AGENCY:
        values |= _agency_values(form, quote.calculation, quote.comparison)
    else:
        values |= _family_values(office, session, form, firm)
    if masked:
        values = _with_blanks(values, template)
    return Paper(form.template, template.title, values, quote.calculation, quote.comparison, quote.published_price_fen)


def _firm_values(firm: Firm) -> dict[str, Any]:
    return {
        "full_name": firm.full_name,
        "credit_code": firm.credit_code,
        "address": firm.address,
        "phone": "、".join(firm.phones),
        "head": firm.head,
    }


def _client_values(client: Client, *, masked: bool) -> dict[str, Any]:
    return {
        "name": client.name,
        "identity_label": client.identity_kind.label if client.identity_kind else "证件号码",
        "identity_number": mask_id(client.identity_no) if masked else client.identity_no,
        "address": client.address,
        "phone": client.phone or client.other_phone,
        "is_organisation": client.kind is ClientKind.ORGANISATION,
        "representative": client.representative,
    }


def _lawyer_values(session: Session, form: ContractForm) -> list[dict[str, Any]]:
    people = {row.id: row for row in session.scalars(select(Staff).where(Staff.id.in_(form.matter.lawyer_ids)))}
    found = [people[staff_id] for staff_id in form.matter.lawyer_ids if staff_id in people]
    return [{"name": p.name, "licence_no": p.licence_no, "phone": p.phone} for p in found]


def _agency_values(
    form: ContractForm, calculation: FeeCalculation | None, comparison: FeeComparison | None
) -> dict[str, Any]:
    matter, fee, terms = form.matter, form.fee, form.terms
    return {
        "matter": {
            "cause": matter.cause,
            "opponent": matter.opponent,
            "stage_label": matter.stage.label if matter.stage else "",
            "amount_fen": matter.amount_fen if matter.has_property else None,
            "court": terms.court,
        },
        "authority": {"is_special": terms.authority is Authority.SPECIAL, "powers": list(terms.powers)},
        "fee": {
            "lines": _line_values(calculation),
            "guidance_total_fen": calculation.total_fen if calculation else None,
            "guidance_title": f"《{calculation.title}》" if calculation else "",
            "guidance_doc_no": _doc_no(calculation),
            "agreed_fen": fee.fee_fen,
            "verdict": comparison.verdict.value if comparison else "",
            "comparison_sentence": comparison.sentence if comparison else "",
            "payments": [{"when": p.when, "amount_fen": p.amount_fen} for p in fee.payments],
            "relief_reason": fee.relief_reason.label if fee.relief_reason else "",
        },
    }


def _doc_no(calculation: FeeCalculation | None) -> str:
    if calculation is None:
        return ""
    mark = "，待核实" if calculation.status is FactStatus.UNVERIFIED else ""
    return f"{calculation.doc_no}{mark}"


def _line_values(calculation: FeeCalculation | None) -> list[dict[str, Any]]:
    if calculation is None:
        return []
    return [
        {
            "label": line.label,
            "base": f"{yuan_text(line.base_fen)} 元",
            "rate": rate_text(line.rate),
            "amount": f"{yuan_text(line.fee_fen)} 元",
        }
        for line in calculation.lines
    ]


def _family_values(office: Office, session: Session, form: ContractForm, firm: Firm) -> dict[str, Any]:
    terms = form.terms
    begins = terms.begins_on or terms.contract_date or office.today()
    admin = next((row for row in session.scalars(select(Staff).where(Staff.is_active)) if _is_admin(row)), None)
    policy = office.catalogue.policy(Channel.WECHAT_GROUP, Scheme.SHIJIAZHUANG)
    return {
        "members": [{"name": m.name, "relation": m.relation, "phone": ""} for m in terms.members],
        "term": {"start": begins, "end": terms.ends_on or _year_later(begins)},
        "advisor_admin": {
            "name": admin.name if admin else "",
            "phone": (admin.phone if admin else "") or firm.phones[0],
        },
        "scheme": {
            "name": Scheme.SHIJIAZHUANG.label,
            "guidance_title": f"《{office.catalogue.fee_schedule(quotes.SCHEDULE).title}》",
        },
        "service": {"answer_hours": policy.minutes // 60, "group_name": group_name_of(firm.full_name)},
        "consent": {"push": terms.allows_push, "pictures": terms.allows_pictures},
    }


def _is_admin(person: Staff) -> bool:
    return Role.ADVISOR_ADMIN.value in person.roles


def _year_later(day: date) -> date:
    """Return the last day of a term of one year."""
    try:
        return day.replace(year=day.year + 1) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year + 1, 2, 28)


def _with_blanks(values: dict[str, Any], template: "templates.Template") -> dict[str, Any]:
    """Return the values of a draft with a line to write on wherever a required text is still missing."""
    for field in template.fields:
        room, _, key = field.key.rpartition(".")
        place = values.get(room, {}) if room else values
        if field.required and isinstance(place, dict) and place.get(key) in ("", None, []):
            place[key] = _blank(field)
    return values


def _blank(field: Field) -> Any:
    if field.kind is FieldType.LIST:
        return [{item.key: template_engine.LINE for item in field.items}]
    return {
        FieldType.TEXT: template_engine.LINE,
        FieldType.MONEY: template_engine.UNDECIDED_FEN,
        FieldType.CHOICE: field.choices[-1] if field.choices else "",
    }.get(field.kind, template_engine.LINE)
