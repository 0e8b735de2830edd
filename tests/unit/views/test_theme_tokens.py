"""The colours are legible in both themes, and the stylesheet leaves no token unfilled."""

import re
from pathlib import Path

import pytest

from app.errors import DataFileError
from app.views import theme as theme_module
from app.views.theme import ThemeManager, load_tokens, mixed

TEXT_PAIRS = [
    ("text", "surface"), ("text", "bg"), ("text", "soft"), ("text2", "surface"), ("text2", "bg"), ("text2", "soft"),
    ("text2", "nav"), ("text3", "surface"), ("text3", "surface2"), ("text3", "bg"), ("text3", "soft"), ("text3", "nav"),
    ("accent", "surface"), ("accent", "bg"), ("accent", "soft"), ("onaccent", "accent"), ("onaccent", "accenth"),
    ("soon", "soonbg"), ("soon", "surface"), ("soon", "soft"), ("urg", "urgbg"), ("urg", "surface"), ("over", "surface"),
    ("over", "overbg"), ("over", "soft"), ("over", "bg"), ("onover", "overfill"), ("ok", "surface"), ("ok", "okbg"),
    ("ok", "bg"), ("text2", "surface2"), ("text", "overbg"), ("accent", "overbg"), ("text", "hover"), ("text2", "hover"),
]  # fmt: skip
EDGE_PAIRS = [
    ("field", "surface"), ("field", "bg"), ("accent", "surface"), ("calmbar", "surface2"), ("soonbar", "soonbg"),
    ("urgbar", "urgbg"), ("calmbar", "track"), ("soonbar", "track"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Return WCAG 2 relative luminance of #RRGGBB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_words_can_be_read(name: str, words: str, ground: str) -> None:
    tokens = load_tokens(name)
    assert contrast(getattr(tokens, words), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_and_bars_can_be_seen(name: str, edge: str, ground: str) -> None:
    tokens = load_tokens(name)
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3


def test_contrast_of_black_and_white_is_21() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 6) == 21


def test_solid_overdue_is_the_same_in_both_themes() -> None:
    assert load_tokens("light").overfill == load_tokens("dark").overfill == "#B3211B"


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_stylesheet_leaves_no_token_unfilled(scale: int) -> None:
    manager = ThemeManager()
    manager.scale = scale
    sheet = manager.stylesheet()
    assert not re.findall(r"@\w+|\b\d+sp\b|\b\d+h\d\b", sheet)
    assert f"font-size: {14 * scale // 100}px" in sheet


def test_a_field_keeps_its_height_when_it_takes_the_focus() -> None:
    sheet = ThemeManager().stylesheet()
    calm = re.search(r"QLineEdit, QComboBox, QAbstractSpinBox \{[^}]*min-height: (\d+)px", sheet)
    focused = re.search(r"QLineEdit:focus, [^{]*\{[^}]*min-height: (\d+)px", sheet)
    assert calm is not None
    assert focused is not None
    assert int(calm[1]) + 2 == int(focused[1]) + 4 == 34


def test_half_of_black_on_white_is_grey() -> None:
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[colours]\n", "缺少这个颜色"),
        ('[colours]\nbg = "#FFFFFF"\nblue = "#0000FF"\n', "缺少这个颜色|没有这个颜色名"),
    ],
)
def test_a_broken_theme_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, complaint: str
) -> None:
    (tmp_path / "broken.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(theme_module, "resource", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(DataFileError, match=complaint):
        load_tokens.__wrapped__("broken")


def test_a_colour_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f'{name} = "#FFFFFF"' for name in theme_module.Tokens.__dataclass_fields__]
    lines[0] = 'bg = "white"'
    (tmp_path / "odd.toml").write_text("[colours]\n" + "\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(theme_module, "resource", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(DataFileError, match="white"):
        load_tokens.__wrapped__("odd")
