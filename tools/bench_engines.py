"""Search over clients on both engines side by side, 1,000,000 clients: the same firm in its file and on a server.

`LVGUTAI_BENCH_CLIENTS=100000` measures a smaller firm. The rows go onto the server by COPY. What is typed is mixed: the
other bench's queries as they grow under the fingers, and parts of names, pinyin, initials and numbers of clients picked
at random. Each goes through `clients.lists.first_page`, as the page asks.
"""

import gc
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.models import Client
from app.paths import Profile
from app.rules.search_terms import IndexTerms
from app.services import search_index
from app.services.accounts import find_actor
from app.services.clients.types import ClientFilter
from app.services.container import Services
from app.services.core import Office
from app.storage import search
from app.storage.blobs import BlobStore
from app.storage.database import Database
from app.storage.postgres import schema
from app.storage.postgres.connections import single_engine
from app.storage.postgres.database import PostgresDatabase
from app.storage.postgres.lexemes import lexemes_of, literal, numbers_of
from app.storage.postgres.moving import load_rows, move
from app.storage.recorder import chunks
from tests.embedded_server import EmbeddedServer
from tools.bench import compare, percentile
from tools.big_firm import HUGE, LOGIN, Firm, RunningClock, Size, aim, big_firm

AIM, PICKED, SHOWN, SEED = 40.0, 400, 40, 7
QUERIES = ("张", "张三", "王秀英", "zs", "zhangsan", "lxy", "1381234", "1380000", "建设", "wangjian", "欧阳", "0427")
SERVER = ("shared_buffers=1GB", "maintenance_work_mem=1GB", "effective_cache_size=4GB", "max_wal_size=8GB")
TABLE = search.table_of("client")


def _size() -> Size:
    wanted = int(os.environ.get("LVGUTAI_BENCH_CLIENTS", HUGE.clients))
    return HUGE if wanted == HUGE.clients else Size(clients=wanted)


@contextmanager
def _services(profile: Profile, data_key: bytes) -> Iterator[Services]:
    database = Database.open(profile, data_key)
    office = Office(
        profile=profile,
        database=database,
        blobs=BlobStore(profile, data_key),
        clock=RunningClock(),
        catalogue=Catalogue.load(),
    )
    office.seat(find_actor(office, LOGIN))
    services = Services(office)
    yield services
    services.close()


@contextmanager
def _on_a_server(firm: Firm, file: Database) -> Iterator[Services]:
    """Give the same firm on a server of its own."""
    with tempfile.TemporaryDirectory(prefix="lvgutai-bench-server-", ignore_cleanup_errors=True) as folder:
        home = Path(folder, "server")
        home.mkdir()
        server = EmbeddedServer(home, *SERVER)
        try:
            server.start()
            place = server.place(server.create())
            begin = time.perf_counter()
            schema.upgrade(single_engine(place))
            move(file.reader_engine, single_engine(place))
            print(f"  rows onto the server by COPY: {time.perf_counter() - begin:.0f} s", flush=True)
            begin = time.perf_counter()
            _index(file, place)
            print(f"  search index onto the server: {time.perf_counter() - begin:.0f} s", flush=True)
            profile = Profile(Path(folder, "profile"))
            PostgresDatabase.join(profile, firm.data_key, place).close()
            with _services(profile, firm.data_key) as services:
                yield services
        finally:
            server.stop()


def _index(file: Database, place: dict[str, str]) -> None:
    """Write the lexemes of every client by COPY, then build their index, and tell its size."""
    engine = single_engine(place)
    with engine.begin() as target:
        target.execute(text(f"DROP INDEX ix_{TABLE}_terms"))
        load_rows(target, TABLE, ("row_no", "nm", "ph", "terms"), _indexed(file))
        target.execute(text(f"CREATE INDEX ix_{TABLE}_terms ON {TABLE} USING gin (terms) WITH (fastupdate = off)"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as target:
        target.execute(text(f"VACUUM ANALYZE {TABLE}"))
        target.execute(text("VACUUM ANALYZE client"))
        size = target.scalar(text(f"SELECT pg_total_relation_size('{TABLE}')")) or 0
        print(f"  index of clients: {size / 1e6:.0f} MB", flush=True)


def _indexed(file: Database) -> Iterator[tuple[int, str, str, str]]:
    """Yield what is to be indexed of each client, as the services index them."""
    found: list[tuple[int, IndexTerms]] = []

    def collect(_session: Session, _kind: str, entries: list[tuple[int, IndexTerms]]) -> None:
        found.extend(entries)

    with Session(file.reader_engine) as session, patch.object(search, "index_many", collect):
        ids = session.scalars(select(Client.id).order_by(Client.row_no)).all()
        for chunk in chunks(ids, 5000):
            search_index.index_clients(session, chunk)
            yield from ((number, t.characters, numbers_of(t), literal(lexemes_of(t))) for number, t in found)
            found.clear()


def _typed(file: Database) -> list[str]:
    """Return what is typed: known queries growing, and parts of what is known of random clients."""
    pick = random.Random(SEED)  # noqa: S311 - a bench
    typed = [query[:length] for query in QUERIES for length in range(1, len(query) + 1)]
    with Session(file.reader_engine) as session:
        last = session.scalar(select(Client.row_no).order_by(Client.row_no.desc()).limit(1)) or 1
        numbers = [pick.randrange(1, last) for _ in range(PICKED)]
        columns = select(Client.name, Client.name_key, Client.phone).where(Client.row_no.in_(numbers))
        for name, key, phone in session.execute(columns):
            sounds = key.partition("\t")[0].split()
            letters = "".join(sound[0] for sound in sounds)
            typed += [
                name[: pick.randint(1, 3)],
                "".join(sounds)[: pick.randint(2, 9)],
                letters,
                phone[: pick.randint(4, 11)],
            ]
            typed.append(phone[-4:])
    pick.shuffle(typed)
    return typed


def _measure(services: Services, typed: list[str]) -> tuple[list[float], list[list[int]]]:
    """Return milliseconds per query and the row numbers found."""
    times, found = [], []
    for words in typed:
        begin = time.perf_counter()
        numbers, _rows = services.clients.lists.first_page(ClientFilter(text=words), SHOWN)
        times.append((time.perf_counter() - begin) * 1000)
        found.append(list(numbers))
    return times, found


def main() -> None:
    """Print latencies on both engines for the same queries, the slowest ones, and whether the answers are the same."""
    with big_firm(_size()) as firm, _services(firm.profile, firm.data_key) as there:
        file = there.office.database
        typed = _typed(file)
        with _on_a_server(firm, file) as here:
            gc.freeze()
            for services in (here, there):
                _measure(services, typed[:200])
            ours, found = _measure(here, typed)
            peers, expected = _measure(there, typed)
    compare("PostgreSQL, first page of a search", ours, "the encrypted file, the same queries", peers)
    slowest = sorted(zip(ours, typed, found, strict=True), reverse=True)[:5]
    print("  slowest on PostgreSQL: " + ", ".join(f"{words} {ms:.0f} ms ({len(hits)})" for ms, words, hits in slowest))
    differing = [words for words, mine, theirs in zip(typed, found, expected, strict=True) if mine != theirs]
    print(f"  answers that differ: {len(differing)} of {len(typed)} {differing[:5]}")
    aim("p99 on PostgreSQL", percentile(ours, 99), AIM, " ms")
