"""Certifying is done by accounts: the house's own jobs certify nothing."""

from uuid import UUID

from niangjia.core.audit.types import Actor
from niangjia.kernel.access.queries import not_allowed


def account_of(actor: Actor) -> UUID:
    """The actor's account. Refuses ``act_not_allowed`` for who has none."""
    if actor.account_id is None:
        raise not_allowed("outcome.certify")
    return actor.account_id
