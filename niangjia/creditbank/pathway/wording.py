"""How groups are told to people."""

from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.pathway.models import CourseGroup

_ZH: Final = "一二三四五六日"
_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FREE: Final = Term("时间自定", "at your own time")


def sitting_words(row: CourseGroup) -> Term:
    """A group's weekly times: 周二 18:30–20:30."""
    times = [(each.weekday - 1, f"{_clock(each.starts)}–{_clock(each.ends)}") for each in row.sittings.all()]
    if not times:
        return _FREE
    zh = "、".join(f"周{_ZH[day]} {hours}" for day, hours in times)
    return Term(zh, ", ".join(f"{_EN[day]} {hours}" for day, hours in times))


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
