"""Storage and services are tested on both engines: each test runs once on a file, once on a PostgreSQL server."""

from collections.abc import Iterator

import pytest

from tests import engines
from tests.embedded_server import EmbeddedServer
from tests.engines import POSTGRESQL
from tests.integration.one_engine import ONE_ENGINE

ROOMS = ("services", "storage")


def engines_of(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    """Return the engines a test runs on."""
    path = metafunc.definition.path
    if path.parent.name not in ROOMS:
        return (engines.SQLCIPHER,)
    names = [path.name]
    for part in metafunc.definition.nodeid.split("::")[1:]:
        names.append(f"{names[-1]}::{part}")
    only = [ONE_ENGINE[name][0] for name in names if name in ONE_ENGINE]
    return tuple(only) or engines.BOTH


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test on its engines."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", engines_of(metafunc), indirect=True)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.PostgresTests]:
    """Return the server of this test process; started when the first test needs it."""
    server = EmbeddedServer(tmp_path_factory.mktemp("postgres"))
    try:
        server.start()
        yield engines.PostgresTests(server)
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[engines.Engine]:
    """Put the test on its engine; what it makes there is gone afterwards."""
    chosen = request.getfixturevalue("postgres") if request.param == POSTGRESQL else engines.SqlcipherTests()
    with engines.on(chosen):
        yield chosen
