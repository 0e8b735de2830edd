"""Adding members of staff and keeping what is known of them."""

from app.errors import ConflictError, InvalidInputError
from app.models import Staff
from app.rules import temporary_password
from app.services.attachments import NewAttachment, keep
from app.services.core import Service, operation, query
from app.services.staff.forms import checked, cleaned_phones, phone_problem, write, write_phones
from app.services.staff.lists import PHOTO_OWNER, photo_rows
from app.services.staff.logins import let_in
from app.services.staff.rows import find_staff, form_of, require_keepers
from app.services.staff.types import NewPassword, PhoneForm, StaffForm
from app.storage.unit_of_work import Undo
from app.terms import AttachmentKind, Permission, Uid

PHOTO_MOST_BYTES = 10 * 1024 * 1024
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How PNG and JPEG files begin."""


class StaffFiles(Service):
    """员工资料."""

    @operation(Permission.MANAGE_STAFF)
    def add(self, form: StaffForm) -> NewPassword:
        """Add a member of staff with a temporary password, which has to be changed at the first sign-in.

        The record comes first, then the slot: without a slot somebody is on the list who cannot sign in, which
        `Logins.reset` mends; a slot without a record would open the data for nobody on the list.

        Raises:
            InvalidInputError: field by field.

        """
        password = temporary_password.generate()
        with self.office.work() as work:
            clean = checked(work.session, form, self.office.today(), None)
            row = Staff(login=clean.login, roles=[], must_change_password=True)
            write(row, clean)
            work.session.add(row)
            work.session.flush()
            made = NewPassword(row.id, clean.name, clean.login, password)
            work.commit(f"新增员工 {clean.name}", undo=Undo.COMPENSATED)
        let_in(self.office, made)
        return made

    @operation(Permission.MANAGE_STAFF)
    def update(self, staff_id: Uid, form: StaffForm, before: StaffForm) -> None:
        """Change what is kept of a member of staff; roles count from the next sign-in.

        Raises:
            InvalidInputError: field by field, or the last holder of a role would lose it.
            ConflictError: somebody else changed the same record in the meantime.

        """
        with self.office.work() as work:
            row = find_staff(work.session, staff_id)
            if form_of(row) != before:
                raise ConflictError(
                    f"{row.name}的资料刚被别人改过，没有覆盖。", safe="您填写的内容还在。", todo="请刷新后再改。"
                )
            clean = checked(work.session, form, self.office.today(), staff_id)
            if row.is_active:
                require_keepers(work.session, row, clean.roles)
            write(row, clean)
            work.commit(f"修改员工 {row.name}")

    @operation(Permission.MANAGE_STAFF)
    def set_photo(self, staff_id: Uid, photo: NewAttachment | None) -> None:
        """Put a photo in the place of the present one, or take it away.

        Raises:
            InvalidInputError: no PNG or JPEG, or larger than 10 MB.

        """
        if photo is not None:
            _check_photo(photo)
        with self.office.work() as work:
            row = find_staff(work.session, staff_id)
            for old in photo_rows(work.session, staff_id):
                work.session.delete(old)
            if photo is not None:
                keep(self.office, work, PHOTO_OWNER, staff_id, (photo,))
            work.commit(f"{'更换' if photo is not None else '删除'} {row.name} 的照片")

    @query()
    def own_phones(self) -> tuple[PhoneForm, ...]:
        """Return the signed-in person's telephone numbers."""
        with self.office.reading() as session:
            return form_of(find_staff(session, self.office.actor.staff_id)).phones

    @operation(Permission.READ)
    def set_own_phones(self, phones: tuple[PhoneForm, ...]) -> None:
        """Change the signed-in person's telephone numbers.

        Raises:
            InvalidInputError: a number is wrong.

        """
        if problem := phone_problem(phones):
            raise InvalidInputError({"phones": problem})
        with self.office.work() as work:
            row = find_staff(work.session, self.office.actor.staff_id)
            write_phones(row, cleaned_phones(phones))
            work.commit("修改自己的电话")


def _check_photo(photo: NewAttachment) -> None:
    if photo.kind is not AttachmentKind.PHOTO or not photo.data.startswith(PICTURES):
        raise InvalidInputError({"photo": f"“{photo.file_name}”不是 JPG 或 PNG 照片，请换一张。"})
    if len(photo.data) > PHOTO_MOST_BYTES:
        raise InvalidInputError({"photo": f"“{photo.file_name}”超过 10 MB，请换一张小些的。"})
