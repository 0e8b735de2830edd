"""The tests of storage and services that run on one engine only, and why. All others run on both.

A name is a module or a module's test (“module.py::test”), as pytest shows it. What is about the encrypted file has its
counterpart on a server in `test_postgres.py`.
"""

from collections.abc import Mapping

SQLCIPHER, POSTGRESQL = "sqlcipher", "postgresql"

PAGES = "damages bytes of the encrypted file; a server's pages lie on the server and are checked there"
SETTINGS = "asks the file's engine for its own settings"
STEPS = "the steps of making, copying and upgrading the file; a server's are in test_postgres.py"
KEY = "the file is encrypted anew; on a server only its sealed address is, see test_postgres.py"

ONE_ENGINE: Mapping[str, tuple[str, str]] = {
    "test_database.py::test_writes_are_durable_and_references_are_checked": (SQLCIPHER, SETTINGS),
    "test_database.py::test_an_interrupted_set_up_is_begun_anew": (SQLCIPHER, STEPS),
    "test_database.py::test_a_flipped_byte_in_a_page_that_is_read_becomes_plain_words": (SQLCIPHER, PAGES),
    "test_database.py::test_a_flipped_byte_on_the_first_page_stops_the_opening": (SQLCIPHER, PAGES),
    "test_database.py::test_a_copy_of_a_damaged_database_is_not_called_good": (SQLCIPHER, PAGES),
    "test_migrations.py": (SQLCIPHER, STEPS),
    "test_rekeying.py": (SQLCIPHER, KEY),
    "test_robustness.py::test_a_flipped_byte_is_told_in_plain_words_and_nothing_is_written": (SQLCIPHER, PAGES),
    "test_unit_of_work.py::test_a_busy_database_costs_one_try_not_the_connection": (SQLCIPHER, STEPS),
    "test_postgres.py": (POSTGRESQL, "the server's counterparts of all these"),
}
