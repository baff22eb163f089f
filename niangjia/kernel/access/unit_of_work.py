"""The one place that touches the connection: transaction, schema, actor.

``settings.FEDERATIONS`` is the directory: a name to its ``Federation``; ``default`` must be in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

from django.conf import settings
from django.db import Error, connection, transaction
from django.http import HttpRequest

from niangjia.core.audit.types import Actor
from niangjia.core.constraints import constraints_as_refusals
from niangjia.kernel.access.types import Federation

DEFAULT: Final = "default"
CONTENDED_REQUEST: Final = "was_contended"
CONTENDED: Final = ("40P01", "40001")  # deadlock_detected, serialization_failure
_SET: Final = (
    "SELECT set_config('search_path', %s, true), set_config('niangjia.actor', %s, true),"
    " set_config('niangjia.person', %s, true), set_config('niangjia.today', %s, true)"
)


@contextmanager
def unit_of_work(actor: Actor, federation: str = DEFAULT, *, today: date | None = None) -> Iterator[None]:
    """One transaction in a federation's schema on behalf of an actor; everything in it happens or nothing does.

    ``today`` sets the day for row-level security (else the server's, in Asia/Shanghai). A unit inside another raises
    RuntimeError: who acts does not change half-way. A constraint with a sentence is raised as its Refusal.
    """
    with constraints_as_refusals():
        with transaction.atomic(durable=True):
            set_actor(actor, federation, today=today)
            yield
        forget_actor()


@contextmanager
def acting(actor: Actor, *, before: Actor, federation: str = DEFAULT) -> Iterator[None]:
    """Inside a unit of work, act for somebody else and then for ``before`` again; a refusal undoes this part alone.

    For what fills an installation all or nothing on behalf of several people, and to look at what a person shares with
    her own eyes; people's own acts have a unit each.
    """
    with transaction.atomic():  # rolled back, the savepoint gives ``before`` back as well
        set_actor(actor, federation)
        yield
    set_actor(before, federation)


def set_actor(actor: Actor, federation: str = DEFAULT, *, today: date | None = None) -> None:
    """Say in the open transaction who acts and where. For the unit of work and the middleware alone."""
    path = f'"{directory()[federation].schema}", public'
    who = [str(actor.account_id or ""), str(actor.person_id or ""), today.isoformat() if today else ""]
    with connection.cursor() as cursor:
        cursor.execute(_SET, [path, *who])


def directory() -> dict[str, Federation]:
    """All federations by name."""
    return settings.FEDERATIONS


def federation_of_host(host: str) -> str:
    """The federation that is served under a host name; the default one under any other."""
    return next((name for name, federation in directory().items() if host in federation.hosts), DEFAULT)


def forget_actor() -> None:
    """Local settings end with the transaction; where a test holds one open around this unit, they end here."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(_SET, [f'"{directory()[DEFAULT].schema}", public', "", "", ""])


def is_contended(error: BaseException | None) -> bool:
    """Whether the database ended the transaction for another's sake: done again it may well succeed."""
    return isinstance(error, Error) and getattr(error.__cause__, "sqlstate", None) in CONTENDED


def note_contention(request: HttpRequest, error: BaseException) -> bool:
    """Note on a request that the database ended it for another's sake, so that it is answered once more; gives whether.

    The page that its caller gives for it is seen only if the second try ends in the same way.
    """
    if is_contended(error):
        setattr(request, CONTENDED_REQUEST, True)
        return True
    return False
