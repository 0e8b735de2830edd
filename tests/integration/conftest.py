"""Storage and services are tested on both engines: each test runs once on a file, once on a PostgreSQL server."""

import pytest

from tests import engines


@pytest.fixture(autouse=True)
def each_engine(engine: engines.Engine) -> engines.Engine:
    """Put every test here on its engine; `tests/conftest.py` says which test runs on which."""
    return engine
