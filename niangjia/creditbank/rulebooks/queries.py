"""Read rule books: which is in force, what it says, what its proofreading finds."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from niangjia.creditbank.engine import books
from niangjia.creditbank.engine.canonical import book_from_text
from niangjia.creditbank.engine.findings import Finding
from niangjia.creditbank.engine.proofreading import Proofreading, proofread
from niangjia.creditbank.engine.soundness import faults_of
from niangjia.creditbank.engine.trials import trials_missing
from niangjia.creditbank.programmes.queries import engine_programmes, newest_programmes
from niangjia.creditbank.rulebooks.models import Purpose, RuleBook


@lru_cache(maxsize=64)
def _book(content_hash: str, content: str) -> books.RuleBook:  # noqa: ARG001 - the hash makes the key short to compare
    return book_from_text(content)


def engine_book(row: RuleBook) -> books.RuleBook:
    """The book as the engine's value. Read once a process for each content."""
    return _book(row.content_hash, row.content)


def published(*, purpose: Purpose = Purpose.RECOGNITION) -> QuerySet[RuleBook]:
    """Every published book of a purpose, newest version first."""
    return RuleBook.objects.filter(purpose=purpose, published_at__isnull=False).order_by("code", "-version")


def in_force(on: date, *, purpose: Purpose = Purpose.RECOGNITION) -> QuerySet[RuleBook]:
    """The published books in force on a day: of each code the newest version that has begun and not ended."""
    begun = published(purpose=purpose).filter(Q(effective_to=None) | Q(effective_to__gte=on), effective_from__lte=on)
    return (
        begun.order_by("publisher_id", "code", "-version").distinct("publisher_id", "code").select_related("publisher")
    )


def book_for(programme_code: str, *, college_id: UUID, on: date) -> RuleBook | None:
    """The college's book that holds for a programme on a day; one that names the programme goes first."""
    return books_for([programme_code], college_id=college_id, on=on).get(programme_code)


def books_for(programme_codes: Iterable[str], *, college_id: UUID, on: date) -> dict[str, RuleBook]:
    """As ``book_for``, for many programmes; those without a book are left out. Two queries."""
    standing = list(in_force(on).filter(publisher_id=college_id).prefetch_related("programmes"))
    named = {row.programme_code: book for book in reversed(standing) for row in book.programmes.all()}
    general = next((book for book in standing if not book.programmes.all()), None)
    chosen = {code: named.get(code, general) for code in programme_codes}
    return {code: book for code, book in chosen.items() if book is not None}


def standard_table(on: date) -> RuleBook | None:
    """The bank's table of standard values in force on a day."""
    return in_force(on, purpose=Purpose.STANDARD).first()


def books_of(publisher_id: UUID) -> QuerySet[RuleBook]:
    """Drafts and published versions of an organisation, newest first."""
    return RuleBook.objects.filter(publisher_id=publisher_id).order_by("purpose", "code", "-version")


def proofreading_of(row: RuleBook) -> Proofreading:
    """Conflicts, gaps and worked examples of a book against the publisher's newest programmes."""
    return proofread(engine_book(row), _held_programmes(row))


def trials_of(row: RuleBook, found: Proofreading | None = None) -> tuple[Finding, ...]:
    """What the worked examples of a book to be used in earnest leave untried; nothing for a sample."""
    book = engine_book(row)
    return () if book.is_sample else trials_missing(book, (found or proofreading_of(row)).examples)


def days_of_notice(book: books.RuleBook, *, publisher_id: UUID, purpose: Purpose) -> int:
    """How many days a draft stands in public notice: as it sets, and no fewer than the published version before it."""
    before = published(purpose=purpose).filter(publisher_id=publisher_id, code=book.code, version__lt=book.version)
    return max(book.consult_days or 0, before.values_list("consult_days", flat=True).first() or 0)


def faults_in(row: RuleBook) -> list[Finding]:
    """What keeps the engine from computing by a book at all: rows that are not well formed."""
    return [fault for fault in faults_of(engine_book(row), _held_programmes(row)) if fault.is_error]


def _held_programmes(row: RuleBook) -> tuple[books.Programme, ...]:
    codes = engine_book(row).programmes
    programmes = engine_programmes(newest_programmes(row.publisher_id))
    held = [programme for programme in programmes.values() if not codes or programme.code in codes]
    return tuple(sorted(held, key=lambda programme: programme.code))
