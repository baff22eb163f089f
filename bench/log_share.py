"""What the transparency log takes of the transaction that posts a decision; how fast the sequencer and issuing are.

The append is durable when the posting is: it is two inserts in the same transaction. Its share is measured from within,
around the very calls. Status places, which the same transaction marks as spent, are told as a fact beside it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from bench.rounds import Goal, Question, Side, Timed
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.creditbank.batch.populations.loading import load_population
from niangjia.creditbank.conversion import proving
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.postings import post_decision
from niangjia.creditbank.credentials.operations import issue_credentials
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.operations import enter
from niangjia.kernel.credentials.sequencing import MOST, integrate
from niangjia.kernel.credentials.types import Kind, NewEntry

LEARNERS, POSTINGS, HOLDERS = 1_500, 40, 40


@dataclass
class Postings:
    """A college with learners, ever new claims of theirs, and what posting them took."""

    registrar: Actor
    enrolments: list[UUID]
    persons: list[UUID]
    claims: list[UUID] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=lambda: {"enter": 0.0, "set_status": 0.0, "whole": 0.0})
    posted: int = 0

    def claim(self) -> None:
        """Claims for one round, untimed."""
        self.claims = []
        while len(self.claims) < POSTINGS:
            try:
                with unit_of_work(self.registrar):
                    self.claims.append(claim_courses(self.enrolments.pop(), actor=self.registrar, at=clock.now()))
            except Refusal:
                continue  # nothing to claim: the next learner

    def post(self) -> Timed:
        """Post each in a transaction of its own."""
        started = time.perf_counter()
        for claim in self.claims:
            with unit_of_work(self.registrar):
                post_decision(claim, actor=self.registrar, at=clock.now())
        taken = time.perf_counter() - started
        self.spent["whole"] += taken
        self.posted += len(self.claims)
        return Timed(len(self.claims), taken)

    def appended(self) -> Timed:
        """What of all that entering into the log took."""
        return Timed(self.posted, self.spent["enter"])

    def shares(self) -> dict[str, float]:
        """In per cent of the whole."""
        return {f"{name}_percent": 100 * self.spent[name] / self.spent["whole"] for name in ("enter", "set_status")}


def log_questions() -> list[Question]:
    """C2, the append's half; and what else there is to know."""
    postings = _postings()
    _watch(postings)
    whole = Side("the whole posting", postings.post, postings.claim)
    share = Side("its append to the log", postings.appended)
    return [
        Question(
            "C2 append",
            "the log's append beside the transaction that posts a decision",
            "decisions",
            [whole, share],
            goals=[Goal("C2 append", share.name, whole.name, 10)],
            facts=postings.shares,
        ),
        Question("C3", f"the sequencer, steps of {MOST}", "entries", [Side("integrated and signed", _step, _fill)]),
        Question("C4", "credentials issued, places and log entries included", "credentials", [_issuing(postings)]),
    ]


def _postings() -> Postings:
    at = clock.now()
    ground = load_population(LEARNERS, examples=settings.PROJECT / "examples" / "anqing", at=at)
    with unit_of_work(SYSTEM):
        registrar = actor_of(Account.objects.get(id=ground.registrar_id), at=at)
    with unit_of_work(registrar):
        found = list(Enrolment.objects.filter(ended_on=None).order_by("id").values_list("id", "person_id"))
    return Postings(registrar, [key for key, _ in found], [person for _, person in found])


def _watch(postings: Postings) -> None:
    """Take the time of the two calls that posting makes for proof."""

    def timed(name: str) -> Callable[..., None]:
        call = getattr(proving, name)

        def watched(*given: Any, **named: Any) -> None:  # noqa: ANN401 - whatever the call takes
            started = time.perf_counter()
            call(*given, **named)
            postings.spent[name] += time.perf_counter() - started

        return watched

    for name in ("enter", "set_status"):
        setattr(proving, name, timed(name))


def _fill() -> None:
    with unit_of_work(SYSTEM):
        integrate(at=clock.now(), most=10**6)
    digest = sha256(b"bench").digest()
    with unit_of_work(SYSTEM):
        enter([NewEntry(Kind.PUBLISH, new_id(), digest) for _ in range(MOST)], at=clock.now())


def _step() -> int:
    with unit_of_work(SYSTEM):
        return integrate(at=clock.now())


def _issuing(postings: Postings) -> Side:
    def issue() -> int:
        count = 0
        for _ in range(HOLDERS):
            with unit_of_work(postings.registrar):
                count += issue_credentials(postings.persons.pop(), actor=postings.registrar, at=clock.now())
        return count

    return Side("issued at once for each holder", issue)
