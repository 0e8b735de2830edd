"""The signed-in desk: the main window over the services of one opened firm, and what keeps it fresh."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.errors import AppError, WrongPasswordError
from app.services.accounts import Accounts
from app.services.areas import SearchHit
from app.services.calendars.types import UnpublishedYear
from app.services.container import Services
from app.services.firm import FirmView, work_state
from app.services.history import Changes
from app.services.hours import HOURS_TABLES, Hours
from app.services.importing.types import Unfinished
from app.services.staff.types import PhoneForm
from app.settings import Settings
from app.terms import Permission, Role, Uid
from app.views.access import AccessWatch
from app.views.actions import Action
from app.views.areas import Area, Badge, Hit, SearchProvider
from app.views.backups.watch import BackupWatch
from app.views.clients.page import ClientsPage
from app.views.components.labels import Tag, Tone
from app.views.consultations.page import ConsultationsPage
from app.views.contracts.page import ContractsPage
from app.views.desk import Desk
from app.views.dialogs import Dialogs, Sheet
from app.views.jobs import InlineJobs, Jobs
from app.views.lock_screen import IdleWatch
from app.views.main_window import MainWindow, Shell
from app.views.own_login import OwnPasswordSheet, OwnPhonesSheet
from app.views.settings.finding import find_settings
from app.views.settings.fonts_page import named_fonts
from app.views.settings.page import SettingsPage
from app.views.shell.top_bar import UserInfo, WorkInfo

FEED_MS = 1500
SETTINGS_HITS = 4
"""Most settings shown among the hits of the global search."""
ICONS = {"clients": "users", "consultations": "messages-square", "contracts": "file-pen", "past_matters": "archive"}


@dataclass(frozen=True)
class Surroundings:
    """What outlives a change of user."""

    accounts: Accounts
    settings: Settings
    jobs: Jobs | InlineJobs
    dialogs: Dialogs


class Workplace(QObject):
    """One person's working session.

    Args:
        services: of the opened firm; the signed-in person is its actor.
        around: what outlives a change of user.
        hours: the firm's working hours, read once before the window is built.

    """

    left = Signal()
    """The person signed out or switched; the window is closed, the services still open."""
    closed = Signal()
    """The window was closed."""

    def __init__(self, services: Services, around: Surroundings, hours: Hours) -> None:
        super().__init__()
        self.services = services
        self._around = around
        self._hours = hours
        self._is_leaving = False
        self._has_half_import = False
        self._seen = services.office.seated_at
        self.window = MainWindow(self._shell())
        self._idle = IdleWatch(around.settings.number("idle_lock_minutes", 15), self)
        self._feed = QTimer(self)
        self._feed.setInterval(FEED_MS)
        self._backups = BackupWatch(services, around.jobs, self.window.status, self._open_backups, self)
        self.restores: Path | bool = False
        """Whether the person left to restore a backup: which one, or True to choose one."""
        self._connect()

    # --- building ---

    def _shell(self) -> Shell:
        around, services = self._around, self.services
        areas = (
            Area("consultations", "咨询", "messages-square", self._make(ConsultationsPage), self._badge, "Ctrl+1"),
            Area("clients", "服务对象", "users", self._make(ClientsPage), None, "Ctrl+2"),
            Area("contracts", "合同", "file-pen", self._make(ContractsPage), None, "Ctrl+3"),
            Area("settings", "设置", "settings", self._make(SettingsPage), None, "Ctrl+9", at_bottom=True),
        )
        actor = services.actor
        return Shell(
            areas=areas,
            jobs=around.jobs,
            settings=around.settings,
            dialogs=around.dialogs,
            clock=services.office.clock,
            user=UserInfo(actor.name, "、".join(role.label for role in Role if role in actor.roles)),
            work=self._work,
            searches=[SearchProvider(label, partial(self._find, area)) for area, label in _GROUPS]
            + [SearchProvider("设置", self._find_settings)],
            undo=self._undo,
            redo=self._redo,
        )

    def _make(self, page: Callable[[Desk], QWidget]) -> Callable[[], QWidget]:
        return lambda: page(self.desk())

    def desk(self) -> Desk:
        """Return what pages work with."""
        around, window = self._around, self.window
        return Desk(around.jobs, self.services, around.dialogs, window.toasts, around.settings, window.actions_)

    def _connect(self) -> None:
        window, jobs = self.window, self._around.jobs
        window.closed.connect(self._on_closed)
        window.switch_user_requested.connect(self.leave)
        window.lock_requested.connect(self.lock)
        window.lock.unlock_requested.connect(self._unlock)
        window.lock.switch_user_requested.connect(self.leave)
        window.lock.recovery_requested.connect(self.leave)
        window.top.password_requested.connect(self.change_password)
        window.top.phones_requested.connect(self.change_phones)
        window.actions_.add(Action("own-password", "修改密码", self.change_password, "key-round"))
        window.actions_.add(Action("own-phones", "我的电话", self.change_phones, "phone"))
        self._idle.idle.connect(self.lock)
        self._feed.timeout.connect(self.look_for_changes)
        window.answer("client_requested", partial(self._open, "clients"))
        window.answer("record_requested", self._open)
        window.answer("consultation_requested", self._new_consultation)
        window.answer("contract_requested", self._new_contract)
        window.answer("idle_minutes_changed", self._idle.set_minutes)
        window.answer("import_requested", lambda kind: window.open_area("settings", ("importing", kind)))
        window.answer("badge_changed", window.refresh_badges)
        window.answer("restore_requested", self.restore)
        window.answer("backed_up", self._backups.show)
        jobs.unexpected.connect(self._unexpected)
        jobs.written.connect(self.look_for_changes)

    def start(self) -> None:
        """Show the window with the inbox."""
        self.window.show()
        self.window.open_area("consultations")
        self._feed.start()
        self._backups.start()
        self.window.refresh_badges()
        self._around.jobs.run(self.services.firm.find, done=self._show_firm, failed=self._quiet)
        self._look_around()

    def _look_around(self) -> None:
        """Say what has to be said above the pages: looking only, a doubtful clock, a harmful place."""
        found = self.services.warnings.standing
        self._around.jobs.run(found, key="warnings", done=self.window.notices.show_all, failed=self._quiet)
        fonts = named_fonts(self._around.settings)
        self._around.jobs.run(self.services.fonts.use, fonts, done=self._tell_fonts, failed=self._quiet)

        self._look_for_warning()
        if self.services.actor.may(Permission.IMPORT_RECORDS):
            self._look_for_import()

    def _look_for_import(self) -> None:
        """Remind of an import that was broken off: half of its rows are there until it is taken back or kept."""
        self._around.jobs.run(self.services.importing.unfinished, done=self._remind_of_import, failed=self._quiet)

    def _remind_of_import(self, found: Unfinished | None) -> None:
        self._has_half_import = found is not None
        words = f"“{found.source}”没有导入完，请在设置的导入与导出里撤回或保留" if found is not None else ""
        self.window.status.set_item("import", "triangle-alert", words)

    def _look_for_warning(self) -> None:
        """Remind those who keep the calendar of a year whose holidays are not published."""
        if self.services.actor.may(Permission.MANAGE_CALENDAR):
            self._around.jobs.run(self.services.calendars.warning, done=self._warn_of_year, failed=self._quiet)

    def _warn_of_year(self, found: UnpublishedYear | None) -> None:
        words = f"{found.year} 年节假日安排未公布，请在设置的日历里导入" if found is not None else ""
        self.window.status.set_item("calendar", "calendar", words)

    def _show_firm(self, firm: FirmView) -> None:
        self.window.setWindowTitle(f"{firm.short_name} - 律顾台")
        if firm.is_demo:
            self.window.top.extras.addWidget(Tag("演示数据", Tone.SOON, "info"))

    def _tell_fonts(self, problems: tuple[str, ...]) -> None:
        for problem in problems:
            self.window.toasts.show_error(problem)

    # --- freshness ---

    def look_for_changes(self) -> None:
        """Read the journal's tail and tell every open page which rows changed."""
        self._around.jobs.run(
            self.services.history.changes, self._seen, done=self._changed, key="feed", failed=self._quiet
        )

    def _changed(self, found: Changes) -> None:
        """Tell the pages; only what has arrived counts as seen, a superseded answer comes again with the next."""
        self._seen, changes = max(self._seen, found.position), found.tables
        if not changes:
            return
        if not HOURS_TABLES.isdisjoint(changes):
            self._around.jobs.run(self.services.firm.hours, done=self._take_hours, failed=self._quiet)
            self._look_for_warning()
        if self._has_half_import and "firm_setting" in changes:
            self._look_for_import()
        for page in self.window.pages():
            listener: Any = getattr(page, "on_changes", None)
            if listener is not None:
                listener(changes)
        self.window.refresh_badges()
        self.window.status.set_item("saved", "check", "已保存")

    def _take_hours(self, hours: Hours) -> None:
        self._hours = hours
        self.window.top.refresh()

    def _quiet(self, error: AppError) -> None:
        """Do nothing: the next beat looks again."""

    def _unexpected(self, _error: BaseException) -> None:
        self.window.status.set_item("fault", "triangle-alert", "程序出过错，详情已写入日志")

    # --- lock and leave ---

    def lock(self) -> None:
        """Cover the window; key and workers stay, so that nothing running is lost."""
        self._idle.rest()
        self.window.lock.lock()

    def _unlock(self, password: str) -> None:
        self.window.lock.set_busy(busy=True)
        check = self._around.accounts.check_password
        login = self.services.actor.login
        self._around.jobs.run(check, login, password, lane="work", done=self._unlocked, failed=self._refused)

    def _unlocked(self, _result: object) -> None:
        self.window.lock.unlock()
        self._look_around()
        self._idle.resume()

    def _refused(self, error: AppError) -> None:
        self.window.lock.show_error(error.text)
        if isinstance(error, WrongPasswordError) and error.wait_seconds:
            self.window.lock.set_busy(busy=True)
            QTimer.singleShot(
                error.wait_seconds * 1000, self.window.lock, partial(self.window.lock.set_busy, busy=False)
            )

    def leave(self) -> None:
        """Close the window and give the seat back to the sign-in window; what was typed is kept as drafts."""
        self._is_leaving = True
        if not self.window.close():
            self._is_leaving = False

    # --- backups ---

    def _open_backups(self) -> None:
        self.window.open_area("settings", "backups")

    def restore(self, backup: Path | None) -> None:
        """Back up what there is, then leave so that a backup can be restored; a backup that fails holds nobody up.

        Args:
            backup: the folder of the one to restore; None to choose later.

        """
        leave = partial(self._leave_to_restore, backup)
        make = self.services.backups.before
        self._around.jobs.run(make, "恢复", done=leave, failed=leave, label="恢复前先备份一次")

    def _leave_to_restore(self, backup: Path | None, _outcome: object) -> None:
        self.restores = backup or True
        self.leave()
        if not self._is_leaving:
            self.restores = False

    # --- the signed-in person's own login ---

    def change_password(self) -> None:
        """Open the sheet for the own password."""
        self._open_sheet(OwnPasswordSheet(self.window, self.desk()))

    def change_phones(self) -> None:
        """Open the sheet for the own telephone numbers."""
        self._around.jobs.run(self.services.staff.files.own_phones, done=self._phones_came)

    def _phones_came(self, phones: tuple[PhoneForm, ...]) -> None:
        self._open_sheet(OwnPhonesSheet(self.window, self.desk(), phones))

    def _open_sheet(self, sheet: Sheet) -> None:
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _on_closed(self) -> None:
        self._around.jobs.written.disconnect(self.look_for_changes)
        self._feed.stop()
        self._backups.stop()
        self._idle.end()
        for watch in self.window.findChildren(AccessWatch):
            watch.flush()  # before whoever listens closes the services
        (self.left if self._is_leaving else self.closed).emit()

    # --- what pages ask for ---

    def _open(self, area: str, key: object) -> None:
        self.window.open_area(*_place(area, key))

    def _new_consultation(self, client_id: Uid | None = None) -> None:
        if self.window.open_area("consultations"):
            page: Any = self.window.page("consultations")
            page.register(client_id)

    def _new_contract(self, client_id: Uid | None = None) -> None:
        if self.window.open_area("contracts"):
            page: Any = self.window.page("contracts")
            page.draft_for(client_id) if client_id else page.choose_client()

    # --- what the shell asks for ---

    def _work(self, now: datetime) -> WorkInfo:
        found = work_state(self._hours, now)
        return WorkInfo(found.state, found.text.removeprefix(found.state.label).removeprefix(" · "))

    def _badge(self) -> Badge:
        count = self.services.consultations.inbox.urgent_count()
        return Badge(count, urgent=count > 0, spoken=f"{count} 件需要马上处理" if count else "")

    def _find(self, area: str, text: str) -> list[Hit]:
        return [_hit(hit) for hit in self.services.searching.in_area(area, text).hits]

    def _find_settings(self, text: str) -> list[Hit]:
        found = find_settings(text, self.services.actor.may)[:SETTINGS_HITS]
        return [Hit(hit.title, hit.line, hit.section.icon, area="settings", key=hit.target) for hit in found]

    def _undo(self) -> str | None:
        return self._reverse(redo=False)

    def _redo(self) -> str | None:
        return self._reverse(redo=True)

    def _reverse(self, *, redo: bool) -> str | None:
        outcome = self.services.history.redo() if redo else self.services.history.undo()
        if not outcome.ok and outcome.label:
            raise AppError(outcome.sentence)
        return outcome.label or None


def _hit(hit: SearchHit) -> Hit:
    area, key = _place(hit.area, hit.target)
    return Hit(hit.title, hit.line, ICONS[hit.area], area=area, key=key)


def _place(area: str, key: object) -> tuple[str, object]:
    """Return where a record is shown: those without an area of their own have a section of 设置."""
    return ("settings", (area, key)) if area == "past_matters" else (area, key)


_GROUPS: Sequence[tuple[str, str]] = (
    ("clients", "服务对象"),
    ("consultations", "咨询"),
    ("contracts", "合同"),
    ("past_matters", "以往案件"),
)
