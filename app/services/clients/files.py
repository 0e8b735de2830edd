"""Creating and editing a client's file, with the checks a clerk needs (S5.1)."""

from dataclasses import replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import ConflictError, InvalidInputError, NeedsConfirmationError, NotFoundError
from app.models import Client, ClientRelief
from app.rules import numbering
from app.rules.identifiers import check_credit_code, check_phone, check_resident_id, clean_digits
from app.rules.search_terms import pinyin_key
from app.services.clients.lookups import find_client
from app.services.clients.types import ClientForm, ClientRef, ReliefForm
from app.services.core import Service, operation
from app.services.firm_settings.numbers import take_number
from app.storage.unit_of_work import UnitOfWork
from app.terms import ClientKind, IdentityKind, Permission, Uid

SAME_CHECK_AS_RESIDENT_ID = frozenset({IdentityKind.RESIDENT_ID, IdentityKind.RESIDENCE_PERMIT})


class Files(Service):
    """服务对象档案."""

    @operation(Permission.EDIT_CLIENT)
    def create(self, form: ClientForm, confirmed: frozenset[str] = frozenset()) -> ClientRef:
        """Open a file for a new client.

        Raises:
            InvalidInputError: something is missing or wrong, field by field.
            NeedsConfirmationError: "credit_code" (check digit) or "duplicate" (same name and phone).

        """
        with self.office.work() as work:
            client = create_client(work, form, self.office.today(), confirmed)
            work.commit(f"新建服务对象 {client.name}")
            return ref(client)

    @operation(Permission.EDIT_CLIENT)
    def update(
        self, client_id: Uid, form: ClientForm, before: ClientForm, confirmed: frozenset[str] = frozenset()
    ) -> ClientRef:
        """Change a client's details; only fields that differ from `before` are written.

        Args:
            client_id: whose file.
            form: the details as they shall be.
            before: the details as the editor was opened with; a field changed elsewhere since then is a conflict.
            confirmed: confirmations given.

        Raises:
            ConflictError: somebody else changed one of the same fields in the meantime.

        """
        with self.office.work() as work:
            client = find_client(work.session, client_id)
            clean = check_form(work.session, form, self.office.today(), confirmed, own_id=client_id)
            _write(client, clean, before)
            work.commit(f"修改服务对象 {client.name}")
            return ref(client)

    @operation(Permission.EDIT_CLIENT)
    def add_relief(self, client_id: Uid, form: ReliefForm) -> Uid:
        """Add a relief group with its proof (S9.1)."""
        with self.office.work() as work:
            client = find_client(work.session, client_id)
            same = select(ClientRelief.id).where(ClientRelief.client_id == client_id, ClientRelief.group == form.group)
            if work.session.scalar(same) is not None:
                raise InvalidInputError({"group": f"{client.name} 已经登记为{form.group.label}。"})
            relief = ClientRelief(
                client_id=client_id, group=form.group, proof=form.proof.strip(), valid_until=form.valid_until
            )
            work.session.add(relief)
            work.commit(f"为 {client.name} 登记减免对象 {form.group.label}")
            return relief.id

    @operation(Permission.EDIT_CLIENT)
    def remove_relief(self, relief_id: Uid) -> None:
        """Remove a relief group that was entered by mistake."""
        with self.office.work() as work:
            relief = work.session.get(ClientRelief, relief_id)
            if relief is None:
                raise NotFoundError("这条减免对象已经不在了。", todo="请刷新后再看。")
            client = find_client(work.session, relief.client_id)
            work.session.delete(relief)
            work.commit(f"删除 {client.name} 的减免对象 {relief.group.label}")


def create_client(work: UnitOfWork, form: ClientForm, today: date, confirmed: frozenset[str]) -> Client:
    """Check the form and add the client inside a unit of work."""
    clean = check_form(work.session, form, today, confirmed, own_id=None)
    client = Client(
        file_no=take_number(work, numbering.CLIENT, today.year),
        created_at=work.now,
        last_contact_at=work.now,
    )
    _write(client, clean, None)
    work.session.add(client)
    work.session.flush()
    return client


def ref(client: Client) -> ClientRef:
    """Return the reference of a client."""
    return ClientRef(client.id, client.row_no, client.file_no, client.name)


def check_form(
    session: Session, form: ClientForm, today: date, confirmed: frozenset[str], own_id: Uid | None
) -> ClientForm:
    """Return the form cleaned, or say what is wrong with it.

    Raises:
        InvalidInputError: field by field.
        NeedsConfirmationError: unusual, but may be right.

    """
    clean = _cleaned(form)
    identity_problem, question = _check_identity(clean, today)
    problems = _plain_problems(form, clean, today)
    if identity_problem:
        problems["identity_no"] = identity_problem
    elif clean.identity_no:
        problems.update(_same_identity(session, clean, own_id))
    if problems:
        raise InvalidInputError(problems)
    if question and "credit_code" not in confirmed:
        raise NeedsConfirmationError("credit_code", question, todo="核对证照原件无误后可以继续保存。")
    if own_id is None and "duplicate" not in confirmed:
        _same_person(session, clean)
    return _with_birth_and_sex(clean, today)


def _with_birth_and_sex(form: ClientForm, today: date) -> ClientForm:
    """Fill what the identity number says of birth date and sex, where nothing was typed."""
    if form.identity_kind not in SAME_CHECK_AS_RESIDENT_ID:
        return form
    said = check_resident_id(form.identity_no, today)
    return replace(form, birth_date=form.birth_date or said.birth_date, sex=form.sex or said.sex)


def _plain_problems(form: ClientForm, clean: ClientForm, today: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not clean.name:
        problems["name"] = "请填写姓名或单位名称。"
    if not (clean.phone or clean.wechat_name or clean.address):
        problems["phone"] = "请至少留一种联系方式：电话、微信或地址。"
    for field in ("phone", "other_phone"):
        typed = getattr(form, field).strip()
        if typed and (problem := check_phone(typed).problem):
            problems[field] = problem
    if clean.birth_date and clean.birth_date > today:
        problems["birth_date"] = "出生日期不能晚于今天。"
    return problems


def _cleaned(form: ClientForm) -> ClientForm:
    return ClientForm(
        kind=form.kind,
        name=" ".join(form.name.split()),
        identity_kind=form.identity_kind if form.identity_no.strip() else None,
        identity_no=clean_digits(form.identity_no).upper(),
        sex=form.sex if form.kind is ClientKind.PERSON else None,
        birth_date=form.birth_date if form.kind is ClientKind.PERSON else None,
        representative=form.representative.strip(),
        phone=clean_digits(form.phone),
        other_phone=clean_digits(form.other_phone),
        wechat_name=form.wechat_name.strip(),
        district=form.district,
        address=form.address.strip(),
        care_notes=form.care_notes.strip(),
    )


def _check_identity(form: ClientForm, today: date) -> tuple[str, str]:
    """Return a problem, or a question to confirm, of the identity number."""
    if not form.identity_no:
        return "", ""
    if form.identity_kind in SAME_CHECK_AS_RESIDENT_ID:
        return check_resident_id(form.identity_no, today).problem, ""
    if form.identity_kind is IdentityKind.CREDIT_CODE:
        code = check_credit_code(form.identity_no)
        return code.problem, code.question
    return "", ""


def _same_identity(session: Session, form: ClientForm, own_id: Uid | None) -> dict[str, str]:
    wanted = select(Client).where(Client.identity_no == form.identity_no, Client.identity_kind == form.identity_kind)
    other = session.scalars(wanted.limit(1)).first()
    if other is None or other.id == own_id:
        return {}
    return {"identity_no": f"这个证件号已有档案：{other.name}（{other.file_no}）。"}


def _same_person(session: Session, form: ClientForm) -> None:
    if not form.phone:
        return
    wanted = select(Client).where(
        Client.name == form.name, or_(Client.phone == form.phone, Client.other_phone == form.phone)
    )
    other = session.scalars(wanted.limit(1)).first()
    if other is not None:
        raise NeedsConfirmationError(
            "duplicate",
            f"已有同名同电话的档案：{other.name}（{other.file_no}）。",
            todo="如果不是同一人，可以继续新建。",
        )


def _write(client: Client, form: ClientForm, before: ClientForm | None) -> None:
    """Write the fields that differ from `before`; a field that was changed elsewhere since is a conflict."""
    for field in ClientForm.__dataclass_fields__:
        value = getattr(form, field)
        if before is None:
            setattr(client, field, value)
            continue
        was, stands = getattr(before, field), getattr(client, field)
        if value in (was, stands):
            continue
        if stands != was:
            raise ConflictError(
                "这份档案刚刚被别人改过。",
                safe="您填写的内容都还在，没有覆盖对方的修改。",
                todo="请关闭后重新打开，再改一次。",
            )
        setattr(client, field, value)
    client.name_key = pinyin_key(client.name)
