"""Names of files that leave the program."""

import pytest

from app.services.contracts.file_names import file_stem


@pytest.mark.parametrize("name", ['张"三<四>', "A/B\\C", "甲|乙?丙*丁:戊", "换\n行\t制\x07表"])
def test_signs_that_a_system_refuses_are_replaced(name: str) -> None:
    stem = file_stem("民代〔2026〕0001", name, "委托代理合同")
    assert not set('\\/:*?"<>|\n\t\x07') & set(stem)
    assert stem.startswith("民代〔2026〕0001 ")


def test_long_names_are_cut_and_do_not_end_in_a_dot_or_space() -> None:
    stem = file_stem("1", "甲" * 77 + ".", "约")
    assert len(stem) <= 80
    assert not stem.endswith((" ", "."))
