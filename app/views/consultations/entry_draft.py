"""Pictures of an unfinished entry as JSON, so that they survive with it."""

import base64
import binascii
from typing import Any

from app.services.attachments import NewAttachment
from app.terms import AttachmentKind

MOST_BYTES = 8 * 1024 * 1024
"""Larger pictures are not kept in a draft."""


def packed(files: tuple[NewAttachment, ...]) -> list[dict[str, str]]:
    """Return pictures as JSON, as far as they are small enough."""
    found, room = [], MOST_BYTES
    for file in files:
        room -= len(file.data)
        if room >= 0:
            data = base64.b64encode(file.data).decode()
            found.append({"name": file.file_name, "kind": file.kind.value, "data": data})
    return found


def unpacked(kept: Any) -> list[NewAttachment]:
    """Return the pictures of a draft; what cannot be read is left out."""
    found = []
    for entry in kept if isinstance(kept, list) else []:
        try:
            data = base64.b64decode(entry["data"])
            found.append(NewAttachment(entry["name"], AttachmentKind(entry["kind"]), data))
        except (KeyError, TypeError, ValueError, binascii.Error):
            continue
    return found
