"""What the wizard needs before it opens: the client, the lawyers, the templates, a draft to go on with."""

from dataclasses import dataclass, replace
from typing import Final

from app.services.clients.types import ClientDetail
from app.services.container import Services
from app.services.contracts.types import ContractForm, FeeForm, MatterForm, TemplateView
from app.services.staff import StaffView
from app.terms import ClientKind, ReliefReason, Uid

POWERS: Final[tuple[str, ...]] = (
    "代为承认、放弃、变更诉讼请求",
    "进行和解、调解",
    "提起反诉",
    "提起上诉",
    "申请撤诉",
    "申请执行",
    "代收法律文书",
    "代领执行款物",
)
"""What a special authority may name (民事诉讼法 art. 62 and what courts ask to be named)."""


@dataclass(frozen=True)
class Start:
    """Everything the wizard opens with.

    Attributes:
        client: the client's file.
        lawyers: those with a licence, by name.
        templates: what can be drawn up for this client.
        form: the draft, or a form as it begins.
        contract_id: the draft's id; None until it is saved.

    """

    client: ClientDetail
    lawyers: tuple[StaffView, ...]
    templates: tuple[TemplateView, ...]
    form: ContractForm
    contract_id: Uid | None

    def is_agency(self, slug: str) -> bool:
        """Return whether a template is a mandate with a fee."""
        return any(template.slug == slug and template.is_agency for template in self.templates)

    def title_of(self, slug: str) -> str:
        """Return a template's title."""
        return next((template.title for template in self.templates if template.slug == slug), "")


def load(services: Services, client_id: Uid | None, contract_id: Uid | None) -> Start:
    """Gather it; runs in the reader thread.

    Args:
        services: of the opened firm.
        client_id: for whom; not needed with a draft.
        contract_id: a draft to go on with.

    Raises:
        NotFoundError: client or draft are gone.

    """
    detail = services.contracts.register.find(contract_id) if contract_id else None
    client = services.clients.details.find(detail.form.client_id if detail else client_id or b"")
    lawyers = tuple(person for person in services.staff.lawyers() if person.licence_no)
    is_person = client.form.kind is ClientKind.PERSON
    templates = sorted(services.contracts.papers.templates(), key=lambda template: not template.is_agency)
    fitting = tuple(template for template in templates if template.is_agency or is_person)
    form = detail.form if detail else _first_form(services, client, lawyers, fitting)
    return Start(client, lawyers, fitting, form, contract_id)


def _first_form(
    services: Services, client: ClientDetail, lawyers: tuple[StaffView, ...], templates: tuple[TemplateView, ...]
) -> ContractForm:
    me = [person.id for person in lawyers if person.id == services.actor.staff_id]
    reason = ReliefReason.SIGN_UP if client.is_signed_up else None
    form = ContractForm(client.id, templates[0].slug)
    return replace(form, matter=MatterForm(lawyer_ids=tuple(me)), fee=FeeForm(relief_reason=reason))
