"""A client's form as JSON values and back, for drafts; what a search in vain says about a new client."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from app.services import checks
from app.services.clients.types import ClientForm
from app.terms import ClientKind, IdentityKind, Sex

EMPTY = ClientForm(ClientKind.PERSON, "")


def to_json(form: ClientForm) -> dict[str, Any]:
    """Return a form as JSON values."""
    values = {field.name: getattr(form, field.name) for field in fields(form)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def from_json(values: Mapping[str, Any]) -> ClientForm:
    """Return a kept form; what cannot be read any more is left empty."""
    texts = {
        field.name: str(values.get(field.name) or "")
        for field in fields(ClientForm)
        if field.name not in ("kind", "identity_kind", "sex", "birth_date")
    }
    born = str(values.get("birth_date") or "")
    return ClientForm(
        kind=ClientKind.ORGANISATION if values.get("kind") == ClientKind.ORGANISATION.value else ClientKind.PERSON,
        identity_kind=_term(IdentityKind, values.get("identity_kind")),
        sex=_term(Sex, values.get("sex")),
        birth_date=date.fromisoformat(born) if len(born) == 10 else None,
        **texts,
    )


def _term(kind: Any, value: object) -> Any:
    return next((member for member in kind if member.value == value), None)


def form_for(searched: str) -> ClientForm:
    """Return a new client's form begun with what was searched: a number is a phone or identity number, else a name."""
    number = checks.cleaned_number(searched)
    if len(number) == 18 and number[:17].isdigit():
        return ClientForm(ClientKind.PERSON, "", identity_kind=IdentityKind.RESIDENT_ID, identity_no=number)
    if number.isdigit():
        return ClientForm(ClientKind.PERSON, "", phone=number)
    latin = searched.strip().isascii()
    return ClientForm(ClientKind.PERSON, "" if latin else searched.strip())
