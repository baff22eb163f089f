"""Draft and publish rule books. A draft can be replaced; what is published stays as it is for ever."""

from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.lengths import refuse_longer, refuse_too_long
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine import books
from niangjia.creditbank.engine.canonical import book_hash, book_to_text
from niangjia.creditbank.rulebooks.approvals import APPROVING, approve_by_publishing, give_approval
from niangjia.creditbank.rulebooks.consultation import DRAFTING, refuse_unconsulted
from niangjia.creditbank.rulebooks.models import Purpose, RuleBook, RuleBookProgramme
from niangjia.creditbank.rulebooks.overlaps import rivals_of
from niangjia.creditbank.rulebooks.queries import days_of_notice, proofreading_of, trials_of
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import require
from niangjia.kernel.credentials.operations import enter
from niangjia.kernel.credentials.types import Kind, NewEntry

# What decisions and certifications can keep of a row.
LONGEST_VALUATION_ID: Final = 20
LONGEST_ID: Final = 40
LONGEST_ARTICLE: Final = 60
LONGEST_MARK: Final = 20
PUBLISHING: Final = {Purpose.RECOGNITION: "rulebook.publish", Purpose.STANDARD: "standard.publish"}
PUBLISHED = Term(
    "《{title}》第 {version} 版已经发布，不能再改。请把版本号加一，另存一份草稿再传。",
    "Version {version} of {title} is published and never changes. Upload a draft under the next version number.",
)
COLLEAGUES_DRAFT = Term(
    "《{title}》第 {version} 版已有一份草稿，由{label}于 {on} 起草，内容与这份不同，没有替换。"
    "请与起草人商量由其更换，或把您的版本号加一，两份都留着。",
    "{label} drafted version {version} of {title} on {on}, with other content; it was not replaced. "
    "Ask the drafter to replace it, or give yours the next version number: then both are kept.",
)
OWN_DRAFT = Term(
    "规则书由第二个人发布：这份草稿是您起草的，请交给另一位有发布权的同事核发。",
    "A rule book is published by a second person: you drafted this one. Ask another colleague with that right.",
)
OWN_APPROVAL = Term(
    "这份草稿是您起草的，您的同意不算数。请交给其他有权的同事同意。",
    "You drafted this rule book, so your approval does not count. Ask colleagues with that right.",
)
CHANGED = Term(
    "您打开以后，《{title}》第 {version} 版的草稿又改过了，所以没有办。请看过现在这份，再决定。",
    "The draft of {title}, version {version}, was changed after you opened it, so nothing was done. Read it as it "
    "stands now, then decide.",
)
HAS_RIVAL = Term(
    "《{title}》第 {version} 版（代码 {code}，{since} 起）与它管同一天的同一专业（{programme}），不能两份同时施行。"
    "请把这份作为代码 {code} 的下一版上传，或改生效日期、适用专业。",
    "Version {version} of {title} (code {code}, from {since}) holds for the same programme ({programme}) on the same "
    "days, and two books cannot. Upload this one as the next version of {code}, or change its dates or programmes.",
)
EVERY_PROGRAMME = Term("没有指明专业，管全部", "none is named: all")
UNTRIED = Term(
    "样例还不够，缺 {count} 处：{first} 补齐样例，重新上传草稿，再发布。",
    "Worked examples are missing: {count}. {first} Add them, upload the draft again, then publish.",
)
HAS_ERRORS = Term(
    "还有 {count} 处问题没有改：{first}。改好后重新上传草稿，再发布。",
    "{count} problem(s) are left: {first}. Mend them, upload the draft again, then publish.",
)


def draft_rule_book(
    book: books.RuleBook, *, publisher_id: UUID, purpose: Purpose = Purpose.RECOGNITION, actor: Actor, at: datetime
) -> UUID:
    """Keep a book as a draft, in place of an earlier draft of the same version by the same account.

    A draft that changes keeps its key; approvals of what it said before do not count any more. Refuses
    ``act_not_allowed``, ``colleagues_draft``, ``text_too_long``, and ``rule_book_published`` when that version is
    published, unless the content is the same.
    """
    require(actor, DRAFTING[purpose], on=publisher_id, at=day_of(at))
    _refuse_long_rows(book)
    content_hash = book_hash(book)
    standing = (
        RuleBook.objects.select_for_update()
        .filter(publisher_id=publisher_id, purpose=purpose, code=book.code, version=book.version)
        .first()
    )
    if standing is not None and standing.content_hash == content_hash:
        return standing.id
    if standing is not None:
        refuse_published(standing)
        _refuse_colleagues(standing, actor)
    row = standing or RuleBook(publisher_id=publisher_id, purpose=purpose, code=book.code, version=book.version)
    _write(row, book, content_hash)
    row.consult_days = days_of_notice(book, publisher_id=publisher_id, purpose=purpose)
    row.drafted_by = actor.account_id
    row.drafted_at = at
    programmes = [RuleBookProgramme(rule_book=row, programme_code=code) for code in book.programmes]
    refuse_too_long([row, *programmes])
    row.save(force_insert=standing is None)
    row.programmes.all().delete()
    RuleBookProgramme.objects.bulk_create(programmes)
    log(actor=actor, act="rule_book.draft", about=row.id, at=at, detail={"hash": content_hash})
    return row.id


def _write(row: RuleBook, book: books.RuleBook, content_hash: str) -> None:
    row.title = book.title
    row.is_sample = book.is_sample
    row.effective_from = book.effective_from
    row.effective_to = book.effective_to
    row.rows_count = len(book.valuations) + len(book.rows) + len(book.packages) + len(book.never)
    row.quorum = max(1, book.quorum or 1)
    row.content = book_to_text(book)
    row.content_hash = content_hash


def _refuse_colleagues(standing: RuleBook, actor: Actor) -> None:
    """What a colleague drafted is hers to replace."""
    if standing.drafted_by in {None, actor.account_id}:
        return
    label = Account.objects.filter(id=standing.drafted_by).values_list("label", flat=True).first() or "—"
    told = {"title": standing.title, "version": standing.version, "label": label, "on": day_of(standing.drafted_at)}
    raise Refusal("colleagues_draft", COLLEAGUES_DRAFT.format(**told))


def _refuse_long_rows(book: books.RuleBook) -> None:
    """Refuse what a decision could not keep later, while whoever wrote it can still mend it."""
    for valuation in book.valuations:
        refuse_longer(valuation.id, LONGEST_VALUATION_ID)
    rows: list[books.RecognitionRow | books.PackageRow] = [*book.rows, *book.packages]
    for row in rows:
        refuse_longer(row.id, LONGEST_ID)
        refuse_longer(row.article, LONGEST_ARTICLE)
        refuse_longer(row.mark or "", LONGEST_MARK)
    for mapping in book.marks:
        refuse_longer(mapping.mark or "", LONGEST_MARK)


def approve_rule_book(rule_book_id: UUID, *, seen_hash: str, actor: Actor, at: datetime) -> None:
    """Somebody who did not draft it approves a draft: the one that she saw, which its hash says.

    Refuses ``act_not_allowed``, ``rule_book_published``, ``own_approval``, ``draft_changed``, ``rule_book_has_errors``
    and ``approved_already``.
    """
    row = RuleBook.objects.select_for_update().get(id=rule_book_id)
    require(actor, APPROVING[Purpose(row.purpose)], on=row.publisher_id, at=day_of(at))
    refuse_published(row)
    if row.drafted_by is not None and row.drafted_by == actor.account_id:
        raise Refusal("own_approval", OWN_APPROVAL)
    refuse_changed(row, seen_hash)
    refuse_errors(row)
    give_approval(row, actor=actor, at=at)


def publish_rule_book(rule_book_id: UUID, *, actor: Actor, at: datetime, seen_hash: str | None = None) -> None:
    """A second person publishes a draft, and by that approves it; ``seen_hash`` says which one she saw.

    Refuses ``act_not_allowed``, ``rule_book_published``, ``own_draft``, ``draft_changed``, ``rule_book_has_errors``
    (with the first), ``examples_missing``, ``rule_book_has_rival``, what ``refuse_unconsulted`` refuses, and
    ``quorum_missing`` where the book asks for more approvals.
    """
    row = RuleBook.objects.select_for_update().get(id=rule_book_id)
    require(actor, PUBLISHING[Purpose(row.purpose)], on=row.publisher_id, at=day_of(at))
    refuse_published(row)
    if row.drafted_by is not None and row.drafted_by == actor.account_id:
        raise Refusal("own_draft", OWN_DRAFT)
    refuse_changed(row, row.content_hash if seen_hash is None else seen_hash)
    refuse_errors(row)
    refuse_untried(row)
    refuse_rivals(row)
    refuse_unconsulted(row, at=at)
    approve_by_publishing(row, actor=actor, at=at)
    row.published_by = actor.account_id
    row.published_at = at
    row.save(update_fields=["published_by", "published_at"])
    enter([NewEntry(Kind.PUBLISH, row.id, bytes.fromhex(row.content_hash))], at=at)
    log(actor=actor, act="rule_book.publish", about=row.id, at=at, detail={"hash": row.content_hash})


def refuse_published(row: RuleBook) -> None:
    """Refuse to touch what is published."""
    if row.published_at is not None:
        raise Refusal("rule_book_published", PUBLISHED.format(title=row.title, version=row.version))


def refuse_changed(row: RuleBook, seen_hash: str) -> None:
    """Refuse to act on a draft that is not the one that was seen any more."""
    if row.content_hash != seen_hash:
        raise Refusal("draft_changed", CHANGED.format(title=row.title, version=row.version))


def refuse_errors(row: RuleBook) -> None:
    """Refuse a book that its proofreading finds in error."""
    errors = proofreading_of(row).errors
    if errors:
        raise Refusal("rule_book_has_errors", HAS_ERRORS.format(count=len(errors), first=errors[0].term))


def refuse_untried(row: RuleBook) -> None:
    """Refuse a book to be used in earnest whose worked examples leave something untried; a sample may."""
    missing = trials_of(row)
    if missing:
        raise Refusal("examples_missing", UNTRIED.format(count=len(missing), first=missing[0].term))


def refuse_rivals(row: RuleBook) -> None:
    """Refuse a book beside which another code of its publisher would hold for the same programme on the same day.

    No constraint of the database can say this of dates in one table and programmes in another, so all books of the
    publisher are locked: of two that are published at once, the second sees the first.
    """
    every = RuleBook.objects.select_for_update().filter(publisher_id=row.publisher_id, purpose=row.purpose)
    books = [book for book in every.prefetch_related("programmes").order_by("id") if book.published_at is not None]
    for rival, code in rivals_of(row, books):
        programme = Term(f"专业 {code}", f"programme {code}") if code else EVERY_PROGRAMME
        said = {"title": rival.title, "version": rival.version, "code": rival.code, "programme": programme}
        raise Refusal("rule_book_has_rival", HAS_RIVAL.format(since=rival.effective_from.isoformat(), **said))
