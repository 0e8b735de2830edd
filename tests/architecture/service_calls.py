"""One example of every service call: what it needs is prepared first, then the call itself is handed back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from app.rules.backup_thinning import Thinning
from app.services.audit.types import JournalFilter, JournalKey
from app.services.backups.types import RulesForm
from app.services.clients.types import ClientFilter, ReliefForm
from app.services.consultations.types import ConsultationRef, InboxFilter
from app.services.container import Services
from app.services.contracts.register import ContractChip
from app.services.contracts.types import FiledContract, MatterForm
from app.services.demo.build import PASSWORD
from app.services.exporting import ExportRequest
from app.services.firm_settings.channels import ChannelForm
from app.services.firm_settings.details import SchemesForm
from app.services.firm_settings.numbers import SeriesForm
from app.services.fonts import FontUse
from app.services.importing.types import ImportTable
from app.services.setup_types import DEFAULT_SPANS, DEFAULT_WEEKLY
from app.services.staff.types import AppointmentForm, LeaveForm, NewPassword, PhoneForm, StaffFilter, StaffForm
from app.terms import (
    AttachmentKind,
    Channel,
    ClockKind,
    DayKind,
    ExportKind,
    ImportKind,
    LeaveKind,
    MatterClass,
    ReliefGroup,
    ReliefReason,
    Role,
    Scheme,
    SignUpChannel,
    Uid,
)
from tests.factories import at
from tests.integration.services.support import (
    SHOT,
    TODAY,
    contracting_client,
    create,
    mandate,
    person,
    register,
    set_time,
    sign_up,
    sign_up_form,
    staff_id,
)

Call: TypeAlias = Callable[[], object]

HOLIDAY = date(2026, 10, 1)
YEAR_FILE = b'{"year": 2027, "days": [{"name": "x", "date": "2027-10-01", "isOffDay": true}]}'


@dataclass(frozen=True)
class Stage:
    """An opened firm whose signed-in person has every role, and a folder to write into."""

    services: Services
    folder: Path


def prepare(services: Services, folder: Path) -> Stage:
    """Give the person in the seat every role."""
    services.office.seat(replace(services.actor, roles=frozenset(Role)))
    return Stage(services, folder)


def _answered(stage: Stage) -> ConsultationRef:
    reference = register(stage.services)
    stage.services.consultations.answering.answer(reference.id, "先拍照固定证据，再与楼上协商。")
    return reference


def _waiting(call: Callable[[Services, Uid], object]) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        reference = register(stage.services)
        return lambda: call(stage.services, reference.id)

    return example


def _after_answer(call: Callable[[Services, Uid], object]) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        reference = _answered(stage)
        return lambda: call(stage.services, reference.id)

    return example


def _client(call: Callable[[Services, Uid], object]) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        client = contracting_client(stage.services)
        return lambda: call(stage.services, client.id)

    return example


def _plain(call: Callable[[Services], object]) -> Callable[[Stage], Call]:
    return lambda stage: lambda: call(stage.services)


def _update(stage: Stage) -> Call:
    client = create(stage.services)
    before = stage.services.clients.details.find(client.id).form
    return lambda: stage.services.clients.files.update(client.id, replace(before, name="钱夺夺"), before)


def _remove_relief(stage: Stage) -> Call:
    files = stage.services.clients.files
    relief = files.add_relief(create(stage.services).id, ReliefForm(ReliefGroup.ELDERLY))
    return lambda: files.remove_relief(relief)


def _file_sign_up(stage: Stage) -> Call:
    form = sign_up_form(stage.services, SignUpChannel.PHONE)
    made = stage.services.clients.sign_ups.sign_up(create(stage.services).id, form, (SHOT,))
    return lambda: stage.services.clients.sign_ups.file(made)


def _end_sign_up(stage: Stage) -> Call:
    made = sign_up(stage.services, create(stage.services).id)
    return lambda: stage.services.clients.sign_ups.end(made, "登记有误")


def _sign_up(stage: Stage) -> Call:
    client, form = create(stage.services), sign_up_form(stage.services)
    return lambda: stage.services.clients.sign_ups.sign_up(client.id, form, (SHOT,))


def _sign_up_asker(stage: Stage) -> Call:
    reference, form = register(stage.services), sign_up_form(stage.services)
    return lambda: stage.services.clients.sign_ups.sign_up_asker(reference.id, person(), form, (SHOT,))


def _correct(stage: Stage) -> Call:
    reference = register(stage.services)
    correct = stage.services.consultations.answering.correct_received
    return lambda: correct(reference.id, at("2026-03-13 14:00"), "按消息时间")


def _notice(stage: Stage) -> Call:
    set_time(stage.services, "2026-03-13 20:00")
    reference = register(stage.services)
    return lambda: stage.services.consultations.answering.send_notice(reference.id)


def _assign(services: Services, consultation_id: Uid) -> object:
    return services.consultations.answering.assign(consultation_id, staff_id(services, "zhoulan"))


def _link(stage: Stage) -> Call:
    reference, client = register(stage.services), create(stage.services)
    return lambda: stage.services.consultations.answering.link(reference.id, client.id)


def _draft(stage: Stage, reason: ReliefReason = ReliefReason.SIGN_UP) -> Uid:
    client = contracting_client(stage.services)
    form = mandate(stage.services, client.id, fee={"relief_reason": reason})
    return stage.services.contracts.drafting.save(form)


def _approve(stage: Stage) -> Call:
    draft = _draft(stage, ReliefReason.PUBLIC_INTEREST)
    return lambda: stage.services.contracts.drafting.approve(draft)


def _discard(stage: Stage) -> Call:
    draft = _draft(stage)
    return lambda: stage.services.contracts.drafting.discard(draft)


def _filed(stage: Stage) -> FiledContract:
    client = contracting_client(stage.services)
    return stage.services.contracts.drafting.file(mandate(stage.services, client.id), None)


def _save(stage: Stage) -> Call:
    form = mandate(stage.services, contracting_client(stage.services).id)
    return lambda: stage.services.contracts.drafting.save(form)


def _file(stage: Stage) -> Call:
    form = mandate(stage.services, contracting_client(stage.services).id)
    return lambda: stage.services.contracts.drafting.file(form, None)


def _void(stage: Stage) -> Call:
    filed = _filed(stage)
    return lambda: stage.services.contracts.drafting.void(filed.id, "当事人撤回委托")


def _on_form(call: str) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        form = mandate(stage.services, contracting_client(stage.services).id)
        contracts = stage.services.contracts
        owner = {"problems": contracts.drafting, "compose": contracts.papers, "quote": contracts.quotes}[call]
        return lambda: getattr(owner, call)(form)

    return example


def _on_paper(call: str) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        form = mandate(stage.services, contracting_client(stage.services).id)
        papers = stage.services.contracts.papers
        paper = papers.compose(form)
        pdf = papers.sheet(paper, form).pdf
        calls: dict[str, Call] = {
            "preview": lambda: papers.preview(paper),
            "sheet": lambda: papers.sheet(paper, form),
            "opened": lambda: papers.opened(pdf),
            "page_with": lambda: papers.page_with(pdf, "收费计算单"),
            "page_picture": lambda: papers.page_picture(pdf, 0, 300),
        }
        return calls[call]

    return example


def _paper(stage: Stage) -> Call:
    filed = _filed(stage)
    return lambda: stage.services.contracts.register.paper(filed.id, as_pdf=True)


def _find_contract(stage: Stage) -> Call:
    draft = _draft(stage)
    return lambda: stage.services.contracts.register.find(draft)


def _read_attachment(stage: Stage) -> Call:
    reference = register(stage.services, attachments=(SHOT,))
    kept = stage.services.consultations.details.find(reference.id).attachments[0]
    assert kept.kind is AttachmentKind.SCREENSHOT
    return lambda: stage.services.attachments.read(kept.id)


def _undo(stage: Stage) -> Call:
    create(stage.services)
    return stage.services.history.undo


def _redo(stage: Stage) -> Call:
    create(stage.services)
    stage.services.history.undo()
    return stage.services.history.redo


def _drop(stage: Stage) -> Call:
    stage.services.drafts.keep("consultation.new", {"question": "写到一半"})
    return lambda: stage.services.drafts.drop("consultation.new")


def _remove_own_day(stage: Stage) -> Call:
    stage.services.calendars.set_own_days(HOLIDAY, HOLIDAY, "值班", DEFAULT_SPANS)
    return lambda: stage.services.calendars.remove_own_day(HOLIDAY)


def _reset_year(stage: Stage) -> Call:
    stage.services.calendars.clear_official_day(HOLIDAY)
    return lambda: stage.services.calendars.reset_year(HOLIDAY.year)


def _marked(stage: Stage) -> Uid:
    reference = register(stage.services)
    stage.services.sensitive.mark_consultation(reference.id, "涉及隐私")
    return reference.id


def _unmark(stage: Stage) -> Call:
    marked = _marked(stage)
    return lambda: stage.services.sensitive.unmark_consultation(marked, "已公开")


def _on_contract(call: Callable[[Services, Uid], object]) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        draft = _draft(stage)
        return lambda: call(stage.services, draft)

    return example


def _unmark_contract(stage: Stage) -> Call:
    draft = _draft(stage)
    stage.services.sensitive.mark_contract(draft, "涉及隐私")
    return lambda: stage.services.sensitive.unmark_contract(draft, "已公开")


def _newest(stage: Stage) -> JournalKey:
    return stage.services.audit.page(JournalFilter(), most=1).entries[0].key


def _entry(call: Callable[[Services, JournalKey], object]) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        create(stage.services)
        key = _newest(stage)
        return lambda: call(stage.services, key)

    return example


def _chain_verdict(stage: Stage) -> Call:
    done = stage.services.audit.check_chain()
    return lambda: stage.services.audit.chain_verdict(done)


def _undo_older(stage: Stage) -> Call:
    client = create(stage.services)
    stage.services.clients.files.add_relief(client.id, ReliefForm(ReliefGroup.ELDERLY))
    key = _newest(stage)
    stage.services.drafts.keep("consultation.new", {"question": "写到一半"})
    return lambda: stage.services.audit.undo(key)


NEW_STAFF = StaffForm("吴晓月", "wuxiaoyue", frozenset({Role.LAWYER}))
LEAVE = LeaveForm(LeaveKind.COURT, at("2026-03-20 09:00"), at("2026-03-20 12:00"))


def _staff(call: Callable[[Services, Uid], object]) -> Callable[[Stage], Call]:
    """Return an example on a member of staff who has nothing in hand."""

    def example(stage: Stage) -> Call:
        who = staff_id(stage.services, "liuxin")
        return lambda: call(stage.services, who)

    return example


def _leave(call: Callable[[Services, Uid], object]) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        made = stage.services.staff.leaves.add(staff_id(stage.services, "liuxin"), LEAVE)
        return lambda: call(stage.services, made)

    return example


def _update_staff(stage: Stage) -> Call:
    who = staff_id(stage.services, "liuxin")
    before = stage.services.staff.lists.find(who).form
    return lambda: stage.services.staff.files.update(who, replace(before, languages=("普通话", "手语")), before)


def _enable(stage: Stage) -> Call:
    who = staff_id(stage.services, "liuxin")
    stage.services.staff.leaving.disable(who, TODAY)
    return lambda: stage.services.staff.leaving.enable(who)


def _end_appointment(stage: Stage) -> Call:
    current = stage.services.staff.appointments.state().current
    assert current is not None
    return lambda: stage.services.staff.appointments.end(current.id, TODAY)


def _login_paper(stage: Stage) -> Call:
    made = NewPassword(b"", "吴晓月", "wuxiaoyue", "hkw7-m3pd-4cxr")
    return lambda: stage.services.staff.logins.paper(made, "河北衡舟律师事务所")


def _replace_temporary(stage: Stage) -> Call:
    stage.services.staff.logins.reset(stage.services.actor.staff_id)
    return lambda: stage.services.staff.logins.replace_temporary("滹沱河畔的风 2026")


def _check_backup(stage: Stage) -> Call:
    made = stage.services.backups.make().backup
    return lambda: stage.services.backups.check(made.path)


def _choose_second(stage: Stage) -> Call:
    (stage.folder / "stick").mkdir()
    return lambda: stage.services.backups.choose_second(stage.folder / "stick")


def _remove_backup(stage: Stage) -> Call:
    made = stage.services.backups.before("导入").backup
    set_time(stage.services, "2026-03-13 18:00")
    stage.services.backups.make()
    return lambda: stage.services.backups.remove(made.path)


WECHAT = (Scheme.SHIJIAZHUANG, Channel.WECHAT)
STRICTER = ChannelForm(True, ClockKind.WORKING, 240, 0.5, 0.75)


def _save_details(stage: Stage) -> Call:
    details = stage.services.firm_settings.details
    before = details.details()
    return lambda: details.save_details(replace(before, head="周岚"), before)


def _exported(stage: Stage) -> Path:
    """Export the settings, then change one, so that the file differs."""
    file = stage.folder / "设置.json"
    stage.services.firm_settings.transfer.export(file)
    stage.services.firm_settings.details.save_notice("请拨打 12348。")
    return file


def _preview_settings(stage: Stage) -> Call:
    file = _exported(stage)
    return lambda: stage.services.firm_settings.transfer.preview(file)


def _apply_settings(stage: Stage) -> Call:
    transfer = stage.services.firm_settings.transfer
    found = transfer.preview(_exported(stage))
    return lambda: transfer.apply(found, frozenset(row.key for row in found.rows))


PASTED = "姓名\t电话\n赵示\t13000000001\n钱示\t1300"


def _table(services: Services, kind: ImportKind = ImportKind.CLIENT, text: str = PASTED) -> ImportTable:
    return services.importing.table(services.importing.read_pasted(text), kind)


def _on_import(call: Callable[[Services, ImportTable], object]) -> Callable[[Stage], Call]:
    def example(stage: Stage) -> Call:
        table = _table(stage.services)
        return lambda: call(stage.services, table)

    return example


def _read_spreadsheet(stage: Stage) -> Call:
    path = stage.folder / "名单.csv"
    path.write_text(PASTED, encoding="utf-8")
    return lambda: stage.services.importing.read(path)


def _save_faulty(stage: Stage) -> Call:
    table = _table(stage.services)
    checked = stage.services.importing.dry_run(table, table.columns)
    return lambda: stage.services.importing.save_faulty(checked, stage.folder / "有误的行.xlsx")


def _take_back(stage: Stage) -> Call:
    table = _table(stage.services)
    batch = stage.services.importing.run(table, table.columns).batch_id
    assert batch is not None
    return lambda: stage.services.importing.take_back(batch)


def _find_past_matter(stage: Stage) -> Call:
    table = _table(stage.services, ImportKind.PAST_MATTER, "委托人\t对方\n赵示\t孙示")
    stage.services.importing.run(table, table.columns)
    matters = stage.services.past_matters
    (row,) = matters.rows(matters.row_numbers())
    return lambda: matters.find(row.id)


CALLS: Mapping[str, Callable[[Stage], Call]] = {
    "access.Access.note": _plain(lambda s: s.access.note(())),
    "attachments.Attachments.read": _read_attachment,
    "backups.service.Backups.before": _plain(lambda s: s.backups.before("导入")),
    "backups.service.Backups.check": _check_backup,
    "backups.service.Backups.choose_second": _choose_second,
    "backups.service.Backups.found": _plain(lambda s: s.backups.found()),
    "backups.service.Backups.make": _plain(lambda s: s.backups.make()),
    "backups.service.Backups.make_in": lambda stage: lambda: stage.services.backups.make_in(stage.folder / "stick"),
    "backups.service.Backups.remove": _remove_backup,
    "backups.service.Backups.retry_second": _plain(lambda s: s.backups.retry_second()),
    "backups.service.Backups.set_rules": _plain(lambda s: s.backups.set_rules(RulesForm(45, Thinning(24, 10, 6)))),
    "backups.service.Backups.status": _plain(lambda s: s.backups.status()),
    "calendars.service.Calendars.clear_official_day": _plain(lambda s: s.calendars.clear_official_day(HOLIDAY)),
    "calendars.service.Calendars.confirm_year": _plain(lambda s: s.calendars.confirm_year(2027, "国办发明电")),
    "calendars.service.Calendars.import_year": _plain(lambda s: s.calendars.import_year(YEAR_FILE, "2027.json")),
    "calendars.service.Calendars.preview_import": _plain(lambda s: s.calendars.preview_import(YEAR_FILE, "2027.json")),
    "calendars.service.Calendars.remove_own_day": _remove_own_day,
    "calendars.service.Calendars.reset_year": _reset_year,
    "calendars.service.Calendars.set_official_day": _plain(
        lambda s: s.calendars.set_official_day(HOLIDAY, DayKind.MAKE_UP, "国庆节")
    ),
    "calendars.service.Calendars.set_own_days": _plain(
        lambda s: s.calendars.set_own_days(HOLIDAY, HOLIDAY, "值班", DEFAULT_SPANS)
    ),
    "calendars.service.Calendars.warning": _plain(lambda s: s.calendars.warning()),
    "calendars.service.Calendars.year": _plain(lambda s: s.calendars.year(2026)),
    "calendars.working_hours.WorkingHours.examples": _plain(lambda s: s.working_hours.examples(DEFAULT_WEEKLY, None)),
    "calendars.working_hours.WorkingHours.find": _plain(lambda s: s.working_hours.find()),
    "calendars.working_hours.WorkingHours.save": _plain(lambda s: s.working_hours.save({0: DEFAULT_SPANS}, None)),
    "audit.service.Audit.as_csv": _plain(lambda s: s.audit.as_csv(JournalFilter())),
    "audit.service.Audit.chain_verdict": _chain_verdict,
    "audit.service.Audit.check_chain": _plain(lambda s: s.audit.check_chain()),
    "audit.service.Audit.count": _plain(lambda s: s.audit.count(JournalFilter())),
    "audit.service.Audit.entries": _entry(lambda s, key: s.audit.entries((key,))),
    "audit.service.Audit.find": _entry(lambda s, key: s.audit.find(key)),
    "audit.service.Audit.page": _plain(lambda s: s.audit.page(JournalFilter())),
    "audit.service.Audit.pcs": _plain(lambda s: s.audit.pcs()),
    "audit.service.Audit.people": _plain(lambda s: s.audit.people()),
    "audit.service.Audit.undo": _undo_older,
    "audit.service.Audit.write_file": lambda stage: (
        lambda: stage.services.audit.write_file(b"csv", stage.folder / "操作日志.csv")
    ),
    "clients.details.Details.districts": _plain(lambda s: s.clients.details.districts()),
    "clients.details.Details.find": _client(lambda s, one: s.clients.details.find(one)),
    "clients.details.Details.materials": _client(lambda s, one: s.clients.details.materials(one)),
    "clients.files.Files.add_relief": _client(
        lambda s, one: s.clients.files.add_relief(one, ReliefForm(ReliefGroup.ELDERLY))
    ),
    "clients.files.Files.create": _plain(create),
    "clients.files.Files.remove_relief": _remove_relief,
    "clients.files.Files.update": _update,
    "clients.lists.Lists.counts": _plain(lambda s: s.clients.lists.counts()),
    "clients.lists.Lists.first_page": _plain(lambda s: s.clients.lists.first_page(ClientFilter("z"), 5)),
    "clients.lists.Lists.row_numbers": _plain(lambda s: s.clients.lists.row_numbers(ClientFilter())),
    "clients.lists.Lists.rows": _plain(lambda s: s.clients.lists.rows([1, 2, 3])),
    "clients.sign_ups.SignUps.end": _end_sign_up,
    "clients.sign_ups.SignUps.file": _file_sign_up,
    "clients.sign_ups.SignUps.prescribed_group_name": _plain(lambda s: s.clients.sign_ups.prescribed_group_name()),
    "clients.sign_ups.SignUps.sign_up": _sign_up,
    "clients.sign_ups.SignUps.sign_up_asker": _sign_up_asker,
    "consultations.answering.Answering.answer": _waiting(
        lambda s, one: s.consultations.answering.answer(one, "先拍照固定证据。")
    ),
    "consultations.answering.Answering.ask_again": _after_answer(
        lambda s, one: s.consultations.answering.ask_again(one, "对方不肯协商怎么办？")
    ),
    "consultations.answering.Answering.assign": _waiting(_assign),
    "consultations.answering.Answering.close": _waiting(
        lambda s, one: s.consultations.answering.close(one, "重复登记")
    ),
    "consultations.answering.Answering.correct_received": _correct,
    "consultations.answering.Answering.link": _link,
    "consultations.answering.Answering.remind": _waiting(lambda s, one: s.consultations.answering.remind(one)),
    "consultations.answering.Answering.send_notice": _notice,
    "consultations.answering.Answering.withdraw": _after_answer(lambda s, one: s.consultations.answering.withdraw(one)),
    "consultations.detail.Details.find": _waiting(lambda s, one: s.consultations.details.find(one)),
    "consultations.inbox.Inbox.counts": _plain(lambda s: s.consultations.inbox.counts(InboxFilter())),
    "consultations.inbox.Inbox.first_page": _plain(lambda s: s.consultations.inbox.first_page(InboxFilter(), 5)),
    "consultations.inbox.Inbox.row_numbers": _plain(lambda s: s.consultations.inbox.row_numbers(InboxFilter())),
    "consultations.inbox.Inbox.rows": _plain(lambda s: s.consultations.inbox.rows([1, 2, 3])),
    "consultations.inbox.Inbox.urgent_count": _plain(lambda s: s.consultations.inbox.urgent_count()),
    "consultations.intake.Intake.allowance": _plain(lambda s: s.consultations.intake.allowance(Channel.WECHAT)),
    "consultations.intake.Intake.known_client": _plain(
        lambda s: s.consultations.intake.known_client("13900000002", "一路向北")
    ),
    "consultations.intake.Intake.register": _plain(register),
    "contracts.conflicts.Conflicts.check": _plain(lambda s: s.contracts.conflicts.check(None, "孙立民")),
    "contracts.drafting.Drafting.approve": _approve,
    "contracts.drafting.Drafting.discard": _discard,
    "contracts.drafting.Drafting.file": _file,
    "contracts.drafting.Drafting.problems": _on_form("problems"),
    "contracts.drafting.Drafting.save": _save,
    "contracts.drafting.Drafting.void": _void,
    "contracts.drafting.Drafting.write_file": lambda stage: (
        lambda: stage.services.contracts.drafting.write_file(b"%PDF", stage.folder / "合同.pdf")
    ),
    "contracts.papers.Papers.compose": _on_form("compose"),
    "contracts.papers.Papers.opened": _on_paper("opened"),
    "contracts.papers.Papers.page_picture": _on_paper("page_picture"),
    "contracts.papers.Papers.page_with": _on_paper("page_with"),
    "contracts.papers.Papers.preview": _on_paper("preview"),
    "contracts.papers.Papers.sheet": _on_paper("sheet"),
    "contracts.papers.Papers.templates": _plain(lambda s: s.contracts.papers.templates()),
    "contracts.quotes.Quotes.published_price": _plain(lambda s: s.contracts.quotes.published_price(MatterForm())),
    "contracts.quotes.Quotes.quote": _on_form("quote"),
    "contracts.quotes.Quotes.set_published_price": _plain(
        lambda s: s.contracts.quotes.set_published_price(MatterForm(MatterClass.GUIDED_LIVELIHOOD), 3_000_00)
    ),
    "contracts.register.Register.counts": _plain(lambda s: s.contracts.register.counts()),
    "contracts.register.Register.find": _find_contract,
    "contracts.register.Register.paper": _paper,
    "contracts.register.Register.row_numbers": _plain(lambda s: s.contracts.register.row_numbers(ContractChip.ALL)),
    "contracts.register.Register.rows": _plain(lambda s: s.contracts.register.rows([1])),
    "drafts.Drafts.drop": _drop,
    "drafts.Drafts.find": _plain(lambda s: s.drafts.find("consultation.new")),
    "drafts.Drafts.keep": _plain(lambda s: s.drafts.keep("consultation.new", {"question": "写到一半"})),
    "exporting.Exporting.run": lambda stage: (
        lambda: stage.services.exporting.run(ExportRequest(ExportKind.CLIENT), stage.folder / "服务对象.xlsx")
    ),
    "firm.FirmInfo.find": _plain(lambda s: s.firm.find()),
    "firm.FirmInfo.hours": _plain(lambda s: s.firm.hours()),
    "firm_settings.channels.Channels.channels": _plain(lambda s: s.firm_settings.channels.channels()),
    "firm_settings.channels.Channels.save": _plain(lambda s: s.firm_settings.channels.save({WECHAT: STRICTER})),
    "firm_settings.details.FirmDetails.details": _plain(lambda s: s.firm_settings.details.details()),
    "firm_settings.details.FirmDetails.notice": _plain(lambda s: s.firm_settings.details.notice()),
    "firm_settings.details.FirmDetails.save_details": _save_details,
    "firm_settings.details.FirmDetails.save_notice": _plain(
        lambda s: s.firm_settings.details.save_notice("请拨打 12348。")
    ),
    "firm_settings.details.FirmDetails.save_schemes": _plain(
        lambda s: s.firm_settings.details.save_schemes(SchemesForm((Scheme.SHIJIAZHUANG,)))
    ),
    "firm_settings.details.FirmDetails.schemes": _plain(lambda s: s.firm_settings.details.schemes()),
    "firm_settings.numbers.Numbering.save": _plain(
        lambda s: s.firm_settings.numbering.save({"client": SeriesForm("档{year}-{number}", 20)})
    ),
    "firm_settings.numbers.Numbering.series": _plain(lambda s: s.firm_settings.numbering.series()),
    "firm_settings.prices.Prices.prices": _plain(lambda s: s.firm_settings.prices.prices()),
    "firm_settings.prices.Prices.save": _plain(lambda s: s.firm_settings.prices.save({"advisor": 20_000_00})),
    "firm_settings.transfer.Transfer.apply": _apply_settings,
    "firm_settings.transfer.Transfer.export": lambda stage: (
        lambda: stage.services.firm_settings.transfer.export(stage.folder / "设置.json")
    ),
    "firm_settings.transfer.Transfer.preview": _preview_settings,
    "fonts.Fonts.check": lambda stage: lambda: stage.services.fonts.check(FontUse.SPARE, stage.folder / "无.ttf"),
    "fonts.Fonts.unprintable": _plain(lambda s: s.fonts.unprintable()),
    "fonts.Fonts.use": _plain(lambda s: s.fonts.use({})),
    "history.History.changes": _plain(lambda s: s.history.changes(0)),
    "history.History.redo": _redo,
    "history.History.undo": _undo,
    "permissions.Permissions.holders": _plain(lambda s: s.permissions.holders()),
    "importing.service.Importing.dry_run": _on_import(lambda s, table: s.importing.dry_run(table, table.columns)),
    "importing.service.Importing.forget_unfinished": _plain(lambda s: s.importing.forget_unfinished()),
    "importing.service.Importing.read": _read_spreadsheet,
    "importing.service.Importing.read_pasted": _plain(lambda s: s.importing.read_pasted(PASTED)),
    "importing.service.Importing.run": _on_import(lambda s, table: s.importing.run(table, table.columns)),
    "importing.service.Importing.save_faulty": _save_faulty,
    "importing.service.Importing.table": _plain(
        lambda s: s.importing.table(s.importing.read_pasted(PASTED), ImportKind.CLIENT)
    ),
    "importing.service.Importing.take_back": _take_back,
    "importing.service.Importing.unfinished": _plain(lambda s: s.importing.unfinished()),
    "past_matters.PastMatters.count": _plain(lambda s: s.past_matters.count()),
    "past_matters.PastMatters.find": _find_past_matter,
    "past_matters.PastMatters.row_numbers": _plain(lambda s: s.past_matters.row_numbers("孙")),
    "past_matters.PastMatters.rows": _plain(lambda s: s.past_matters.rows([1, 2])),
    "searching.Searching.in_area": _plain(lambda s: s.searching.in_area("clients", "z")),
    "sensitive.Sensitive.insiders_of_consultation": _waiting(lambda s, one: s.sensitive.insiders_of_consultation(one)),
    "sensitive.Sensitive.insiders_of_contract": _on_contract(lambda s, one: s.sensitive.insiders_of_contract(one)),
    "sensitive.Sensitive.mark_consultation": _waiting(lambda s, one: s.sensitive.mark_consultation(one, "涉及隐私")),
    "sensitive.Sensitive.mark_contract": _on_contract(lambda s, one: s.sensitive.mark_contract(one, "涉及隐私")),
    "sensitive.Sensitive.unmark_consultation": _unmark,
    "sensitive.Sensitive.unmark_contract": _unmark_contract,
    "staff.appointments.Appointments.appoint": _plain(
        lambda s: s.staff.appointments.appoint(AppointmentForm(staff_id(s, "guojing"), TODAY))
    ),
    "staff.appointments.Appointments.end": _end_appointment,
    "staff.appointments.Appointments.state": _plain(lambda s: s.staff.appointments.state()),
    "staff.files.StaffFiles.add": _plain(lambda s: s.staff.files.add(NEW_STAFF)),
    "staff.files.StaffFiles.own_phones": _plain(lambda s: s.staff.files.own_phones()),
    "staff.files.StaffFiles.set_own_phones": _plain(
        lambda s: s.staff.files.set_own_phones((PhoneForm("13900000007"),))
    ),
    "staff.files.StaffFiles.set_photo": _staff(lambda s, one: s.staff.files.set_photo(one, None)),
    "staff.files.StaffFiles.update": _update_staff,
    "staff.leaves.Leaves.add": _staff(lambda s, one: s.staff.leaves.add(one, LEAVE)),
    "staff.leaves.Leaves.away_now": _plain(lambda s: s.staff.leaves.away_now()),
    "staff.leaves.Leaves.change": _leave(lambda s, one: s.staff.leaves.change(one, replace(LEAVE, note="探亲"))),
    "staff.leaves.Leaves.remove": _leave(lambda s, one: s.staff.leaves.remove(one)),
    "staff.leaving.Leaving.disable": _staff(lambda s, one: s.staff.leaving.disable(one, TODAY)),
    "staff.leaving.Leaving.enable": _enable,
    "staff.lists.StaffList.everyone": _plain(lambda s: s.staff.everyone()),
    "staff.lists.StaffList.find": _staff(lambda s, one: s.staff.lists.find(one)),
    "staff.lists.StaffList.lawyers": _plain(lambda s: s.staff.lawyers()),
    "staff.lists.StaffList.listing": _plain(lambda s: s.staff.lists.listing(StaffFilter())),
    "staff.logins.Logins.change_data_key": _plain(lambda s: s.staff.logins.change_data_key()),
    "staff.logins.Logins.change_own": _plain(lambda s: s.staff.logins.change_own(PASSWORD, "滹沱河畔的风 2026")),
    "staff.logins.Logins.key_state": _plain(lambda s: s.staff.logins.key_state()),
    "staff.logins.Logins.must_change": _plain(lambda s: s.staff.logins.must_change()),
    "staff.logins.Logins.paper": _login_paper,
    "staff.logins.Logins.replace_temporary": _replace_temporary,
    "staff.logins.Logins.reset": _staff(lambda s, one: s.staff.logins.reset(one)),
    "warnings.Warnings.standing": _plain(lambda s: s.warnings.standing()),
}
