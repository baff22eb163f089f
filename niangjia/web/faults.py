"""What is wrong with a file that was handed in: every fault with its place, all at once. Nothing was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from niangjia.core.refusals import Fault
from niangjia.web.desk import Desk

SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class Mend:
    """Where the rows to mend can be had, and whether the good rows may be taken."""

    url: str
    token: str
    good_count: int


def faults_page(
    request: HttpRequest, desk: Desk, here: str, file_name: str, faults: Sequence[Fault], *, mend: Mend | None = None
) -> HttpResponse:
    """The faults as a table."""
    context = {
        "here": here,
        "desk": desk,
        "file_name": file_name,
        "faults": faults[:SHOWN],
        "faults_count": len(faults),
        "rows_count": len({(fault.sheet, fault.row) for fault in faults}),
        "more_count": max(0, len(faults) - SHOWN),
        "mend": mend,
    }
    return render(request, "faults.html", context, status=422)
