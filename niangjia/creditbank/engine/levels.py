"""The level that a course asks of a skill certificate (family 3): its own or its parent's, less the book's slack."""

from decimal import Decimal

from niangjia.creditbank.engine.books import Course, HeldOutcome, ModuleRow, OutcomeKind, RuleBook


def modules_of(course: Course, book: RuleBook) -> tuple[ModuleRow, ...]:
    """The parents that the book gives a course, by code or by category."""
    return tuple(row for row in book.modules if course.code in row.courses or course.category in row.categories)


def least_level_of(course: Course, book: RuleBook) -> Decimal | None:
    """The lowest level that frees the course: the higher of unit and parent, less the slack. None: any."""
    asked = [row.level for row in modules_of(course, book)]
    if course.level is not None:
        asked.append(course.level)
    return max(asked) - (book.level_slack or 0) if asked else None


def level_asked(outcome: HeldOutcome, course: Course, book: RuleBook) -> Decimal | None:
    """The lowest level that the course asks of this outcome; only skill certificates are asked."""
    return least_level_of(course, book) if outcome.kind is OutcomeKind.SKILL_CERTIFICATE else None
