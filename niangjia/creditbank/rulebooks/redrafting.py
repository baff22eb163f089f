"""Change a draft as it was seen, and begin the next version from one that stands."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine import books
from niangjia.creditbank.rulebooks.consultation import DRAFTING
from niangjia.creditbank.rulebooks.models import Purpose, RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book, refuse_changed, refuse_published
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import require

NOT_YOURS: Final = Term(
    "这份草稿由{label}起草，只有起草人能改。请告诉起草人要改哪里，或者下载成表格，把版本号加一另存一份。",
    "{label} drafted this, and only the drafter changes it. Say what should change, or download it and upload it as "
    "the next version.",
)
RENAMED: Final = Term(
    "代码和版本号在这里不能改：改了就是另一份草稿。请下载成表格，改好再上传。",
    "Code and version are not changed here: that would be another draft. Download the sheets and upload them changed.",
)


def redraft_rule_book(rule_book_id: UUID, book: books.RuleBook, *, seen_hash: str, actor: Actor, at: datetime) -> None:
    """Put a changed book in the place of a draft, if that still is the one that was seen.

    Refuses ``act_not_allowed``, ``rule_book_published``, ``not_the_drafter``, ``draft_changed``, ``draft_renamed``
    and ``text_too_long``.
    """
    row = RuleBook.objects.select_for_update().get(id=rule_book_id)
    purpose = Purpose(row.purpose)
    require(actor, DRAFTING[purpose], on=row.publisher_id, at=day_of(at))
    refuse_published(row)
    if row.drafted_by is not None and row.drafted_by != actor.account_id:
        label = Account.objects.filter(id=row.drafted_by).values_list("label", flat=True).first() or "—"
        raise Refusal("not_the_drafter", NOT_YOURS.format(label=label))
    refuse_changed(row, seen_hash)
    if (book.code, book.version) != (row.code, row.version):
        raise Refusal("draft_renamed", RENAMED)
    draft_rule_book(book, publisher_id=row.publisher_id, purpose=purpose, actor=actor, at=at)


def may_change(row: RuleBook, account_id: UUID | None) -> bool:
    """Whether a draft is this account's to change: it drafted it, or nobody did."""
    return row.published_at is None and row.drafted_by in {None, account_id}


def draft_next_version(rule_book_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """Draft the version after the newest one, saying what this one says. Refuses as ``draft_rule_book``."""
    row = RuleBook.objects.select_for_update().get(id=rule_book_id)
    purpose = Purpose(row.purpose)
    require(actor, DRAFTING[purpose], on=row.publisher_id, at=day_of(at))
    every = RuleBook.objects.filter(publisher_id=row.publisher_id, purpose=purpose, code=row.code)
    newest = every.aggregate(newest=Max("version"))["newest"]
    book = replace(engine_book(row), version=newest + 1)
    return draft_rule_book(book, publisher_id=row.publisher_id, purpose=purpose, actor=actor, at=at)
