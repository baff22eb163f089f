"""What proofreading finds in a rule book: errors keep it from being published, remarks do not."""

from dataclasses import dataclass

from niangjia.core.terms import Term


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark: a stable code, a sentence, and the ids of the rows that it is about."""

    code: str
    term: Term
    rows: tuple[str, ...] = ()
    is_error: bool = True


def listed(names: list[str] | tuple[str, ...]) -> Term:
    """Names one after the other."""
    return Term("、".join(names), ", ".join(names))
