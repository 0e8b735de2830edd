"""What a user does in the wizard, step by step."""

from app.views.components.toggles import CheckBox
from app.views.setup.wizard import Wizard
from tests.gui.robot import Robot

PASSWORD = "清晨的滹沱河很美"
FULL_NAME = "河北衡舟律师事务所"


def fill_firm(robot: Robot) -> None:
    """Fill the firm in and go on."""
    robot.type_into("律所全称", FULL_NAME)
    robot.type_into("地址", "石家庄市裕华区槐安东路 0 号")
    robot.type_into("负责人", "魏东明")
    robot.click("下一步")


def fill_user(robot: Robot, password: str = PASSWORD) -> None:
    """Fill the first user in and go on; keys are made."""
    robot.type_into("姓名", "周岚")
    box = robot.find(CheckBox, "律师")
    if not box.isChecked():
        robot.click("律师", CheckBox)
    robot.type_into("密码", password)
    robot.type_into("确认密码", password)
    robot.click("下一步")


def code_of(wizard: Wizard) -> str:
    """Return the recovery key on show, as the user reads it from the screen."""
    spoken = wizard.recovery.grid.accessibleName()
    return "-".join(spoken.removeprefix("恢复密钥 ").split(" "))


def type_back(robot: Robot, wizard: Wizard) -> None:
    """Type the recovery key back and go on."""
    robot.type_into("把恢复密钥输一遍", code_of(wizard))
    robot.click("下一步")


def to_start(robot: Robot, wizard: Wizard) -> None:
    """Go through to the last step."""
    fill_firm(robot)
    fill_user(robot)
    type_back(robot, wizard)
    robot.click("石家庄律师顾问")
    robot.click("下一步")
    robot.click("下一步")
