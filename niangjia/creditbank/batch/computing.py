"""From a chunk's rows to what is kept of each learner: the engine's answers, for many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

from niangjia.creditbank.batch.answering import Answer, Portion, answer_of, answers_of, together
from niangjia.creditbank.batch.composing import Composed, Composer
from niangjia.creditbank.batch.hashing import CaseHasher
from niangjia.creditbank.batch.parting import Parting
from niangjia.creditbank.batch.reading import PLACE, ChunkRows, LearnerRow, OutcomeRow
from niangjia.creditbank.conversion.cases import age_on, learner_cases
from niangjia.creditbank.engine.books import Learner, Programme
from niangjia.creditbank.engine.canonical import case_hash
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.replay import in_force
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book

MOST_ANSWERS: Final = 200_000
_STANDARD, _BALANCE = PLACE["standard_value"], PLACE["balance"]


class Result(NamedTuple):
    """One learner's answer, with the hash of all that it was computed from."""

    enrolment_id: UUID
    programme_id: UUID
    inputs_hash: str
    answer: Answer


class _Waiting(NamedTuple):
    row: LearnerRow
    inputs_hash: str
    composed: Composed


@dataclass
class Computer:
    """Computes under one book on one day; it remembers what learners have in common, within bounds."""

    rule_book: RuleBook
    programmes: Mapping[UUID, Programme]
    on: date
    as_if_in_force: bool = False  # a replay asks what the book would say, in force or not
    remembered: dict[tuple[object, ...], Portion] = field(default_factory=dict)
    solved_count: int = 0

    def __post_init__(self) -> None:
        book = engine_book(self.rule_book)
        self.book = in_force(book, self.on) if self.as_if_in_force else book
        self.composer = Composer(self.book, self.on)
        self.parting = Parting(self.book, self.composer)
        self.hasher = CaseHasher(self.book, self.programmes, self.on)

    def results(self, chunk: ChunkRows) -> list[Result]:
        """The results of a chunk, by enrolment; those with a history first go the long way of single cases."""
        plain, special = [], []
        for row in chunk.learners:
            outcomes = chunk.outcomes.get(row.person_id, ())
            learner = self._learner(row, chunk)
            if row.has_history or not self.composer.is_fit(learner) or not all(map(_is_untouched, outcomes)):
                special.append(row)
            else:
                plain.append(self._waiting(row, learner, outcomes))
        answers = self._answers([each.composed for each in plain])
        found = [
            Result(row.enrolment_id, row.programme_id, digest, answer)
            for (row, digest, _), answer in zip(plain, answers, strict=True)
        ]
        return sorted([*found, *self._one_by_one(special)])

    def _learner(self, row: LearnerRow, chunk: ChunkRows) -> Learner:
        return Learner(
            id=str(row.enrolment_id),
            age_years=age_on(row.born_on, self.on),
            is_enrolled=row.is_attending,
            enrolled_on=row.enrolled_on,
            passed_courses=chunk.passed.get(row.enrolment_id, frozenset()),
        )

    def _waiting(self, row: LearnerRow, learner: Learner, outcomes: Sequence[OutcomeRow]) -> _Waiting:
        digest = self.hasher.digest(learner, row.programme_id, outcomes)
        return _Waiting(row, digest, self.composer.compose(learner, self.programmes[row.programme_id], outcomes))

    def _answers(self, composed: Sequence[Composed]) -> list[Answer]:
        """Part by part; whoever's parts do not go together is answered as a whole."""
        if len(self.remembered) > MOST_ANSWERS:
            self.remembered.clear()
        parts = [self.parting.parts(each) for each in composed]
        self._answer_new(list(chain.from_iterable(parts)))
        answers = [
            together([self.remembered[part.key] for part in own], whole.grain)
            for whole, own in zip(composed, parts, strict=True)
        ]
        self._answer_new([whole for whole, answer in zip(composed, answers, strict=True) if answer is None])
        return [answer or self.remembered[whole.key].answer for whole, answer in zip(composed, answers, strict=True)]

    def _answer_new(self, composed: Sequence[Composed]) -> None:
        new = {each.key: each for each in composed if each.key not in self.remembered}
        possible = [self.composer.problem(each) for each in new.values()]
        pairs = [(self.composer.without_panel(problem), problem) for problem in possible]
        self.remembered.update(zip(new, answers_of(pairs, self.book), strict=True))
        self.solved_count += len(new)

    def _one_by_one(self, learners: Sequence[LearnerRow]) -> list[Result]:
        keys = [learner.enrolment_id for learner in learners]
        cases = learner_cases(keys, rule_book=self.rule_book, on=self.on) if keys else []
        asked = ((case, replace(case.case, book=self.book)) for case in cases)
        return [
            Result(row.enrolment_id, row.programme_id, case_hash(case), answer_of(convert(case))) for row, case in asked
        ]


def _is_untouched(row: OutcomeRow) -> bool:
    """Nothing of the lot is spent, here or in another programme."""
    standard, balance = row[_STANDARD], row[_BALANCE]
    return standard is None or (standard > 0 and balance in {None, standard})
