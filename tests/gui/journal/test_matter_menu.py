"""Marking a matter as sensitive, with who will still see it, and opening its history."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.errors import NotFoundError
from app.services.consultations.types import ConsultationRef
from app.services.container import Services
from app.terms import Role
from app.views.matter_menu import MatterMenu
from tests.factories import act_as
from tests.gui.journal.conftest import Seat
from tests.integration.services.support import register

Seating = Callable[..., Seat]


@pytest.fixture
def question(staffed: Services) -> ConsultationRef:
    """Return a question that 周岚 entered."""
    return register(staffed)


def _menu(chair: Seat, question: ConsultationRef, *, is_sensitive: bool = False) -> MatterMenu:
    menu = MatterMenu(chair.desk, "consultation")
    chair.put(menu, 200, 80)
    menu.show_matter(question.id, question.number, is_sensitive=is_sensitive)
    menu.fill_menu()
    return menu


def _trigger(menu: MatterMenu, words: str) -> None:
    next(entry for entry in menu.menu.actions() if entry.text() == words).trigger()


def test_marking_wants_a_reason_and_hides_the_matter_from_others(
    seat: Seating, staffed: Services, question: ConsultationRef, qtbot: QtBot
) -> None:
    chair = seat("zhoulan")
    menu = _menu(chair, question)
    chair.dialogs.answer("reason", None, "涉及未成年人")
    _trigger(menu, "标为敏感事项")
    assert not staffed.consultations.details.find(question.id).is_sensitive
    with qtbot.waitSignal(menu.marked):
        _trigger(menu, "标为敏感事项")
    assert staffed.consultations.details.find(question.id).is_sensitive
    act_as(staffed, "guojing")
    with pytest.raises(NotFoundError, match="已经不在了"):
        staffed.consultations.details.find(question.id)


def test_somebody_who_will_not_see_it_any_more_leaves_it(
    seat: Seating, question: ConsultationRef, qtbot: QtBot
) -> None:
    chair = seat("guojing")
    menu = _menu(chair, question)
    chair.dialogs.answer("reason", "涉及隐私")
    with qtbot.waitSignal(menu.vanished):
        _trigger(menu, "标为敏感事项")


def test_the_mark_comes_off_with_a_reason(seat: Seating, staffed: Services, question: ConsultationRef) -> None:
    staffed.sensitive.mark_consultation(question.id, "涉及隐私")
    chair = seat("zhoulan")
    menu = _menu(chair, question, is_sensitive=True)
    chair.dialogs.answer("reason", "已公开")
    _trigger(menu, "取消敏感标记")
    act_as(staffed, "guojing")
    assert not staffed.consultations.details.find(question.id).is_sensitive


def test_the_history_is_asked_of_the_window(seat: Seating, question: ConsultationRef, qtbot: QtBot) -> None:
    menu = _menu(seat("weidongming"), question)
    with qtbot.waitSignal(menu.history_requested) as asked:
        _trigger(menu, "操作记录")
    assert asked.args == ["settings", ("journal", ("consultation", question.id, question.number))]


def test_a_system_administrator_may_read_the_journal_but_not_mark(seat: Seating, question: ConsultationRef) -> None:
    menu = _menu(seat("guojing", roles=frozenset({Role.SYSTEM_ADMIN})), question)
    assert [entry.text() for entry in menu.menu.actions()] == ["操作记录"]
