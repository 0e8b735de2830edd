"""What every test has: a profile of its own, a clock that stands still, and guards against what tests leave behind."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import gc
import logging
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from shiboken6 import isValid

from app.clock import SteppedClock
from app.paths import Profile
from app.services.container import Services
from tests import engines
from tests.embedded_server import EmbeddedServer
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, open_services, shared_template
from tests.one_engine import POSTGRESQL

# The same examples on every run, so that a red test stays red; "explore" is for hunting with new ones.
settings.register_profile("default", derandomize=True, max_examples=60, deadline=None)
settings.register_profile("thorough", derandomize=True, max_examples=400, deadline=None)
settings.register_profile(
    "explore", max_examples=2000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("LVGUTAI_HYPOTHESIS", "default"))

THREAD_END_SECONDS = 5.0
TUESDAY_NINE = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
"""Tuesday 2026-03-03, 09:00 in Shanghai: an ordinary working day."""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """Return an empty profile in a folder of its own, with a name as real folders have."""
    return Profile(tmp_path / "律所 数据")


@pytest.fixture
def stepped_clock() -> SteppedClock:
    """Return a clock that stands at Tuesday 2026-03-03, 09:00 in Shanghai, until it is put on."""
    return SteppedClock(TUESDAY_NINE)


class _ErrorCollector(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")

    def complaints(self) -> list[str]:
        """Return the unexpected messages, and the expected ones that never came."""
        surprising = [said for said in self.messages if not any(re.search(words, said) for words in self.expected)]
        missing = [words for words in self.expected if not any(re.search(words, said) for said in self.messages)]
        return [f"unexpected: {said}" for said in surprising] + [f"never logged: {words}" for words in missing]


@pytest.fixture(autouse=True)
def error_log() -> Iterator[_ErrorCollector]:
    """Fail a test in which an error was logged that it did not announce by `expect_logged_error`."""
    collector = _ErrorCollector()
    logging.getLogger().addHandler(collector)
    yield collector
    logging.getLogger().removeHandler(collector)
    complaints = collector.complaints()
    if complaints:
        pytest.fail("error log: " + "; ".join(complaints), pytrace=False)


@pytest.fixture
def expect_logged_error(error_log: _ErrorCollector) -> Callable[[str], None]:
    """Return a function that announces an error in the log by a pattern; it has to come."""
    return error_log.expected.append


def _threads() -> set[threading.Thread]:
    """Return the running threads that Python started (Qt's own show up as dummies)."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = _threads()
    yield
    for thread in _threads() - before:
        thread.join(THREAD_END_SECONDS)
    left = sorted(thread.name for thread in _threads() - before)
    if left:
        pytest.fail(f"threads left running: {', '.join(left)}", pytrace=False)


@pytest.fixture(autouse=True)
def no_leaked_timers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test of the window that leaves a Qt timer ticking."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    before = {id(timer) for timer in _active_timers()}
    yield
    left = [
        timer.objectName() or type(timer.parent()).__name__ for timer in _active_timers() if id(timer) not in before
    ]
    if left:
        pytest.fail(f"timers left ticking, of: {', '.join(left)}", pytrace=False)


def _active_timers() -> list[QTimer]:
    """Return the ticking timers, after everything that was to be deleted is."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = [thing for thing in gc.get_objects() if isinstance(thing, QTimer)]
    return [timer for timer in found if isValid(timer) and timer.isActive()]


def _run_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of this run share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that works on an engine on its engines, see `tests.engines.runs_of`."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", engines.runs_of(metafunc.definition), indirect=True)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.PostgresTests]:
    """Return the PostgreSQL server of this test process; started when the first test needs it."""
    server = EmbeddedServer(tmp_path_factory.mktemp("postgres"))
    try:
        server.start()
        yield engines.PostgresTests(server)
    finally:
        server.stop()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[engines.Engine]:
    """Put the test on its engine; what it makes there is gone afterwards."""
    on_server = request.param == POSTGRESQL
    chosen = request.getfixturevalue("postgres") if on_server else engines.SqlcipherTests()
    with engines.on(chosen):
        yield chosen


@pytest.fixture(scope="session")
def staffed_template(tmp_path_factory: pytest.TempPathFactory) -> FirmTemplate:
    """Return the invented firm with its staff and nothing else."""
    return shared_template(_run_folder(tmp_path_factory), "staffed", clients=0)


@pytest.fixture(scope="session")
def peopled_template(tmp_path_factory: pytest.TempPathFactory) -> FirmTemplate:
    """Return the invented firm with 12 clients, their consultations and sign-ups."""
    return shared_template(_run_folder(tmp_path_factory), "peopled", clients=12)


@pytest.fixture
def friday_clock() -> SteppedClock:
    """Return a clock that stands at Friday 2026-03-13, 14:26 in Shanghai."""
    return SteppedClock(FRIDAY_AFTERNOON)


@pytest.fixture
def staffed(staffed_template: FirmTemplate, tmp_path: Path, friday_clock: SteppedClock) -> Iterator[Services]:
    """Return the services of a firm that has staff only; 周岚 (律师) is signed in."""
    services = open_services(staffed_template.copy_to(tmp_path / "staffed"), staffed_template.data_key, friday_clock)
    yield services
    services.close()


@pytest.fixture
def peopled(peopled_template: FirmTemplate, tmp_path: Path, friday_clock: SteppedClock) -> Iterator[Services]:
    """Return the services of a firm with clients and consultations; 周岚 (律师) is signed in."""
    services = open_services(peopled_template.copy_to(tmp_path / "peopled"), peopled_template.data_key, friday_clock)
    yield services
    services.close()
