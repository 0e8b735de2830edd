"""The marks behind the chips of the client list follow every way a record can change."""

import pytest
from sqlalchemy import delete, select

from app.models import Client, ClientState
from app.services.clients.types import ClientChip, ClientFilter, ClientOrder, ReliefForm
from app.services.container import Services
from app.services.health import examine
from app.terms import ReliefGroup, Uid
from tests.integration.services.support import create, sign_up

CHIPS = (ClientChip.SIGNED_UP, ClientChip.RELIEF, ClientChip.AWAITING_FILING)


def _shown(services: Services, chip: ClientChip, order: ClientOrder = ClientOrder.LAST_CONTACT) -> list[Uid]:
    numbers = services.clients.lists.row_numbers(ClientFilter(chip=chip, order=order))
    return [row.id for row in services.clients.lists.rows(numbers)]


def test_a_sign_up_shows_the_client_under_its_chip_until_it_is_ended(staffed: Services) -> None:
    client = create(staffed)
    assert _shown(staffed, ClientChip.SIGNED_UP) == []
    signed = sign_up(staffed, client.id)
    assert _shown(staffed, ClientChip.SIGNED_UP) == [client.id]
    assert staffed.clients.lists.counts().signed_up == 1
    staffed.clients.sign_ups.end(signed, "本人要求")
    assert _shown(staffed, ClientChip.SIGNED_UP) == []
    staffed.history.undo()
    assert _shown(staffed, ClientChip.SIGNED_UP) == [client.id]
    staffed.history.redo()
    assert _shown(staffed, ClientChip.SIGNED_UP) == []


def test_a_client_that_is_gone_leaves_no_mark(staffed: Services) -> None:
    client = create(staffed)
    with staffed.office.work() as work:
        work.session.delete(work.session.scalars(select(Client).where(Client.id == client.id)).one())
        work.commit("删除")
    with staffed.office.reading() as session:
        assert session.scalars(select(ClientState)).all() == []


def test_relief_groups_come_and_go(staffed: Services) -> None:
    client = create(staffed)
    relief = staffed.clients.files.add_relief(client.id, ReliefForm(ReliefGroup.LOW_INCOME))
    assert _shown(staffed, ClientChip.RELIEF) == [client.id]
    staffed.clients.files.remove_relief(relief)
    assert _shown(staffed, ClientChip.RELIEF) == []


@pytest.mark.parametrize("order", ClientOrder)
def test_each_chip_keeps_the_order_of_the_whole_list(peopled: Services, order: ClientOrder) -> None:
    whole = _shown(peopled, ClientChip.ALL, order)
    for chip in CHIPS:
        shown = _shown(peopled, chip, order)
        assert shown == [key for key in whole if key in set(shown)]
    assert _shown(peopled, ClientChip.SIGNED_UP), "the invented firm has signed-up clients"


@pytest.mark.parametrize("spoil", ["missing", "wrong", "left over"])
def test_the_doctor_finds_marks_that_do_not_fit_the_records(peopled: Services, spoil: str) -> None:
    assert all(finding.is_fine for finding in examine(peopled.office))
    with peopled.office.work() as work:
        if spoil == "missing":
            work.session.execute(delete(ClientState).where(ClientState.row_no == 1))
        elif spoil == "wrong":
            kept = work.session.get_one(ClientState, 1)
            kept.is_signed_up = not kept.is_signed_up
        else:
            work.session.add(ClientState(row_no=99_999, name_key="", last_contact_at=work.now))
        work.session.flush()
        work.commit("破坏")
    assert [finding.text for finding in examine(peopled.office) if not finding.is_fine] == [
        f"服务对象标记：{_clients(peopled)} 位中有 1 位与记录不符"
    ]


def _clients(services: Services) -> int:
    return services.clients.lists.counts().all
