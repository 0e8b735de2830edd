"""The hint of a conflict of interest while a contract is drawn up (律师法 art. 39): named, never in the way."""

from app.terms import ImportKind
from tests.gui.contracts.conftest import AddClient, OpenPage, Stage


def bring_in(stage: Stage, text: str) -> None:
    """Take an old register in: 编号, 委托人, 对方, 案由, parted by |."""
    importing = stage.services.importing
    source = importing.read_pasted(f"编号\t委托人\t对方当事人\t案由\n{text}".replace("|", "\t"))
    table = importing.table(source, ImportKind.PAST_MATTER)
    importing.run(table, table.columns)


def test_an_opponent_who_was_a_client_once_is_named_with_the_entry(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page(login="weidongming")
    bring_in(stage, "民代〔2024〕0031|孙立民|远示建材厂|买卖合同纠纷")
    stage.page.draft_for(add_client())
    stage.robot.type_into("对方当事人", "被告：孙立民")
    stage.robot.press("Tab")
    stage.robot.wait_for("对方当事人“孙立民”曾委托本所：民代〔2024〕0031 买卖合同纠纷。")
    assert stage.robot.sees("《律师法》第三十九条")


def test_a_client_who_stood_on_the_other_side_is_named_at_once(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page(login="weidongming")
    bring_in(stage, "民代〔2024〕0031|远示建材厂|赵建平、孙某|买卖合同纠纷")
    stage.page.draft_for(add_client("赵建平"))
    stage.robot.wait_for("委托人“赵建平”曾是“远示建材厂”的对方当事人")


def test_without_a_conflict_nothing_is_said(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page(login="weidongming")
    bring_in(stage, "民代〔2024〕0031|孙立民甲|远示建材厂|买卖合同纠纷")
    stage.page.draft_for(add_client())
    stage.robot.type_into("对方当事人", "孙立民")
    stage.robot.press("Tab")
    assert not stage.wizard.matter.conflicts.isVisible()
