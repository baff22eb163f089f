"""Take a learner's outcomes apart where they have nothing to do with each other: each part is solved once for all.

Two outcomes have to do with each other when they may give to one course, make up one package, stand in a relation, or
when a limit follows from the total. Every other limit only forbids: what is best of each part is best together wherever
the parts together keep the limits (``answering.together`` looks at that), and so is what greedy does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import gcd

from niangjia.creditbank.batch.composing import NOTHING, Composed, Composer, Held
from niangjia.creditbank.engine.books import RoundingPlace, RuleBook
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.problem import Aim, ShareCap, Side


class Parting:
    """Takes apart what a composer composes under its book."""

    def __init__(self, book: RuleBook, composer: Composer) -> None:
        self.composer = composer
        self._rounds_total = book.rounding_place is RoundingPlace.TOTAL
        self._gives = {row.id: row.gives for row in book.packages}

    def parts(self, composed: Composed) -> list[Composed]:
        """The parts of what can be used; the whole alone where it can't be taken apart."""
        is_tied = composed.relations is not NOTHING or composed.programme.aim is not Aim.CREDITS
        if is_tied or self._rounds_total:
            return [composed]
        counted = [each for each in composed.held if each.is_spendable and each.appraisal.is_candidate]
        grounds, learner = self.composer.grounds, composed.learner
        ground = grounds.bare(learner, composed.programme, grounds.learner_key(learner), composed.grain).ground
        reached = [self._reached(each) for each in counted]
        follows = any(_follows_total(each, courses, ground) for each, courses in zip(counted, reached, strict=True))
        groups = [counted] if follows else _joined(list(zip(counted, reached, strict=True)))
        return [self._part(composed, group, ground) for group in groups]

    def _part(self, composed: Composed, group: Sequence[Held], ground: Prepared) -> Composed:
        """Only these outcomes: of the courses passed, those that they could give to."""
        passed = composed.learner.passed_courses
        if passed and not ground.standings.relations.courses:
            passed &= {code for each in group for code in self._reached(each)}
        learner = replace(composed.learner, passed_courses=passed)
        return self.composer.composed(learner, composed.programme, composed.grain, tuple(_compared(group)))

    def _reached(self, each: Held) -> frozenset[str]:
        """The courses that the outcome could give to, were none of them passed."""
        appraisal = each.appraisal
        rows = {package.row for package in appraisal.packages} | {row for row, _, _ in appraisal.fits}
        return frozenset({pour.sink for pour in appraisal.pours}.union(*(self._gives[row] for row in rows)))


def _follows_total(each: Held, courses: frozenset[str], ground: Prepared) -> bool:
    """A limit counts the outcome or its courses that allows more where more is recognised."""
    shares = (limit for limit in ground.possible.limits if isinstance(limit, ShareCap))
    return any(
        cap.name in each.appraisal.limits if cap.side is Side.SOURCE else not cap.members.isdisjoint(courses)
        for cap in shares
    )


def _compared(group: Sequence[Held]) -> Iterator[Held]:
    """Only how their lives compare matters; of one alone, whether it has any left."""
    lives = [each.life_months or 0 for each in group]
    common = gcd(*lives) or 1
    yield from (replace(each, life_months=life // common) for each, life in zip(group, lives, strict=True))


def _joined(reached: Sequence[tuple[Held, frozenset[str]]]) -> list[list[Held]]:
    """The outcomes in groups that have no course in common, each in the order of the outcomes."""
    groups: list[tuple[frozenset[str], list[int]]] = []
    for place, (_, courses) in enumerate(reached):
        near = [group for group in groups if not group[0].isdisjoint(courses)]
        groups = [group for group in groups if group[0].isdisjoint(courses)]
        groups.append((courses.union(*(group[0] for group in near)), [*(p for group in near for p in group[1]), place]))
    return [[reached[place][0] for place in sorted(places)] for _, places in groups]
