"""Pure checks for a form as a field is left: identity numbers, credit codes, telephone numbers; cheap, on any thread.

The services check the same again when a form is saved.
"""

from dataclasses import dataclass
from datetime import date

from app.rules.identifiers import check_credit_code, check_phone, check_resident_id, clean_digits, mask_id, mask_phone
from app.terms import IdentityKind, Sex

LIKE_RESIDENT_ID = frozenset({IdentityKind.RESIDENT_ID, IdentityKind.RESIDENCE_PERMIT})


@dataclass(frozen=True)
class FieldCheck:
    """What a check says of one field.

    Attributes:
        value: the cleaned input.
        problem: Chinese sentence saying what to do; empty when the input is right.
        question: what to confirm before it is saved; empty when nothing is unusual.
        birth_date: as the number says, where it says one.
        sex: as the number says, where it says one.

    """

    value: str
    problem: str = ""
    question: str = ""
    birth_date: date | None = None
    sex: Sex | None = None


def identity(kind: IdentityKind | None, text: str, today: date) -> FieldCheck:
    """Check the number of an identity document; kinds without a public rule are only cleaned.

    Args:
        kind: the document; None checks nothing.
        text: as typed or pasted.
        today: the present day; a birth date after it is refused.

    """
    if text.strip() and kind in LIKE_RESIDENT_ID:
        found = check_resident_id(text, today)
        return FieldCheck(found.value, found.problem, birth_date=found.birth_date, sex=found.sex)
    if text.strip() and kind is IdentityKind.CREDIT_CODE:
        code = check_credit_code(text)
        return FieldCheck(code.value, code.problem, code.question)
    return FieldCheck(clean_digits(text).upper())


def phone(text: str) -> FieldCheck:
    """Check a telephone number; an empty one is no mistake here."""
    if not text.strip():
        return FieldCheck("")
    found = check_phone(text)
    return FieldCheck(found.value, found.problem)


def cleaned_number(text: str) -> str:
    """Return a typed or pasted number without spaces, separators, full-width forms and +86."""
    return clean_digits(text)


def masked_identity(number: str) -> str:
    """Return an identity number without the birth date: 130102********1525."""
    return mask_id(number)


def masked_phone(number: str) -> str:
    """Return a telephone number without its middle: 138****0427."""
    return mask_phone(number)
