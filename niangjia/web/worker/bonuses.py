"""What incentive plans gave her, and why they did not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from niangjia.creditbank.incentives.queries import bonuses_of_person, unrewarded_of_person
from niangjia.creditbank.incentives.rewarding import condition_of
from niangjia.creditbank.incentives.types import BonusState, Reason
from niangjia.web.condition_words import condition_words
from niangjia.web.worker.door import Visit, at_her_door


@require_safe
@at_her_door
def bonuses(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Each bonus with the rule that it follows from; each that she did not get with its reason."""
    given = [
        (row, BonusState(row.record.state).term, condition_words(condition_of(row.rule.condition)))
        for row in bonuses_of_person(visit.person_id)
    ]
    missed = [(row, Reason(row.reason).term) for row in unrewarded_of_person(visit.person_id)]
    page = {"here": "outcomes", "visit": visit, "given": given, "missed": missed}
    return render(request, "worker/bonuses.html", page)
