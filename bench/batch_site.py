"""An installation of its own with a made-up population of a size, so that two sizes can be asked in turn.

It runs with our own Python, in a process of its own, and answers by ``bench.peer_loop``.
"""

import resource
import time
from typing import TYPE_CHECKING
from uuid import UUID

from bench.peer_loop import serve
from bench.site import throw_away_site

if TYPE_CHECKING:
    from niangjia.creditbank.batch.populations.ground import PopulationGround

WORKERS = 2
KEPT = ("certain_credits", "possible_credits", "greedy_credits", "courses_count", "is_optimal", "inputs_hash")
GROUND: "list[PopulationGround]" = []
Kept = list[list[object]]


def load(count: int) -> int:
    """Load so many made-up learners with their outcomes, certified."""
    from django.conf import settings

    from niangjia.core import clock
    from niangjia.creditbank.batch.populations.loading import load_population

    GROUND[:] = [load_population(count, examples=settings.PROJECT / "examples" / "anqing", at=clock.now())]
    return count


def propose() -> dict[str, float]:
    """Propose for everyone: how many learners and the seconds, start included; the same once started; and memory.

    Once started is from the first chunks done, one for each process, to the last. Memory is the most that any working
    process took, as often as there are such processes, and this one's; the server's is not in it.
    """
    from niangjia.core import clock
    from niangjia.creditbank.batch.running import propose_all

    started = time.perf_counter()
    run = propose_all(GROUND[0].rule_book_id, on=clock.today(), workers=WORKERS)
    seconds = time.perf_counter() - started
    done = _chunks_done(run)
    first, last = done[WORKERS - 1][0], done[-1][0]
    own, workers = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "learners": sum(count for _, count in done),
        "seconds": seconds,
        "learners_once_started": sum(count for _, count in done[WORKERS:]),
        "seconds_once_started": last - first,
        "memory_megabytes": (own + WORKERS * workers) / 1024,
    }


def _chunks_done(run: UUID) -> list[tuple[float, int]]:
    """When each chunk of a run was done, in seconds, and how many learners it had, in the order of time."""
    from niangjia.creditbank.batch.connections import open_reading, schema_of

    with open_reading(schema_of("default")) as connection:
        asked = (
            "SELECT extract(epoch FROM done_at)::float8, learners_count FROM batch_chunk WHERE run_id = %s ORDER BY 1"
        )
        return [(at, count) for at, count in connection.execute(asked, [run])]


def kept_both_ways(places: int) -> tuple[Kept, Kept]:
    """What the batch has kept for some learners, spread over all, and what is kept when each is asked for alone."""
    from niangjia.core import clock
    from niangjia.creditbank.conversion.models import Proposal
    from niangjia.creditbank.conversion.proposals import propose as propose_for
    from niangjia.creditbank.rulebooks.models import RuleBook
    from niangjia.kernel.access.models import Account
    from niangjia.kernel.access.queries import actor_of
    from niangjia.kernel.access.unit_of_work import unit_of_work

    at = clock.now()
    with unit_of_work(actor_of(Account.objects.get(id=GROUND[0].registrar_id), at=at)):
        everyone = list(Proposal.objects.order_by("enrolment_id").values_list("enrolment_id", flat=True))
        chosen = everyone[:: max(1, len(everyone) // places)]
        found = _kept(chosen)
        Proposal.objects.filter(enrolment_id__in=chosen).delete()
        book = RuleBook.objects.get(id=GROUND[0].rule_book_id)
        propose_for(chosen, rule_book=book, on=clock.today(), at=at)
        return found, _kept(chosen)


def _kept(enrolments: list[UUID]) -> Kept:
    from niangjia.creditbank.conversion.models import Proposal

    rows = Proposal.objects.filter(enrolment_id__in=enrolments).order_by("enrolment_id")
    return [[str(key), *rest] for key, *rest in rows.values_list("enrolment_id", *KEPT)]


if __name__ == "__main__":
    with throw_away_site():
        serve({"load": load, "propose": propose, "kept": kept_both_ways})
