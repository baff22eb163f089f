"""Give people a way in and rights; write down who read what."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.access.models import Account, Grant, ReadLog
from niangjia.kernel.access.queries import require, require_somewhere
from niangjia.kernel.access.types import GRANTED_ROLES, Role
from niangjia.kernel.people.queries import paper_numbers
from niangjia.kernel.people.types import PaperType

_WEAK: Final = Term(
    "密码太简单：至少 8 位，不能只有数字，也不能是常见密码。",
    "The password is too simple: at least 8 characters, not digits only, none of the common ones.",
)
_NOT_GRANTED: Final = Term("角色“{role}”不能授予。", "The role {role} cannot be granted.")
_NO_GRANT: Final = Term("{on} 这一天该账号没有这个角色。", "The account does not hold this role on {on}.")


def create_account(
    username: str, *, label: str, password: str | None, actor: Actor, at: datetime, person_id: UUID | None = None
) -> Account:
    """Create an account; without a password it cannot log in yet. ``label`` is shown in histories: no personal name.

    Refuses ``act_not_allowed``, ``password_weak``, ``account_username_plain`` and that the username is taken.
    """
    require_somewhere(actor, "account.create", at=day_of(at))
    account = Account(username=username.strip().lower(), label=label.strip(), person_id=person_id, created_at=at)
    _set_password(account, password)
    with constraints_as_refusals():
        account.save(force_insert=True)
    log(actor=actor, act="account.create", about=account.id, at=at)
    return account


def change_password(account: Account, password: str, *, actor: Actor, at: datetime) -> None:
    """Set a new password. Refuses ``password_weak``."""
    _set_password(account, password)
    account.save(update_fields=["password"])
    log(actor=actor, act="account.change_password", about=account.id, at=at)


def disable_account(account_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """The account can't log in any more, and its grants count for nothing. Refuses ``act_not_allowed``."""
    require_somewhere(actor, "account.disable", at=day_of(at))
    Account.objects.filter(id=account_id).update(is_active=False)
    log(actor=actor, act="account.disable", about=account_id, at=at, detail={"reason": reason})


def give_role(
    account_id: UUID,
    role: Role,
    *,
    organisation_id: UUID,
    since: date,
    actor: Actor,
    at: datetime,
    until: date | None = None,
) -> UUID:
    """Grant a role in an organisation and all under it.

    Refuses ``act_not_allowed``, ``role_not_granted`` and ``grant_once_at_a_time``.
    """
    require(actor, "grant.give", on=organisation_id, at=day_of(at))
    if role not in GRANTED_ROLES:
        raise Refusal("role_not_granted", _NOT_GRANTED.format(role=role.term))
    with constraints_as_refusals():
        grant = Grant.objects.create(
            account_id=account_id,
            role=role,
            organisation_id=organisation_id,
            valid_from=since,
            valid_to=until,
            given_by=actor.account_id,
            given_at=at,
        )
    detail = {"role": role.value, "organisation": str(organisation_id), "since": since.isoformat()}
    log(actor=actor, act="grant.give", about=account_id, at=at, detail=detail)
    return grant.id


def end_role(account_id: UUID, role: Role, *, organisation_id: UUID, on: date, actor: Actor, at: datetime) -> None:
    """End a grant: ``on`` is the first day on which it holds no more.

    Refuses ``act_not_allowed`` and ``no_such_grant``.
    """
    require(actor, "grant.end", on=organisation_id, at=day_of(at))
    held = Grant.objects.filter(holds_on(on), account_id=account_id, role=role, organisation_id=organisation_id)
    if not held.update(valid_to=on):
        raise Refusal("no_such_grant", _NO_GRANT.format(on=on))
    detail = {"role": role.value, "organisation": str(organisation_id), "on": on.isoformat()}
    log(actor=actor, act="grant.end", about=account_id, at=at, detail=detail)


def log_read(*, actor: Actor, about: UUID, purpose: str, at: datetime) -> None:
    """Write down that the actor read what is held about someone, and for what (a short code)."""
    ReadLog.objects.bulk_create(
        [ReadLog(at=at, account_id=actor.account_id, roles=" ".join(actor.roles), about=about, purpose=purpose)]
    )


def reveal_numbers(person_id: UUID, *, actor: Actor, purpose: str, at: datetime) -> dict[PaperType, str]:
    """A person's paper numbers in full; the reading is written down first.

    Refuses ``act_not_allowed``, ``person_not_seen`` and ``person_key_destroyed``.
    """
    if actor.person_id != person_id:
        require_somewhere(actor, "person.reveal", at=day_of(at))
    log_read(actor=actor, about=person_id, purpose=purpose, at=at)
    return paper_numbers(person_id)


def _set_password(account: Account, password: str | None) -> None:
    if password is None:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refusal("password_weak", _WEAK) from error
    account.set_password(password)
