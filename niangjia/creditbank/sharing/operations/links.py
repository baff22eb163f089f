"""Share links: made and revoked by the worker, opened by whoever holds them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.sharing.codes import new_token, token_hash
from niangjia.creditbank.sharing.models import ShareLink
from niangjia.creditbank.sharing.types import NewLink, OpenLink, Scope, Shared
from niangjia.kernel.access.queries import require

DAYS: Final = (7, 30, 90, 365)
OPENINGS: Final = (1, 5, 20, 100)
SHORTEST_PASSCODE: Final = 4
LONGEST_PASSCODE: Final = 20
MOST_LIVE: Final = 50
DAYS_WRONG: Final = Term("链接最长用 {most} 天。请重选。", "A link lasts {most} days at most. Choose again.")
OPENINGS_WRONG: Final = Term("请选能打开几次。", "Choose how often it may be opened.")
PASSCODE_WRONG: Final = Term(
    "口令要有 {least} 到 {most} 位，也可以不设。", "A passcode has {least} to {most} characters, or there is none."
)
TOO_MANY: Final = Term(
    "您有 {most} 个链接还在用。请先停掉不用的，再做新的。",
    "{most} links are in use. Revoke some before making another.",
)
NO_LINK: Final = Term("没有这个链接，或它已经停用。", "There is no such link, or it is revoked already.")


def make_link(new: NewLink, *, actor: Actor, at: datetime) -> str:
    """Make a link and give its token, which is nowhere kept: it can be shown only now.

    Refuses ``act_not_allowed``, ``link_lasts_too_long``, ``openings_not_offered``, ``passcode_length``,
    ``too_many_links``, and what its constraints refuse.
    """
    if actor.person_id is None:
        raise Refusal("no_link", NO_LINK)
    require(actor, "link.share", on=actor.person_id, at=day_of(at))
    _check(new, actor.person_id, at)
    token = new_token()
    row = ShareLink(
        id=new.key,
        person_id=actor.person_id,
        token_hash=token_hash(token),
        label=new.label.strip(),
        purpose=new.purpose.strip(),
        with_outcomes=new.scope.outcomes,
        with_courses=new.scope.courses,
        with_decisions=new.scope.decisions,
        with_marks=new.scope.marks,
        full_name=new.full_name,
        outcome_ids=list(new.scope.outcome_ids),
        passcode_hash=make_password(new.passcode) if new.passcode else "",
        most_openings=new.most_openings,
        made_at=at,
        expires_at=at + timedelta(days=new.days),
    )
    with constraints_as_refusals():
        row.save(force_insert=True)
    log(actor=actor, act="link.share", about=row.id, at=at, detail={"days": str(new.days)})
    return token


def _check(new: NewLink, person_id: UUID, at: datetime) -> None:
    if new.days not in DAYS:
        raise Refusal("link_lasts_too_long", DAYS_WRONG.format(most=DAYS[-1]))
    if new.most_openings not in OPENINGS:
        raise Refusal("openings_not_offered", OPENINGS_WRONG)
    if new.passcode and not SHORTEST_PASSCODE <= len(new.passcode) <= LONGEST_PASSCODE:
        raise Refusal("passcode_length", PASSCODE_WRONG.format(least=SHORTEST_PASSCODE, most=LONGEST_PASSCODE))
    live = ShareLink.objects.filter(person_id=person_id, revoked_at=None, expires_at__gt=at)
    if live.count() >= MOST_LIVE:
        raise Refusal("too_many_links", TOO_MANY.format(most=MOST_LIVE))


def revoke_link(link_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The link opens no more, at once. Refuses ``no_link`` and ``act_not_allowed``."""
    link = ShareLink.objects.select_for_update().filter(id=link_id, revoked_at=None).first()
    if link is None:
        raise Refusal("no_link", NO_LINK)
    require(actor, "link.share", on=link.person_id, at=day_of(at))
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    log(actor=actor, act="link.revoke", about=link_id, at=at)


def find_link(token: str, *, at: datetime) -> OpenLink | None:
    """What stands behind a token now; None where it was never given, is revoked, expired or used up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT link_id, passcode FROM sharing_link(%s, %s)", [token_hash(token), at])
        row = cursor.fetchone()
    return None if row is None else OpenLink(row[0], bool(row[1]), row[1])


def passcode_fits(link: OpenLink, passcode: str) -> bool:
    """Whether this is the link's passcode; one without takes any."""
    return not link.needs_passcode or check_password(passcode, link.passcode_hash)


def open_link(token: str, *, at: datetime) -> Shared | None:
    """Open what a token shows: the opening is written down first. None where it opens no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sharing_open_link(%s, %s)", [token_hash(token), at])
        row = cursor.fetchone()
    if row is None:
        return None
    person, *parts, chosen, full_name, label, purpose, until = row
    return Shared(person, replace(Scope(*parts), outcome_ids=tuple(chosen)), full_name, label, purpose, until)
