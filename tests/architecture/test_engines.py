"""Storage and services run on both engines; what keeps to one is listed with its reason, and the list stays short."""

import re

from tests.architecture import guards
from tests.one_engine import ONE_ENGINE

MOST = 16


def test_the_list_of_tests_on_one_engine_is_short_and_names_tests_that_are_there() -> None:
    assert len(ONE_ENGINE) <= MOST
    sources = {name.rsplit("/", 1)[-1]: text for name, text in guards.modules("tests") if "/unit/" not in name}
    for name, (_engine, reason) in ONE_ENGINE.items():
        module, _, test = name.partition("::")
        assert reason
        assert module in sources, name
        assert not test or re.search(
            rf"^(?:    )?(?:def|class) {test.split('::')[-1]}\b", sources[module], re.MULTILINE
        ), name


def test_only_the_servers_own_room_knows_its_driver() -> None:
    knowing = {
        name for name, text in guards.modules("app") if re.search(r"^\s*(?:import|from) psycopg\b", text, re.MULTILINE)
    }
    assert knowing
    assert all(name.startswith("app/storage/postgres/") for name in knowing)


def test_the_servers_driver_is_not_loaded_where_no_server_is_used() -> None:
    """The packaged program does not carry it."""
    import subprocess
    import sys

    script = (
        "import sys, app.bootstrap, app.services.container, app.services.accounts; sys.exit('psycopg' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=guards.ROOT, check=False)
    assert done.returncode == 0
