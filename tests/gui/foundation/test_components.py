"""Inputs, buttons and feedback as people use them: keyboard, paste, checks, screen readers."""

from collections.abc import Callable
from datetime import UTC, datetime, time

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.terms import Theme
from app.views import fonts
from app.views.components.buttons import Button, Chip, Kind
from app.views.components.choices import Choice, Option, SearchChoice
from app.views.components.fields import PasswordField, TextArea, TextField
from app.views.components.form_field import FormField, check_all, show_problems
from app.views.components.labels import Label
from app.views.components.moments import MomentField, TimeField
from app.views.components.number_field import NumberField
from app.views.components.toggles import CheckBox, Segmented
from app.views.icons import pixmap, stroke_width
from app.views.theme import theme
from tests.gui.robot import Robot

Show = Callable[..., Robot]
NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


def column(*widgets: QWidget) -> QWidget:
    page = QWidget()
    rows = QVBoxLayout(page)
    for widget in widgets:
        rows.addWidget(widget)
    rows.addStretch(1)
    return page


def test_a_required_field_complains_when_checked_and_forgives_when_filled(show: Show) -> None:
    name = FormField("姓名", TextField(), required=True)
    robot = show(column(name, FormField("电话", NumberField())))
    assert not check_all([name])
    assert robot.sees("请填写姓名。")
    assert robot.field("姓名").hasFocus()
    robot.type_into("姓名", "李桂兰")
    assert not robot.sees("请填写姓名。")
    assert name.value() == "李桂兰"


def test_passing_through_an_empty_field_is_no_mistake_yet(show: Show) -> None:
    name = FormField("姓名", TextField(), required=True)
    robot = show(column(name, FormField("电话", NumberField())))
    robot.type_into("姓名", "")
    assert not robot.sees("请填写姓名。")


def test_a_wrong_value_is_told_beside_the_field_on_leaving(show: Show) -> None:
    field = FormField("手机", NumberField(), check=lambda text: "" if len(text) == 11 else "手机号要 11 位。")
    robot = show(column(field, Button("下一步")))
    robot.type_into("手机", "138")
    assert robot.sees("手机号要 11 位。")
    assert robot.field("手机").accessibleDescription() == "手机号要 11 位。"
    robot.type_into("手机", "１３８ 1234-5678")
    assert not robot.sees("手机号要 11 位。")
    assert field.value() == "13812345678"


def test_service_problems_stand_beside_their_fields(show: Show) -> None:
    name, phone = FormField("姓名", TextField()), FormField("电话", NumberField())
    robot = show(column(name, phone))
    rest = show_problems({"name": name, "phone": phone}, {"phone": "这个号码少一位。", "group": "请选群。"})
    assert rest == ["请选群。"]
    assert robot.sees("这个号码少一位。")
    assert phone.input.hasFocus()


def test_pasted_text_is_tidied(show: Show) -> None:
    field = TextField()
    show(column(field))
    QApplication.clipboard().setText("　张 三\u200b\n")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "张 三"


def test_a_moment_is_typed_in_shanghai_and_kept_in_utc(show: Show) -> None:
    field = MomentField(lambda: NOW, NOW)
    form = FormField("收到时间", field, required=True)
    robot = show(column(form, Button("好")))
    robot.type_into("收到时间，日期", "昨天")
    robot.type_into("收到时间，时刻", "9点10")
    assert field.value() == datetime(2026, 3, 12, 1, 10, tzinfo=UTC)
    robot.type_into("收到时间，时刻", "早上")
    assert robot.sees("请写成 09:30 这样的时间。")
    assert field.value() is None


def test_arrows_move_the_time_by_quarters(show: Show) -> None:
    field = TimeField(time(23, 50))
    show(column(field))
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == time(0, 5)


def test_a_search_choice_takes_only_what_is_in_the_list(show: Show) -> None:
    field = SearchChoice(options=[Option(1, "周岚", "律师"), Option(2, "郭静", "律师"), Option(3, "刘欣", "前台")])
    form = FormField("主办", field, required=True)
    robot = show(column(form, Button("好")))
    field.setFocus()
    field.insert("律")
    field.textEdited.emit("律")
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), form.value()) == ("郭静", 2)
    robot.type_into("主办", "王五")
    assert robot.sees("请从列表中选一个。")
    assert form.value() is None


def test_a_search_choice_asks_for_what_was_typed(show: Show) -> None:
    field = SearchChoice()
    asked: list[str] = []
    field.search_requested.connect(asked.append)
    show(column(field, Button("好")))
    field.setFocus()
    QTest.keyClicks(field, "li")
    field.set_options([Option("7", "李桂兰", "138****0427")])
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert asked == ["l", "li"]
    assert field.value() == "7"


def test_a_choice_keeps_its_value_when_the_options_change(show: Show) -> None:
    field = Choice([(1, "一"), (2, "二")])
    show(column(field))
    field.set_value(2)
    field.set_options([(3, "三"), (2, "二")])
    assert field.value() == 2


def test_every_button_works_by_keyboard_and_says_its_words(show: Show, qtbot: QtBot) -> None:
    button, chip, box = Button("登记咨询", Kind.PRIMARY, shortcut="F2"), Chip("待答复", 12), CheckBox("周一")
    robot = show(column(button, chip, box))
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("button"))
    for widget in (button, chip, box):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(widget, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["button", "button"]
    assert chip.isChecked()
    assert box.value()
    assert robot.sees("待答复 12")
    assert button.toolTip() == "登记咨询（F2）"


def test_a_double_click_does_not_press_the_button_that_comes_under_the_hand(show: Show, qtbot: QtBot) -> None:
    whole = QWidget()
    rows = QVBoxLayout(whole)
    go, cancel = Button("导入"), Button("取消导入")
    rows.addWidget(go)
    rows.addWidget(cancel)
    cancel.hide()
    pressed: list[str] = []
    go.clicked.connect(lambda _checked=False: pressed.append("导入"))
    cancel.clicked.connect(lambda _checked=False: pressed.append("取消导入"))
    go.clicked.connect(go.hide)
    go.clicked.connect(cancel.show)
    show(whole)
    place = go.mapTo(whole, go.rect().center())
    window = whole.windowHandle()
    QTest.mouseDClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert cancel.geometry().contains(place)
    assert pressed == ["导入"]
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert pressed == ["导入", "取消导入"]
    cancel.clicked.disconnect()
    cancel.clicked.connect(lambda _checked=False: pressed.append("再"))
    QTest.mouseDClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert pressed[2:] == ["再", "再"]


def test_a_segmented_choice_moves_with_the_arrows(show: Show) -> None:
    field = Segmented("方案", [("a", "石家庄"), ("b", "北京法网")])
    show(column(field))
    changes: list[object] = []
    field.changed.connect(changes.append)
    QTest.keyClick(field, Qt.Key.Key_Right)
    assert field.value() == "b"
    assert changes == ["b"]


def test_enter_on_the_eye_signs_in_and_never_shows_the_password(show: Show, qtbot: QtBot) -> None:
    field = PasswordField()
    robot = show(field, 300, 60)
    eye = robot.find(QAbstractButton, "显示密码")
    with qtbot.waitSignal(field.returnPressed):
        robot.press("Return", eye)
    assert field.echoMode() is QLineEdit.EchoMode.Password


def test_a_password_is_hidden_until_the_eye_is_pressed(show: Show) -> None:
    field = PasswordField()
    robot = show(column(FormField("密码", field)))
    field.setText("很长的 密码")
    assert field.displayText() != field.text()
    robot.click("显示密码")
    assert field.displayText() == field.text() == "很长的 密码"


def test_a_text_area_hands_pictures_to_its_page(show: Show, tmp_path: object) -> None:
    area = TextArea()
    area.takes_pictures = True
    got: list[object] = []
    area.picture_pasted.connect(got.append)
    show(column(area))
    picture, files, words = QMimeData(), QMimeData(), QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    files.setUrls([QUrl.fromLocalFile("/tmp/借条.jpg")])  # noqa: S108 - only a name
    words.setText("问题")
    for data in (picture, files, words):
        area.insertFromMimeData(data)
    assert isinstance(got[0], QImage)
    assert got[1] == ["/tmp/借条.jpg"]  # noqa: S108 - only a name
    assert area.value() == "问题"


def test_figures_are_tabular() -> None:
    for medium in (False, True):
        widths = {fonts.metrics(13, medium=medium).horizontalAdvance(digit) for digit in "0123456789"}
        assert len(widths) == 1


def test_the_bundled_font_is_used() -> None:
    assert fonts.metrics(14).height() == 20
    assert fonts.font(14, medium=True).family() == "Noto Sans SC"


def test_icons_follow_theme_and_stroke() -> None:
    assert stroke_width(20) == 1.5 * 24 / 20
    assert stroke_width(14) == 1.4 * 24 / 14
    light = pixmap("clock", 20, "text2").toImage()
    theme().apply(Theme.DARK)
    dark = pixmap("clock", 20, "text2").toImage()
    assert light != dark


def test_text_size_grows_everything(show: Show) -> None:
    button, label = Button("登记咨询"), Label("收费", "title")
    show(column(button, label))
    before = (button.sizeHint().height(), button.sizeHint().width(), label.sizeHint().height())
    theme().apply(scale=150)
    after = (button.sizeHint().height(), button.sizeHint().width(), label.sizeHint().height())
    assert after[0] == 48
    assert all(big > small * 1.3 for small, big in zip(before, after, strict=True))
