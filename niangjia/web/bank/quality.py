"""How bodies work: figures of a period, each body a row that opens into its records."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.clock import SHANGHAI
from niangjia.core.workdays.periods import months_later
from niangjia.creditbank.accreditation.queries import bodies_by
from niangjia.creditbank.certification.quality import Quality, quality_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.models import Organisation
from niangjia.web.bank.desk import bank_desk
from niangjia.web.desk import Seat, seated

MONTHS: Final = 12
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """A body with its figures."""

    body: Organisation
    figures: Quality

    @property
    def refusal_percent(self) -> int | None:
        """Refused among all verdicts, in whole percent."""
        rate = self.figures.refusal_rate
        return None if rate is None else round(rate * 100)

    @property
    def half_days(self) -> int | None:
        """Within how many days half of the verdicts came; a day begun counts whole."""
        return _days(self.figures.median)

    @property
    def most_days(self) -> int | None:
        """Within how many days nine tenths of them came."""
        return _days(self.figures.ninetieth)


@require_safe
@seated("work.sample", Role.OPERATOR)
def quality(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The last twelve months, bodies by name."""
    now = clock.now()
    since = datetime.combine(months_later(clock.today(), -MONTHS), time.min, SHANGHAI)
    found = quality_of(since=since, until=now, is_operator=True)
    bodies = list(bodies_by(None, on=clock.today()).filter(name__gt=request.GET.get("after", ""))[: PAGE + 1])
    context = {
        "here": "quality",
        "desk": bank_desk(seat),
        "since": since,
        "rows": [BodyFigures(each, found[each.party_id]) for each in bodies[:PAGE] if each.party_id in found],
        "after": bodies[PAGE - 1].name if len(bodies) > PAGE else "",
    }
    return render(request, "bank/quality.html", context)


def _days(length: timedelta | None) -> int | None:
    return None if length is None else max(1, -(-length // timedelta(days=1)))
