"""The wizard's logic without its windows."""

from dataclasses import replace

import pytest

from app.services.accounts import NewKeys
from app.services.setup_types import FirmForm, HoursForm, UserForm
from app.terms import Scheme
from app.views.setup.flow import NAMES, Flow, Step

USER = UserForm("周岚", "zhoulan", "清晨的滹沱河很美")
KEYS = NewKeys(b"k" * 32, "7K2M-7K2M-7K2M-7K2M-7K2M-7K2M-7K2M-7K2M")


def filled() -> Flow:
    flow = Flow()
    flow.firm = FirmForm("河北衡舟律师事务所")
    flow.take_user(USER)
    flow.take_keys(KEYS)
    flow.is_typed_back = True
    flow.schemes = (Scheme.BEIJING,)
    flow.hours = HoursForm()
    return flow


def test_every_step_has_a_name() -> None:
    assert len(NAMES) == len(Step)


def test_a_step_is_left_only_when_it_is_complete() -> None:
    flow = Flow()
    assert not flow.go_on()
    flow.firm = FirmForm("河北衡舟律师事务所")
    assert flow.go_on()
    assert flow.step is Step.USER
    assert not flow.go_on()


def test_a_complete_flow_walks_to_the_end_and_hands_over_everything() -> None:
    flow = filled()
    steps = [flow.step]
    while flow.go_on():
        steps.append(flow.step)
    assert steps == list(Step)
    assert flow.is_last
    flow.wants_demo = True
    form = flow.form()
    assert (form.user, form.schemes, form.is_demo) == (USER, (Scheme.BEIJING,), True)


def test_going_back_keeps_everything_and_stops_at_the_first_step() -> None:
    flow = filled()
    flow.go_on()
    assert flow.go_back()
    assert not flow.go_back()
    assert flow.missing() is None


@pytest.mark.parametrize("changed", [replace(USER, login="zl"), replace(USER, password="另一句好记的话 2026")])
def test_another_login_or_password_makes_the_keys_void(changed: UserForm) -> None:
    flow = filled()
    flow.take_user(changed)
    assert flow.needs_keys
    assert flow.was_remade
    assert flow.missing() is Step.RECOVERY


def test_another_name_or_role_keeps_the_keys() -> None:
    flow = filled()
    flow.take_user(replace(USER, name="周兰", licence_no="11301201999000001"))
    assert not flow.needs_keys
    assert flow.is_typed_back


def test_an_incomplete_flow_hands_nothing_over() -> None:
    flow = filled()
    flow.is_typed_back = False
    with pytest.raises(ValueError, match="RECOVERY"):
        flow.form()
