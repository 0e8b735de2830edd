"""The wizard without its windows: which step follows, what is still missing, when keys have to be made anew."""

from enum import IntEnum

from app.services.accounts import NewKeys
from app.services.setup_types import FirmForm, HoursForm, SetupForm, UserForm
from app.terms import Scheme


class Step(IntEnum):
    """The steps, in order."""

    FIRM = 0
    USER = 1
    RECOVERY = 2
    SCHEMES = 3
    HOURS = 4
    START = 5


NAMES = ("律所信息", "第一位用户", "恢复密钥", "参加的方案", "工作时间", "开始使用")


class Flow:
    """What was collected so far, and where the wizard stands. Nothing is in force before the end."""

    def __init__(self) -> None:
        self.step = Step.FIRM
        self.firm: FirmForm | None = None
        self.user: UserForm | None = None
        self.keys: NewKeys | None = None
        self.is_typed_back = False
        self.was_remade = False
        self.schemes: tuple[Scheme, ...] = ()
        self.hours: HoursForm | None = None
        self.wants_demo = False

    def take_user(self, user: UserForm) -> None:
        """Take the first user; another login or password makes the keys void."""
        before, self.user = self.user, user
        if before is None or self.keys is None:
            return
        if (before.login, before.password) != (user.login, user.password):
            self.keys, self.is_typed_back, self.was_remade = None, False, True

    def take_keys(self, made: NewKeys) -> None:
        """Take freshly made keys; the recovery key has to be typed back again."""
        self.keys, self.is_typed_back = made, False

    @property
    def needs_keys(self) -> bool:
        """Whether keys have to be made before the recovery key can be shown."""
        return self.keys is None

    def is_complete(self, step: Step) -> bool:
        """Return whether a step has everything."""
        return {
            Step.FIRM: self.firm is not None,
            Step.USER: self.user is not None,
            Step.RECOVERY: self.keys is not None and self.is_typed_back,
            Step.SCHEMES: bool(self.schemes),
            Step.HOURS: self.hours is not None,
            Step.START: True,
        }[step]

    @property
    def is_last(self) -> bool:
        """Whether nothing follows."""
        return self.step is Step.START

    def go_on(self) -> bool:
        """Go to the next step, if this one is complete."""
        if self.is_last or not self.is_complete(self.step):
            return False
        self.step = Step(self.step + 1)
        return True

    def go_back(self) -> bool:
        """Go to the step before; everything collected stays."""
        if self.step is Step.FIRM:
            return False
        self.step = Step(self.step - 1)
        return True

    def missing(self) -> Step | None:
        """Return the first step that is not complete."""
        return next((step for step in Step if not self.is_complete(step)), None)

    def form(self) -> SetupForm:
        """Return everything for the set-up.

        Raises:
            ValueError: a step is not complete.

        """
        if self.firm is None or self.user is None or self.hours is None or self.missing() is not None:
            raise ValueError(f"not complete: {self.missing()!r}")
        return SetupForm(self.firm, self.user, self.schemes, self.hours, is_demo=self.wants_demo)
