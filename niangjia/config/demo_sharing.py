"""What workers of the demo show to others: a link in use, a transcript taken, and a firm that asks for a look."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from niangjia.core import clock
from niangjia.core.audit.types import Actor
from niangjia.core.ids import new_id
from niangjia.creditbank.sharing.operations.asking import ask_worker
from niangjia.creditbank.sharing.operations.links import make_link
from niangjia.creditbank.sharing.operations.papers import issue_paper
from niangjia.creditbank.sharing.types import NewLink, PaperKind, Scope
from niangjia.kernel.access.queries import organisations_where
from niangjia.kernel.people.types import NewPaper, PaperType

Acting = Callable[[Actor], AbstractContextManager[None]]
PURPOSE = "招用数控车工（示例）"
SEEN_FOR = timedelta(days=30)


def share_something(worker: Actor, *, acting: Acting) -> None:
    """A worker takes a transcript, and makes a link whose address nobody kept."""
    if worker.person_id is None:
        return
    at = clock.now()
    link = NewLink(new_id(), "示例精工人事科", "应聘数控车工（示例）", Scope(), days=30, most_openings=20)
    with acting(worker):
        issue_paper(worker.person_id, kind=PaperKind.TRANSCRIPT, language="zh", actor=worker, at=at)
        make_link(link, actor=worker, at=at)


def ask_for_a_look(name: str, identity: str, *, clerk: Actor, acting: Acting) -> None:
    """The clerk's firm asks a worker by her name and whole number; it waits for her answer."""
    at = clock.now()
    today = clock.day_of(at)
    firm = organisations_where(clerk, "record.ask", at=today)[0]
    with acting(clerk):
        ask_worker(
            name,
            NewPaper(PaperType.IDENTITY_NUMBER, identity),
            organisation_id=firm.party_id,
            scope=Scope(outcomes=True, courses=True),
            purpose=PURPOSE,
            see_until=today + SEEN_FOR,
            actor=clerk,
            at=at,
        )
