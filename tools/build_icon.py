"""Draw the program's icon: 律 on the accent colour, as PNG for desktops of Linux and ICO for Windows.

Usage: `.venv/bin/python -m tools.build_icon` writes resources/brand/ anew.
"""

import tomllib

from PIL import Image, ImageDraw, ImageFont

from tools.door.say import ROOT

SIDE, FINER = 256, 4
"""Pixels of the icon, and how many times finer it is drawn before it is reduced."""
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
BRAND = ROOT / "resources" / "brand"


def draw() -> Image.Image:
    """Return the icon."""
    theme = tomllib.loads((ROOT / "resources" / "themes" / "light.toml").read_text(encoding="utf-8"))
    ground, ink = theme["colours"]["accent"], theme["colours"]["onaccent"]
    side = SIDE * FINER
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((side // 32, side // 32, side * 31 // 32, side * 31 // 32), side // 6, fill=ground)
    font = ImageFont.truetype(ROOT / "resources" / "fonts" / "NotoSansSC-Medium.ttf", side * 5 // 8)
    left, top, right, bottom = font.getbbox("律")
    pen.text(((side - right - left) / 2, (side - bottom - top) / 2), "律", font=font, fill=ink)
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def main() -> None:
    """Write both files."""
    BRAND.mkdir(exist_ok=True)
    icon = draw()
    icon.save(BRAND / "lvgutai.png", optimize=True)
    icon.save(BRAND / "lvgutai.ico", sizes=[(size, size) for size in ICO_SIZES])


if __name__ == "__main__":
    main()
