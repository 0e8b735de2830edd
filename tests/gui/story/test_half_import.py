"""An import that was broken off is told to those who import, wherever they are in the window, until it is dealt with."""

from collections.abc import Callable

import pytest

from app.services.container import Services
from app.services.importing.service import UNIT
from app.terms import ImportKind
from tests.gui.story.conftest import Seat

Sit = Callable[[str], Seat]
REMINDER = "“粘贴的表格”没有导入完"


class _PowerCutError(BaseException):
    """The PC goes out: nothing after it runs."""


def break_off(services: Services) -> None:
    """Begin an import of two units that ends after the first."""
    lines = ["姓名\t电话", *(f"李{number:03}\t1380000{number:04}" for number in range(UNIT * 2))]
    table = services.importing.table(services.importing.read_pasted("\n".join(lines)), ImportKind.CLIENT)

    def cut(done: int, _total: int, _text: str) -> None:
        if done >= UNIT:
            raise _PowerCutError

    with pytest.raises(_PowerCutError):
        services.importing.run(table, table.columns, cut)


def test_those_who_import_are_reminded_until_it_is_taken_back(sit: Sit, another_seat: Services) -> None:
    break_off(another_seat)
    seat = sit("liuxin")
    assert seat.robot.sees(REMINDER)
    begun = another_seat.importing.unfinished()
    assert begun is not None
    assert another_seat.importing.take_back(begun.batch_id).ok
    another_seat.importing.forget_unfinished()
    seat.sync()
    seat.robot.until(lambda: not seat.robot.sees(REMINDER))


def test_others_are_not(sit: Sit, another_seat: Services) -> None:
    break_off(another_seat)
    assert not sit("guojing").robot.sees(REMINDER)
