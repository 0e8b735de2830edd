"""The invented firm's story, played through the real services with a clock that walks along."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.clock import SteppedClock
from app.services.accounts import find_actor
from app.services.attachments import NewAttachment
from app.services.clients.types import ClientForm, ClientRef, ReliefForm, SignUpForm
from app.services.consultations.types import NewConsultation
from app.services.container import Services
from app.services.contracts.types import MatterForm
from app.services.demo.people import Inventor, Person
from app.services.demo.pictures import screenshot
from app.services.demo.questions import QUESTIONS, Question
from app.terms import (
    AttachmentKind,
    Channel,
    ClientKind,
    GroupKind,
    IdentityKind,
    MatterClass,
    ReliefGroup,
    Scheme,
    SignUpChannel,
    Uid,
)

Told = Callable[[int, int, str], None]
CHANNELS = (
    Channel.WECHAT_GROUP,
    Channel.WECHAT,
    Channel.SMS,
    Channel.WECHAT_GROUP,
    Channel.BEIJING_PLATFORM,
    Channel.OFFICIAL_ACCOUNT,
)
WAITING = (
    (Channel.SMS, 330, "chenqiming"),
    (Channel.WECHAT_GROUP, 285, "zhoulan"),
    (Channel.WECHAT_GROUP, 226, "zhoulan"),
    (Channel.WECHAT, 204, "guojing"),
    (Channel.BEIJING_PLATFORM, 190, "hesiyuan"),
    (Channel.SMS, 131, "chenqiming"),
    (Channel.BEIJING_PLATFORM, 122, "hesiyuan"),
    (Channel.WECHAT_GROUP, 46, "zhoulan"),
    (Channel.WECHAT, 14, ""),
    (Channel.JIFATONG, 60, "guojing"),
)
"""Questions that still wait: channel, working minutes since they came, who has them."""


@dataclass(frozen=True)
class _Asker:
    """Who asks: an invented person, known to the firm or not."""

    person: Person | None
    client: ClientRef | None


class Story:
    """The running story.

    Args:
        services: of the invented firm.
        clock: walks along with the story.
        inventor: makes the people.
        now: where the story ends.
        cast: login of an invented part -> login of who plays it, where that is somebody else.

    """

    def __init__(
        self,
        services: Services,
        clock: SteppedClock,
        inventor: Inventor,
        now: datetime,
        cast: Mapping[str, str] | None = None,
    ) -> None:
        self.services = services
        self.clock = clock
        self.inventor = inventor
        self.now = now
        self.random = random.Random(7)  # noqa: S311 - an invented story
        self.schemes = services.firm.find().schemes
        self.lawyers = {person.login: person for person in services.staff.lawyers()}
        self._cast = dict(cast or {})
        self.clients: list[tuple[ClientRef, Person | None]] = []

    def act_as(self, part: str) -> None:
        """Let whoever plays an invented part take the seat."""
        self.seat(self.login_of(part))

    def seat(self, login: str) -> None:
        """Let a member of staff take the seat."""
        self.services.office.seat(find_actor(self.services.office, login))

    def login_of(self, part: str) -> str:
        """Return the login of who plays an invented part."""
        return self._cast.get(part, part)

    def takes(self, channel: Channel) -> bool:
        """Return whether questions reach this firm by a channel."""
        scheme = Scheme.BEIJING if channel is Channel.BEIJING_PLATFORM else Scheme.SHIJIAZHUANG
        return scheme in self.schemes


def play(stage: Story, clients: int, tell: Told) -> None:
    """Play the story up to its `now`: clients with sign-ups, answered questions, waiting ones."""
    for number in range(clients):
        stage.act_as("liuxin")
        _client(stage, number, clients)
        if number % max(1, clients // 20) == 0:
            tell(number, clients, "登记服务对象")
    tell(clients, clients, "登记咨询")
    for number in range(min(40, max(12, clients // 2))):
        _answered(stage, number, stage.now - timedelta(days=1 + number * 2.3, minutes=number * 37 % 240))
    for number, minutes in enumerate((140, 95, 60)):
        _answered(stage, 50 + number, _minutes_before(stage, stage.now, minutes + 60), most=minutes)
    _prices(stage)
    for number, (channel, minutes, login) in enumerate(WAITING):
        if stage.takes(channel):
            _waiting(stage, number, channel, minutes, login)
    stage.clock.set(stage.now)
    tell(clients, clients, "完成")


def _client(stage: Story, number: int, total: int) -> None:
    span = timedelta(days=190)
    stage.clock.set(min(stage.now, _in_working_time(stage, stage.now - span + span * number / max(total, 1))))
    if number % 9 == 8:
        business = stage.inventor.business()
        form = ClientForm(
            kind=ClientKind.ORGANISATION,
            name=business.name,
            identity_kind=IdentityKind.CREDIT_CODE,
            identity_no=business.credit_code,
            representative=business.representative,
            phone=business.phone,
            district=business.district,
            address=business.address,
        )
        person = None
    else:
        person = stage.inventor.person()
        form = form_of(person)
    client = stage.services.clients.files.create(form, frozenset({"duplicate", "credit_code"}))
    stage.clients.append((client, person))
    if number % 5 == 1:
        groups = (ReliefGroup.LOW_INCOME, ReliefGroup.MIGRANT_WORKER, ReliefGroup.DISABLED, ReliefGroup.SERVICE_FAMILY)
        until = stage.now.date() + timedelta(days=48 + number % 300)
        relief = ReliefForm(groups[number // 5 % len(groups)], "证件复印件", until)
        stage.services.clients.files.add_relief(client.id, relief)
    if number % 4 != 3 and Scheme.SHIJIAZHUANG in stage.schemes:
        _sign_up(stage, client, person, number)


def form_of(person: Person) -> ClientForm:
    """Return an invented person as the client editor takes them."""
    return ClientForm(
        kind=ClientKind.PERSON,
        name=person.name,
        identity_kind=IdentityKind.RESIDENT_ID,
        identity_no=person.identity_no,
        sex=person.sex,
        birth_date=person.birth_date,
        phone=person.phone,
        wechat_name=person.wechat_name,
        district=person.district,
        address=person.address,
    )


def _sign_up(stage: Story, client: ClientRef, person: Person | None, number: int) -> None:
    day = stage.services.office.today()
    services = stage.services.clients.sign_ups
    if number % 3 == 0:
        no = f"顾约〔{day.year}〕{number + 1:03d}"
        form = SignUpForm(SignUpChannel.WRITTEN, day, agreement_no=no)
        files = (NewAttachment("协议签字页.png", AttachmentKind.SIGNED_COPY, screenshot(f"协议 {no} {client.name}")),)
    elif number % 3 == 1 or person is None:
        form = SignUpForm(
            SignUpChannel.GROUP,
            day,
            group_kind=GroupKind.WECHAT_GROUP,
            group_name=services.prescribed_group_name(),
            nickname=person.wechat_name if person else client.name,
        )
        files = (NewAttachment("入群截图.png", AttachmentKind.SCREENSHOT, screenshot(f"{client.name} 加入群聊")),)
    else:
        form = SignUpForm(SignUpChannel.PHONE, day, called_at=stage.clock.now() - timedelta(minutes=20))
        files = (NewAttachment("通话记录.png", AttachmentKind.SCREENSHOT, screenshot(f"通话 {client.name}")),)
    sign_up = services.sign_up(client.id, form, files)
    if form.channel is SignUpChannel.PHONE and number % 2 == 0:
        services.file(sign_up)


def _answered(stage: Story, number: int, about: datetime, most: int = 330) -> None:
    """Register a question that came about an instant, and answer it within `most` working minutes."""
    client, person = stage.clients[number * 7 % len(stage.clients)]
    question = QUESTIONS[number % len(QUESTIONS)]
    minutes = min(40 + number * 53 % 230 if number % 11 != 10 else 330, most)
    received = _early_enough(stage, about, minutes)
    channels = [channel for channel in CHANNELS if stage.takes(channel)]
    channel = channels[number % len(channels)]
    lawyer = tuple(stage.lawyers.values())[number % len(stage.lawyers)]
    stage.act_as("liuxin")
    stage.clock.set(received + timedelta(minutes=4))
    reference = stage.services.consultations.intake.register(
        _new(question, channel, received, _Asker(person, client if number % 3 else None), lawyer.id, number=number)
    )
    stage.clock.set(stage.services.office.hours().calendar.add(received, minutes))
    stage.seat(lawyer.login)
    stage.services.consultations.answering.answer(reference.id, question.answer)


def _waiting(stage: Story, number: int, channel: Channel, minutes: int, login: str) -> None:
    received = (
        _minutes_before(stage, stage.now, minutes)
        if channel is not Channel.BEIJING_PLATFORM
        else (stage.now - timedelta(minutes=minutes))
    )
    question = QUESTIONS[(number * 5 + 3) % len(QUESTIONS)]
    client, person = stage.clients[(number * 11 + 2) % len(stage.clients)]
    known = client if number % 2 == 0 and channel is not Channel.BEIJING_PLATFORM else None
    if known is None:
        person = stage.inventor.person()
    stage.act_as("liuxin")
    stage.clock.set(min(stage.now, received + timedelta(minutes=6)))
    lawyer = stage.lawyers[stage.login_of(login)].id if login else None
    new = _new(question, channel, received, _Asker(person, known), lawyer, number=400 + number)
    stage.services.consultations.intake.register(new)


def _new(
    question: Question,
    channel: Channel,
    received: datetime,
    asker: _Asker,
    lawyer: Uid | None,
    *,
    number: int,
) -> NewConsultation:
    person, client = asker.person, asker.client
    on_platform = channel is Channel.BEIJING_PLATFORM
    source = {Channel.WECHAT_GROUP: "服务群一", Channel.BEIJING_PLATFORM: f"BJ-{40000 + number}"}.get(channel, "")
    return NewConsultation(
        channel=channel,
        question=question.text,
        category=question.category,
        received_at=received,
        source_name=source,
        asker_name="" if on_platform else (person.name if person and client else ""),
        wechat_name=person.wechat_name if person and not on_platform else "",
        phone=person.phone if person and channel in (Channel.SMS, Channel.WECHAT, Channel.JIFATONG) else "",
        client_id=client.id if client else None,
        assignee_id=lawyer,
    )


def _prices(stage: Story) -> None:
    stage.act_as("weidongming")
    quotes = stage.services.contracts.quotes
    quotes.set_published_price(MatterForm(MatterClass.CIVIL, has_property=False), 8_000_00)


def _in_working_time(stage: Story, instant: datetime) -> datetime:
    return stage.services.office.hours().calendar.next_opening(instant)


def _early_enough(stage: Story, about: datetime, minutes: float) -> datetime:
    """Return a working instant about `about`, days earlier where `minutes` working minutes would not have passed yet."""
    calendar = stage.services.office.hours().calendar
    while calendar.add(received := calendar.next_opening(about), minutes) > stage.now:
        about -= timedelta(days=1)
    return received


def _minutes_before(stage: Story, now: datetime, minutes: int) -> datetime:
    """Return the working instant from which `minutes` working minutes have passed at `now`."""
    calendar = stage.services.office.hours().calendar
    early, late = now - timedelta(days=30), now
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if calendar.elapsed_minutes(middle, now) >= minutes:
            early = middle
        else:
            late = middle
    return calendar.next_opening((early + timedelta(seconds=30)).replace(second=0, microsecond=0))
