"""The printed recovery code forgives how it is typed and notices what is mistyped."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage import recovery_code

codes = st.builds(
    lambda values: recovery_code._grouped([*values, recovery_code._check_value(values)]),
    st.lists(st.integers(0, 31), min_size=31, max_size=31),
)


def test_a_code_is_eight_groups_of_four_without_confusing_letters() -> None:
    code = recovery_code.generate()
    assert [len(group) for group in code.split("-")] == [4] * 8
    assert not set(code) & set("ILOU")
    assert code != recovery_code.generate()


@given(codes)
def test_a_code_is_understood_however_it_is_typed(code: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c in string.ascii_uppercase + string.digits else "　" for c in code)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' – ')}\n", wide):
        assert recovery_code.parse(typed) == code
    assert recovery_code.parse(code.replace("0", "o").replace("1", "l")) == code
    assert recovery_code.parse(code.replace("0", "O").replace("1", "I")) == code


@given(codes, st.integers(0, 31), st.sampled_from(recovery_code.ALPHABET))
def test_one_wrong_character_is_noticed(code: str, place: int, other: str) -> None:
    letters = list(code.replace("-", ""))
    right = letters[place]
    letters[place] = other
    assert (recovery_code.parse("".join(letters)) is None) == (other != right)


@pytest.mark.parametrize("typed", ["", "7K2M", "中文", "U" * 32, "0" * 31])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert recovery_code.parse(typed) is None
