"""Storage is tested by itself: what areas derive from rows is registered by services and tested there."""

import pytest

from app.storage import projections


@pytest.fixture(autouse=True)
def no_projections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "_registered", {})
