"""Register organisations and place them in the dated trees."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.identity import Result, credit_code
from niangjia.core.ids import new_id
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Place, Refusal
from niangjia.core.terms import Term
from niangjia.kernel.people.models import Edge, Organisation, Party
from niangjia.kernel.people.names import name_grams, proper_name
from niangjia.kernel.people.operations.persons import renew_grams
from niangjia.kernel.people.types import NewOrganisation, Tree

LONGEST_NAME: Final = 200
_WRONG_CODE: Final = Term(
    "统一社会信用代码有误：{why}。请对照营业执照或登记证书核对。",
    "The unified social credit code is wrong: {why}. Compare it with the certificate.",
)


def register_organisation(
    organisation: NewOrganisation, *, actor: Actor, at: datetime, since: date | None = None
) -> UUID:
    """Register one organisation and give its id; see ``register_organisations``."""
    return register_organisations([organisation], actor=actor, at=at, since=since)[0]


def register_organisations(
    organisations: Sequence[NewOrganisation], *, actor: Actor, at: datetime, since: date | None = None
) -> list[UUID]:
    """Register organisations and place them under their parents in the union tree, ``since`` a day (else today).

    Refuses ``credit_code_wrong`` (``place.row``), ``organisation_credit_code_once`` and what names refuse.
    """
    rows = [_checked(each, row) for row, each in enumerate(organisations, start=1)]
    Party.objects.bulk_create(Party(id=row.party_id, kind="organisation") for row in rows)
    with constraints_as_refusals():
        Organisation.objects.bulk_create(rows)
    ids = [row.party_id for row in rows]
    start = since or day_of(at)
    Edge.objects.bulk_create(
        Edge(tree=Tree.UNION, child_id=key, parent_id=each.parent_id, valid_from=start)
        for key, each in zip(ids, organisations, strict=True)
        if each.parent_id is not None
    )
    for tree in Tree:
        _rebuild_closure(tree, ids)
    renew_grams({row.party_id: list(name_grams(row.name)) for row in rows})
    log_many(actor=actor, act="organisation.register", about=ids, at=at)
    return ids


def attach(child_id: UUID, *, tree: Tree, parent_id: UUID | None, since: date, actor: Actor, at: datetime) -> None:
    """Place an organisation under a parent from a day on; under nobody if there is none. The earlier place ends.

    Refuses ``edge_makes_no_circle`` and ``edge_one_parent_at_a_time`` (a later place is on record).
    """
    Edge.objects.filter(holds_on(since), tree=tree, child_id=child_id).update(valid_to=since)
    with constraints_as_refusals():
        if parent_id is not None:
            Edge.objects.create(tree=tree, child_id=child_id, parent_id=parent_id, valid_from=since)
        _rebuild_closure(tree, [child_id])
    detail = {"tree": tree.value, "parent": str(parent_id or ""), "since": since.isoformat()}
    log(actor=actor, act="organisation.attach", about=child_id, at=at, detail=detail)


def _checked(organisation: NewOrganisation, row: int) -> Organisation:
    code = organisation.credit_code and credit_code(organisation.credit_code)
    if code and code.result != Result.VALID:
        raise Refusal("credit_code_wrong", _WRONG_CODE.format(why=code.result.term), Place(row=row))
    return Organisation(
        party_id=new_id(),
        name=proper_name(organisation.name, LONGEST_NAME),
        kind=organisation.kind,
        credit_code=code.text if code else None,
        division_code=organisation.division_code,
    )


def _rebuild_closure(tree: Tree, changed: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rebuild_closure(%s, %s)", [tree.value, list(changed)])
