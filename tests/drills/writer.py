"""The one who is killed: performs all kinds of writes through the services and tells each that was committed.

One line on the standard output per committed change, written after the service has returned: what is told is promised.
What is not in the journal (a draft, a password, a setting) is announced before it is written, too, since a kill in
between may leave the old or the new.
"""

import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.errors import AppError
from app.models import Client, ConsultationState, Contract, SignUp, Staff
from app.models.journal import ChangeSet
from app.services.attachments import NewAttachment
from app.services.clients.types import ReliefForm
from app.services.container import Services
from app.services.demo.build import PASSWORD
from app.settings import Settings
from app.storage import keys
from app.terms import AttachmentKind, ContractState, ReliefGroup, Uid
from tests.factories import act_as
from tests.integration.services.support import contracting_client, create, mandate, question, sign_up_form

LOGIN = "zhoulan"
TODAY_FORM = "drill.form"
SETTING = "drill_note"


def say(kind: str, **facts: Any) -> None:
    """Write one whole line; short enough to arrive undivided."""
    os.write(1, (json.dumps({"kind": kind, **facts}, ensure_ascii=False) + "\n").encode())


@dataclass
class Writer:
    """Writes at random.

    Args:
        services: of an opened copy of the firm.
        chance: decides what is done.

    """

    services: Services
    chance: random.Random
    password_now: str = PASSWORD

    def go_on(self, kinds: "tuple[str, ...]") -> None:
        """Write without an end: somebody will see to that."""
        say("ready")
        while True:
            self.step(self.chance.choice(kinds))

    def step(self, kind: str) -> None:
        """Do one thing and tell what is committed by it; what the rules forbid at the moment is left out."""
        try:
            WAYS[kind](self)
        except AppError as refused:
            say("refused", way=kind, why=refused.what)
            return
        with self.services.office.reading() as session:
            newest = session.execute(
                select(ChangeSet.local_seq, ChangeSet.digest).order_by(ChangeSet.local_seq.desc()).limit(1)
            ).one()
        say("ack", way=kind, seq=newest.local_seq, digest=newest.digest)

    # --- what there is to write about ---

    def _any(self, column: "InstrumentedAttribute[Uid]", *conditions: Any) -> Uid:
        """Return one of the ids at random; say no when there is none."""
        with self.services.office.reading() as session:
            ids = session.scalars(select(column).where(*conditions)).all()
        if not ids:
            raise AppError("nothing to write about")
        return self.chance.choice(ids)

    def _name(self) -> str:
        return "".join(self.chance.choice("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨建国志强秀英") for _ in range(3))

    def _file(self) -> NewAttachment:
        return NewAttachment(
            "截图.png", AttachmentKind.SCREENSHOT, self.chance.randbytes(self.chance.choice([900, 90_000]))
        )

    def _consultation(self, stage: str = "") -> Uid:
        condition = [ConsultationState.stage == stage] if stage else []
        return self._any(ConsultationState.consultation_id, *condition)

    # --- the ways ---

    def client(self) -> None:
        """Open a file."""
        made = create(self.services, self._name(), phone=f"139{self.chance.randrange(10**8):08d}")
        say("number", series="client", of=made.id.hex())

    def client_change(self) -> None:
        """Change one."""
        files, chosen = self.services.clients.files, self._any(Client.id)
        before = self.services.clients.details.find(chosen).form
        files.update(
            chosen, replace(before, care_notes=f"备注{self.chance.random()}"), before, frozenset({"duplicate"})
        )

    def relief(self) -> None:
        """Add a relief group."""
        group = self.chance.choice(list(ReliefGroup))
        self.services.clients.files.add_relief(self._any(Client.id), ReliefForm(group, "低保证"))

    def sign_up(self) -> None:
        """Sign a client up with a picture."""
        client = self._any(Client.id)
        self.services.clients.sign_ups.sign_up(client, sign_up_form(self.services), (self._file(),))

    def sign_up_end(self) -> None:
        """End a sign-up."""
        self.services.clients.sign_ups.end(self._any(SignUp.id), "搬走了")

    def question(self) -> None:
        """Register a consultation, at times with a picture."""
        files = (self._file(),) if self.chance.random() < 0.3 else ()
        made = self.services.consultations.intake.register(question(wechat_name=self._name(), attachments=files))
        say("number", series="consultation", of=made.id.hex(), number=made.number)

    def assign(self) -> None:
        """Assign one."""
        self.services.consultations.answering.assign(self._consultation("waiting"), self._any(Staff.id))

    def answer(self) -> None:
        """Answer one."""
        self.services.consultations.answering.answer(self._consultation("waiting"), f"答复 {self.chance.random()}")

    def withdraw(self) -> None:
        """Withdraw an answer."""
        self.services.consultations.answering.withdraw(self._consultation("answered"), "写错了")

    def close(self) -> None:
        """Close one."""
        self.services.consultations.answering.close(self._consultation("answered"), "")

    def contract_draft(self) -> None:
        """Keep the draft of a contract."""
        made = contracting_client(self.services, self._name(), phone=f"139{self.chance.randrange(10**8):08d}")
        self.services.contracts.drafting.save(mandate(self.services, made.id))

    def contract(self) -> None:
        """File a contract: number, .docx, PDF."""
        draft = self._any(Contract.id, Contract.state == ContractState.DRAFT)
        with self.services.office.reading() as session:
            client = session.scalars(select(Contract.client_id).where(Contract.id == draft)).one()
        filed = self.services.contracts.drafting.file(mandate(self.services, client), draft)
        say("number", series="contract", of=filed.id.hex(), number=filed.number)

    def void(self) -> None:
        """Make one void."""
        chosen = self._any(Contract.id, Contract.state == ContractState.FILED)
        act_as(self.services, "weidongming")
        try:
            self.services.contracts.drafting.void(chosen, "当事人放弃")
        finally:
            act_as(self.services, LOGIN)

    def undo(self) -> None:
        """Take the last own work back."""
        self.services.history.undo()

    def redo(self) -> None:
        """Do it again."""
        self.services.history.redo()

    def draft(self) -> None:
        """Keep an unfinished form."""
        text = f"{self.chance.random()}"
        say("try", what="draft", value=text)
        self.services.drafts.keep(TODAY_FORM, {"text": text})
        say("kept", what="draft", value=text)

    def setting(self) -> None:
        """Remember something on this PC."""
        text = f"{self.chance.random()}"
        say("try", what="setting", value=text)
        Settings(self.services.office.profile.settings).set(SETTING, text)
        say("kept", what="setting", value=text)

    def password(self) -> None:
        """Change the password: the slot file is written."""
        new = f"hengzhou-{self.chance.random()}"
        say("try", what="password", value=new)
        keys.change_password(self.services.office.profile, LOGIN, self.password_now, new)
        self.password_now = new
        say("kept", what="password", value=new)

    def backup(self) -> None:
        """Write a verified copy."""
        target = self.services.office.profile.backups / f"{self.chance.randrange(10**9)}.db"
        self.services.office.database.copy_to(target)
        say("copy", path=str(target))


WAYS: dict[str, Callable[[Writer], None]] = {
    name: getattr(Writer, name)
    for name in (
        "client", "client_change", "relief", "sign_up", "sign_up_end", "question", "assign", "answer", "withdraw",
        "close", "contract_draft", "contract", "void", "undo", "redo", "draft", "setting", "password", "backup",
    )
}  # fmt: skip
DAILY = tuple(name for name in WAYS if name not in ("password", "contract", "backup"))
