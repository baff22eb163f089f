"""Asks: an organisation asks a worker whom it can name, she answers or does not, and ends what she granted.

Who asks learns nothing of a refusal: it waits as a silent one does, and lapses on the same day.
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.sharing.codes import masked_name
from niangjia.creditbank.sharing.models import Answer, Ask, Scoped
from niangjia.creditbank.sharing.types import Scope
from niangjia.kernel.access.queries import require
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.people.operations.checking import checked
from niangjia.kernel.people.queries import organisation_name
from niangjia.kernel.people.types import NewPaper, NewPerson

LAPSES_AFTER_DAYS: Final = 14
LONGEST_DAYS: Final = 365
MOST_A_DAY: Final = 100
NOBODY: Final = Term(
    "查无此人：姓名和证件号码要与登记的完全一致。请核对后再试。",
    "Nobody is found: name and number must be exactly as they are on record. Compare them and try again.",
)
TOO_LATE: Final = Term(
    "查看期限最长 {most} 天。请改早一些。", "At most {most} days can be asked for. Choose an earlier day."
)
TOO_MANY: Final = Term(
    "本单位今天已经发出 {most} 条请求。请明天再发。",
    "Your organisation has sent {most} requests today. Go on tomorrow.",
)
NO_ASK: Final = Term("没有这条请求，或它已经到期。", "There is no such request, or it has lapsed.")
MORE_THAN_ASKED: Final = Term(
    "对方没有要看这么多。请只勾选请求里有的内容。", "That is more than was asked for. Choose among what was asked."
)
NO_GRANT: Final = Term("没有这项授权，或它已经结束。", "There is no such grant, or it has ended.")
ASKED: Final = Term(
    "{who}请您同意查看您的学习成果，用途：{purpose}。同意、少给或不理都可以，对方看不出您拒绝了。",
    "{who} asks to see your learning outcomes, for: {purpose}. Grant all, less, or nothing: a refusal is not shown.",
)


def ask_worker(
    name: str,
    paper: NewPaper,
    *,
    organisation_id: UUID,
    scope: Scope,
    purpose: str,
    see_until: date,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Ask the worker of this name and number, both in full, for a look until a day; she is told.

    Refuses ``act_not_allowed``, ``nobody_found``, ``asked_for_too_long``, ``too_many_asks``, ``name_missing``,
    ``paper_number_wrong``, and that an earlier ask still waits.
    """
    today = day_of(at)
    require(actor, "record.ask", on=organisation_id, at=today)
    if see_until > today + timedelta(days=LONGEST_DAYS):
        raise Refusal("asked_for_too_long", TOO_LATE.format(most=LONGEST_DAYS))
    if Ask.objects.filter(organisation_id=organisation_id, valid_from=today).count() >= MOST_A_DAY:
        raise Refusal("too_many_asks", TOO_MANY.format(most=MOST_A_DAY))
    person_id = _found(name, paper, at)
    ask = Ask(
        person_id=person_id,
        organisation_id=organisation_id,
        masked_name=masked_name(name.strip()),
        with_outcomes=scope.outcomes,
        with_courses=scope.courses,
        with_decisions=scope.decisions,
        with_marks=scope.marks,
        purpose=purpose.strip(),
        see_until=see_until,
        valid_from=today,
        valid_to=today + timedelta(days=LAPSES_AFTER_DAYS),
        asked_by=actor.account_id,
        asked_at=at,
    )
    with constraints_as_refusals():
        ask.save(force_insert=True)
    words = ASKED.format(who=organisation_name(organisation_id), purpose=ask.purpose)
    notify([NewNotice(person_id, "record.ask", ask.id, words)], actor=actor, at=at)
    log(actor=actor, act="record.ask", about=ask.id, at=at)
    return ask.id


def _found(name: str, paper: NewPaper, at: datetime) -> UUID:
    """Whoever is registered under exactly this name and number; the look-up is written to her read log."""
    wanted = checked(NewPerson(name, paper), day_of(at))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sharing_find_named(%s, %s, %s, %s)", [at, wanted.type, wanted.index, wanted.name])
        found: UUID | None = cursor.fetchone()[0]
    if found is None:
        raise Refusal("nobody_found", NOBODY)
    return found


def grant_ask(ask_id: UUID, *, scope: Scope, until: date, actor: Actor, at: datetime) -> None:
    """Let them look, at what was asked or less, until the day asked for or an earlier one.

    Refuses ``no_ask``, ``act_not_allowed``, ``more_than_asked``, and that she answered already.
    """
    ask = _waiting(ask_id, actor, at)
    if scope != scope.within(scope_of(ask)) or until > ask.see_until:
        raise Refusal("more_than_asked", MORE_THAN_ASKED)
    _answer(ask, scope, is_grant=True, until=until, at=at)
    log(actor=actor, act="record.grant", about=ask_id, at=at)


def refuse_ask(ask_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Say no. Whoever asked can't tell it from silence. Refuses as ``grant_ask`` does.

    The history is read by auditors only and names her act, not who was refused.
    """
    _answer(_waiting(ask_id, actor, at), Scope(outcomes=False, courses=False), is_grant=False, until=None, at=at)
    log(actor=actor, act="record.refuse", about=ask_id, at=at)


def end_grant(ask_id: UUID, *, actor: Actor, at: datetime) -> None:
    """They look no more, at once. Refuses ``no_grant`` and ``act_not_allowed``."""
    answer = Answer.objects.select_for_update().filter(ask_id=ask_id, is_grant=True, ended_at=None).first()
    if answer is None or answer.person_id != actor.person_id:
        raise Refusal("no_grant", NO_GRANT)
    require(actor, "record.grant", on=answer.person_id, at=day_of(at))
    answer.ended_at = at
    answer.save(update_fields=["ended_at"])
    log(actor=actor, act="record.end_grant", about=ask_id, at=at)


def open_grant(ask_id: UUID, *, at: datetime) -> tuple[UUID, Scope, str, date]:
    """Look at what was granted: whose it is, in which scope, for what, until when. It is written down first.

    Refuses ``no_grant``: never granted, ended, over, or granted to another organisation.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sharing_open_grant(%s, %s)", [ask_id, at])
        row = cursor.fetchone()
    if row is None:
        raise Refusal("no_grant", NO_GRANT)
    person, *parts, purpose, until = row
    return person, Scope(*parts), purpose, until


def scope_of(row: Scoped) -> Scope:
    """What was asked for, granted, or shared by a link."""
    return Scope(row.with_outcomes, row.with_courses, row.with_decisions, row.with_marks)


def _waiting(ask_id: UUID, actor: Actor, at: datetime) -> Ask:
    ask = Ask.objects.filter(id=ask_id, person_id=actor.person_id, valid_to__gt=day_of(at)).first()
    if ask is None:
        raise Refusal("no_ask", NO_ASK)
    require(actor, "record.grant", on=ask.person_id, at=day_of(at))
    return ask


def _answer(ask: Ask, scope: Scope, *, is_grant: bool, until: date | None, at: datetime) -> None:
    row = Answer(
        ask=ask,
        person_id=ask.person_id,
        organisation_id=ask.organisation_id,
        is_grant=is_grant,
        with_outcomes=scope.outcomes,
        with_courses=scope.courses,
        with_decisions=scope.decisions,
        with_marks=scope.marks,
        until=until,
        answered_at=at,
    )
    with constraints_as_refusals():
        row.save(force_insert=True)
