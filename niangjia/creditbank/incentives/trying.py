"""What a plan would have given for outcomes on record, had it been in force: who, how many, what cost."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from niangjia.creditbank.incentives.models import Plan, PlanRule
from niangjia.creditbank.incentives.naming import event_key
from niangjia.creditbank.incentives.rewarding import rule_for
from niangjia.creditbank.incentives.types import DryLine, DryRun, EventKind
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import as_held


def dry_run(plan: Plan, *, starts_on: date, ends_on: date) -> DryRun:
    """Try a plan's rules on what was awarded between two days, as far as the actor sees it.

    A person counts once for an event, by the rule that gives most, as when rewarding.
    """
    rules = list(plan.rules.all())
    rows = Outcome.objects.filter(
        kind__in=list(EventKind), awarded_on__gte=starts_on, awarded_on__lte=ends_on, void_at=None
    ).select_related("detail")
    best: dict[tuple[UUID, str], PlanRule] = {}
    seen = without = 0
    for row in rows.iterator(chunk_size=2000):
        seen += 1
        rule = rule_for(as_held(row), rules, on=row.awarded_on)
        if rule is None:
            without += 1
            continue
        key = (row.person_id, event_key(row.detail.event or row.title))
        if key not in best or best[key].amount < rule.amount:
            best[key] = rule
    return DryRun(starts_on, ends_on, seen, _lines(rules, list(best.values())), without)


def _lines(rules: Sequence[PlanRule], given: Sequence[PlanRule]) -> tuple[DryLine, ...]:
    counts = {rule.id: sum(each.id == rule.id for each in given) for rule in rules}
    return tuple(DryLine(rule.title, rule.article, counts[rule.id], counts[rule.id] * rule.amount) for rule in rules)
