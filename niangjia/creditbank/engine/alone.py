"""One outcome in a case that has none: what ``prepare`` would say of it, without working out the rest again.

An outcome alone stands in no relation, so that the courses, the gates and the limits are those of the case without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from niangjia.creditbank.engine.books import HeldOutcome
from niangjia.creditbank.engine.candidates import Candidates, Target, candidates_of
from niangjia.creditbank.engine.limits import Ground, source_limits
from niangjia.creditbank.engine.preparation import Prepared, outcome_of
from niangjia.creditbank.engine.problem import AmountCap, CountCap, Outcome, ShareCap
from niangjia.creditbank.engine.standing import OutcomeStanding, Standings, is_spendable, outcome_standing


@dataclass(frozen=True, slots=True)
class Alone:
    """One outcome: where it stands, what it is in the problem (None: not in it), and what counts it, by name."""

    standings: Standings
    outcome: Outcome | None
    candidates: Candidates
    limits: frozenset[str]

    @property
    def standing(self) -> OutcomeStanding:
        """Where the outcome stands."""
        return next(iter(self.standings.outcomes.values()))


def standing_alone(ground: Prepared, outcome: HeldOutcome) -> OutcomeStanding:
    """Where the outcome stands if it is all that there is. ``ground`` has no outcomes, courses passed or history."""
    return outcome_standing(outcome, replace(ground.case, outcomes=(outcome,)), ground.history)


def alone(ground: Prepared, standing: OutcomeStanding, targets: Sequence[Target]) -> Alone:
    """What ``prepare`` makes of an outcome that stands alone; its value is a whole number of the ground's grain.

    ``targets`` are the ground's own (``open_targets``).
    """
    key, grain = standing.outcome.id, ground.grain
    case = replace(ground.case, outcomes=(standing.outcome,))
    standings = replace(ground.standings, outcomes={key: standing})
    present = frozenset({key}) if is_spendable(standing, grain) else frozenset[str]()
    counting = Ground(case, ground.history, standings, present, frozenset(), grain)
    limits = [built.limit for built in source_limits(counting)] if present else []
    counts = AmountCap | ShareCap | CountCap
    return Alone(
        standings=standings,
        outcome=outcome_of(standing, grain) if present else None,
        candidates=candidates_of(case, standings, ground.history, grain, targets=targets),
        limits=frozenset(each.name for each in limits if isinstance(each, counts) and key in each.members),
    )
