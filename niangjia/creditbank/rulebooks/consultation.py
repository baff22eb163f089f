"""Public notice of drafts: opened over what stands there, objected to by anyone, each objection answered.

A draft that changes afterwards is in notice no more: the clock begins anew.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.workdays import PeriodUnit, period_end
from niangjia.core.workdays.queries import calendar
from niangjia.creditbank.rulebooks.models import Answer, Discussion, DraftNotice, Objection, Purpose, RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.access.queries import require

DRAFTING: Final = {Purpose.RECOGNITION: "rulebook.upload", Purpose.STANDARD: "standard.publish"}
NOT_ASKED: Final = Term(
    "《{title}》第 {version} 版没有设置规则公示天数，不用公示。要公示，请在设置里写上天数。",
    "Version {version} of {title} sets no days of notice for drafts. Write them into its settings first.",
)
PUBLISHED: Final = Term("《{title}》第 {version} 版已经发布。", "Version {version} of {title} is published already.")
CHANGED: Final = Term(
    "您打开以后，草稿又改过了，所以没有办。请看过现在这份再办。",
    "The draft was changed after you opened it, so nothing was done. Read it as it stands now.",
)
NOT_OPEN: Final = Term("这份公示已经结束，不能再提异议。", "This notice is over; nobody can object any more.")
NO_NAME: Final = Term("提异议要写姓名和理由。没有提交。", "An objection needs your name and your reasons.")
ANSWERED: Final = Term("这条异议已经答复过。", "This objection is answered already.")
NO_ANSWER: Final = Term("答复不能空着。", "Write an answer.")
NO_MINUTES: Final = Term("请写明日期、到会的人和讨论的内容。", "Say on what day, who was there and what was said.")
NOT_NOTICED: Final = Term(
    "《{title}》第 {version} 版要先公示 {days}{unit}，现在这份草稿还没有公示，所以没有发布。",
    "Version {version} of {title} takes {days} {unit} of public notice first; this draft has not stood there yet.",
)
NOT_OVER: Final = Term(
    "《{title}》第 {version} 版的公示到 {last} 才满，现在还不能发布。",
    "The public notice of version {version} of {title} runs until {last}; it cannot be published before.",
)
UNANSWERED: Final = Term(
    "《{title}》第 {version} 版还有 {count} 条异议没有答复，不能发布。请逐条答复。",
    "Objections to version {version} of {title} are unanswered: {count}. Answer each, then publish.",
)


@dataclass(frozen=True, slots=True)
class Consultation:
    """Where a draft stands: the notice over what it says now, its objections, and minutes of discussions."""

    days: int
    notice: DraftNotice | None
    objections: tuple[Objection, ...]
    earlier_count: int  # notices over what it said before
    discussions: tuple[Discussion, ...]

    @property
    def unanswered(self) -> tuple[Objection, ...]:
        """Those that wait for an answer."""
        return tuple(each for each in self.objections if not hasattr(each, "answer"))

    def is_over(self, at: datetime) -> bool:
        """It has stood there long enough."""
        return self.notice is not None and self.notice.ends_at <= at


@dataclass(frozen=True, slots=True)
class PublicObjection:
    """An objection as everyone may read it: without the name."""

    text: str
    at: datetime
    answer: str


def consultation_of(row: RuleBook) -> Consultation:
    """Where a draft stands, to who keeps it. Four queries."""
    every = list(row.notices.order_by("opened_at", "id"))
    notice = next((each for each in every if _is_of(each, row)), None)
    found = notice.objections.select_related("answer").order_by("at", "id") if notice is not None else ()
    held = tuple(row.discussions.order_by("held_on", "id"))
    return Consultation(row.consult_days, notice, tuple(found), len(every) - (notice is not None), held)


def notice_open(rule_book_id: UUID) -> DraftNotice | None:
    """The notice in which a draft stands now, for everyone to read."""
    found = DraftNotice.objects.filter(rule_book_id=rule_book_id, rule_book__published_at=None)
    notice = found.select_related("rule_book__publisher").order_by("-opened_at").first()
    return notice if notice is not None and _is_of(notice, notice.rule_book) else None


def notices_running(*, at: datetime) -> list[DraftNotice]:
    """All drafts in public notice at an instant, those that end first before the others."""
    found = DraftNotice.objects.filter(ends_at__gt=at, rule_book__published_at=None)
    every = found.select_related("rule_book__publisher").order_by("ends_at", "id")
    return [each for each in every if _is_of(each, each.rule_book)]


def objections_to(notice_id: UUID) -> tuple[PublicObjection, ...]:
    """What was objected and answered, without names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rulebooks_objections(%s)", [notice_id])
        return tuple(PublicObjection(*row) for row in cursor.fetchall())


def open_notice(rule_book_id: UUID, *, seen_hash: str, actor: Actor, at: datetime) -> UUID:
    """Put a draft, as it was seen, into public notice for as many days as it sets.

    Refuses ``act_not_allowed``, ``rule_book_published``, ``draft_changed``, ``no_days_of_notice`` and
    ``notice_once_a_draft``.
    """
    row = RuleBook.objects.select_for_update().get(id=rule_book_id)
    require(actor, DRAFTING[Purpose(row.purpose)], on=row.publisher_id, at=day_of(at))
    told = {"title": row.title, "version": row.version}
    if row.published_at is not None:
        raise Refusal("rule_book_published", PUBLISHED.format(**told))
    if row.content_hash != seen_hash:
        raise Refusal("draft_changed", CHANGED)
    if not row.consult_days:
        raise Refusal("no_days_of_notice", NOT_ASKED.format(**told))
    unit = engine_book(row).days_in or PeriodUnit.CALENDAR_DAYS
    period = period_end(
        calendar(), event_on=day_of(at), length=row.consult_days, unit=unit, allow_weekday_fallback=True
    )
    with constraints_as_refusals():
        notice = DraftNotice.objects.create(
            rule_book=row,
            content_hash=row.content_hash,
            drafted_at=row.drafted_at,
            opened_at=at,
            opened_by=actor.account_id,
            ends_at=period.ends_at,
            derivation=period.derivation,
        )
    log(actor=actor, act="rule_book.notice", about=row.id, at=at, detail={"hash": row.content_hash})
    return notice.id


def object_to_draft(notice_id: UUID, *, name: str, text: str, actor: Actor, at: datetime) -> UUID:
    """Anyone's act, with a name, while the notice runs. Refuses ``notice_over`` and ``objection_incomplete``."""
    if not name.strip() or not text.strip():
        raise Refusal("objection_incomplete", NO_NAME)
    notice = DraftNotice.objects.select_related("rule_book").get(id=notice_id)
    if notice.ends_at <= at or notice.rule_book.published_at is not None or not _is_of(notice, notice.rule_book):
        raise Refusal("notice_over", NOT_OPEN)
    objection = Objection(notice=notice, name=name.strip(), text=text.strip(), at=at, by=actor.account_id)
    Objection.objects.bulk_create([objection])  # who objects does not read the row back
    return objection.id


def answer_objection(objection_id: UUID, *, text: str, is_heeded: bool, actor: Actor, at: datetime) -> None:
    """Answer an objection, once. Refuses ``act_not_allowed``, ``answer_missing`` and ``objection_answered``."""
    objection = Objection.objects.select_related("notice__rule_book").get(id=objection_id)
    row = objection.notice.rule_book
    require(actor, DRAFTING[Purpose(row.purpose)], on=row.publisher_id, at=day_of(at))
    if not text.strip():
        raise Refusal("answer_missing", NO_ANSWER)
    if Answer.objects.filter(objection=objection).exists():
        raise Refusal("objection_answered", ANSWERED)
    with constraints_as_refusals():
        Answer.objects.create(
            objection=objection, text=text.strip(), is_heeded=is_heeded, at=at, by=actor.account_id, label=actor.label
        )
    log(actor=actor, act="rule_book.answer", about=row.id, at=at)


def keep_minutes(rule_book_id: UUID, *, held_on: date, people: str, text: str, actor: Actor, at: datetime) -> UUID:
    """Keep minutes of experts who discussed a draft as it stands. Refuses ``act_not_allowed``, ``minutes_missing``."""
    row = RuleBook.objects.get(id=rule_book_id)
    require(actor, DRAFTING[Purpose(row.purpose)], on=row.publisher_id, at=day_of(at))
    if not people.strip() or not text.strip():
        raise Refusal("minutes_missing", NO_MINUTES)
    kept = Discussion.objects.create(
        rule_book=row,
        content_hash=row.content_hash,
        held_on=held_on,
        people=people.strip(),
        text=text.strip(),
        at=at,
        by=actor.account_id,
        label=actor.label,
    )
    return kept.id


def refuse_unconsulted(row: RuleBook, *, at: datetime) -> None:
    """Refuse a draft whose public notice is missing, runs, or left an objection unanswered."""
    if not row.consult_days:
        return
    found, told = consultation_of(row), {"title": row.title, "version": row.version}
    if found.notice is None:
        unit = (engine_book(row).days_in or PeriodUnit.CALENDAR_DAYS).term
        raise Refusal("not_in_notice", NOT_NOTICED.format(days=row.consult_days, unit=unit, **told))
    if not found.is_over(at):
        last = day_of(found.notice.ends_at)
        raise Refusal("notice_runs", NOT_OVER.format(last=last, **told))
    if found.unanswered:
        raise Refusal("objections_unanswered", UNANSWERED.format(count=len(found.unanswered), **told))


def _is_of(notice: DraftNotice, row: RuleBook) -> bool:
    """Opened over this content, and not over an earlier draft that happened to say the same."""
    return notice.content_hash == row.content_hash and notice.drafted_at == row.drafted_at
