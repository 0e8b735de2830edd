"""Invented screenshots: a grey phone screen with a line of text, so that evidence can be opened."""

import io

from PIL import Image, ImageDraw, ImageFont

from app.paths import resource


def screenshot(text: str) -> bytes:
    """Return a small PNG that says what it stands for."""
    picture = Image.new("RGB", (360, 240), "#EDEDED")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), 18)
    draw.rectangle((0, 0, 360, 40), fill="#F7F7F7")
    draw.text((120, 8), "演示截图", font=font, fill="#182326")
    for number in range(0, len(text), 16):
        draw.text((24, 70 + number // 16 * 30), text[number : number + 16], font=font, fill="#43545A")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
