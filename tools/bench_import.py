"""Importing 20,000 clients from a clerk's spreadsheet into a firm of 100,000: time, what it does to others, its undo.

While it runs, another thread searches and saves as the front desk does; its waits are measured. The peer is the same
search with nothing running.
"""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from app.catalogue import Catalogue
from app.clock import SteppedClock
from app.formats.xlsx_export import Column, workbook_bytes
from app.services.accounts import find_actor
from app.services.clients.types import ClientFilter
from app.services.container import Services
from app.services.core import Office
from app.services.demo.people import Inventor
from app.services.importing.types import ImportTable
from app.storage.blobs import BlobStore
from app.storage.database import Database
from app.terms import ImportKind
from tools.bench import compare, summary
from tools.big_firm import FRIDAY, aim, big_firm

ROWS = 20_000
WHOLE, SEARCH, SAVE = 60.0, 100.0, 1500.0
HEADERS = ("序号", "姓名", "身份证号", "联系电话", "家庭住址", "人员类别", "签约日期", "群名", "备注")


def spreadsheet(rows: int) -> bytes:
    """Return a spreadsheet of invented people as the bytes of an .xlsx file."""
    inventor = Inventor(77, date(2026, 3, 13))
    lines = []
    for number in range(1, rows + 1):
        person = inventor.person()
        day = f"2025.{number % 12 + 1}.{number % 28 + 1}"
        group = "河北衡舟律师事务所律师顾问服务群"
        relief = "低保" if number % 5 == 0 else ""
        lines.append(
            (str(number), person.name, person.identity_no, person.phone, person.address, relief, day, group, "")
        )
    return workbook_bytes("名单", [Column(text) for text in HEADERS], lines)


class Neighbour(threading.Thread):
    """Somebody at the front desk meanwhile: searches, and saves a draft now and then.

    Args:
        services: of the same firm.

    """

    def __init__(self, services: Services) -> None:
        super().__init__(name="neighbour")
        self._services = services
        self._ended = threading.Event()
        self.searches: list[float] = []
        self.saves: list[float] = []

    def run(self) -> None:
        """Search ten times a second and save once, until told to end."""
        turn = 0
        while not self._ended.wait(0.1):
            begin = time.perf_counter()
            self._services.clients.lists.first_page(ClientFilter("zs" if turn % 2 else "李"), 40)
            self.searches.append((time.perf_counter() - begin) * 1000)
            turn += 1
            if turn % 10 == 0:
                begin = time.perf_counter()
                self._services.drafts.keep("bench", {"text": f"typed {turn}"})
                self.saves.append((time.perf_counter() - begin) * 1000)

    def end(self) -> None:
        """Stop."""
        self._ended.set()
        self.join()


@contextmanager
def opened(rows: int) -> Iterator[tuple[Services, ImportTable]]:
    """Give the services of the big firm and the spreadsheet as a table."""
    with big_firm() as firm, tempfile.TemporaryDirectory() as folder:
        database = Database.open(firm.profile, firm.data_key)
        office = Office(
            profile=firm.profile,
            database=database,
            blobs=BlobStore(firm.profile, firm.data_key),
            clock=SteppedClock(FRIDAY),
            catalogue=Catalogue.load(),
        )
        office.seat(find_actor(office, "weidongming"))
        services = Services(office)
        path = Path(folder) / "名单.xlsx"
        path.write_bytes(spreadsheet(rows))
        begin = time.perf_counter()
        source = services.importing.read(path)
        print(f"  read {rows:,} rows: {time.perf_counter() - begin:.1f} s", flush=True)
        try:
            yield services, services.importing.table(source, ImportKind.CLIENT)
        finally:
            services.close()


def main() -> None:
    """Print how long reading, judging, writing and undoing take, and how long others waited."""
    with opened(ROWS) as (services, table):
        quiet = Neighbour(services)
        quiet.start()
        while len(quiet.searches) < 40:
            quiet.join(0.5)
        quiet.end()
        begin = time.perf_counter()
        checked = services.importing.dry_run(table, table.columns)
        judged = time.perf_counter() - begin
        words = "、".join(f"{verdict.label} {count}" for verdict, count in checked.counts.items())
        print(f"  dry run: {judged:.1f} s ({words})", flush=True)
        busy = Neighbour(services)
        busy.start()
        begin, used = time.perf_counter(), time.thread_time()
        outcome = services.importing.run(table, table.columns)
        written, used = time.perf_counter() - begin, time.thread_time() - used
        busy.end()
        print(f"  written: {written:.1f} s with backup ({used:.1f} s of one core); {outcome.sentence}", flush=True)
        compare("search during the import", busy.searches, "search with nothing running", quiet.searches)
        print(f"  a save during the import: {summary(busy.saves)}", flush=True)
        begin = time.perf_counter()
        back = services.history.undo()
        undone = time.perf_counter() - begin
        print(f"  undone as one: {undone:.1f} s; {back.sentence}", flush=True)
        aim("dry run and import of 20,000 rows", judged + written, WHOLE, " s")
        aim("median search during it", sorted(busy.searches)[len(busy.searches) // 2], SEARCH, " ms")
        aim("longest save during it", max(busy.saves, default=0.0), SAVE, " ms")
