"""Which body may certify what on a day, and which accreditations need attention."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.accreditation.models import Accreditation, Evaluation, Expert, Scope, Suspension
from niangjia.creditbank.accreditation.types import Attention, NewScope, Standing, Work
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.queries import organisations_named
from niangjia.kernel.people.types import OrganisationKind

EXPIRES_SOON: Final = timedelta(days=90)
NOT_ACCREDITED: Final = Term(
    "{body} 在 {on} 没有有效的认证授权，不能收、不能认证成果。请联系学分银行运营方办理授权或续期。",
    "{body} holds no accreditation on {on}, so it can neither take in nor certify outcomes. Ask the bank's operator.",
)
SUSPENDED: Final = Term(
    "{body} 的认证授权从 {since} 起暂停（{reason}），这段时间不能收、不能认证成果。恢复以后再办；已办到一半的不会丢。",
    "{body} is suspended since {since} ({reason}), so it can neither take in nor certify outcomes. Go on when it is "
    "lifted; what is half done is kept.",
)
OUT_OF_SCOPE: Final = Term(
    "《{title}》不在 {body} 的授权范围内（种类、职业、等级都要在范围内）。请改交有授权的机构，或请运营方扩大范围。",
    "{title} is outside the scope of {body}, which names kinds, occupations and levels. Give it to a body that has the "
    "scope, or ask the bank's operator to widen it.",
)


def standings(body_ids: Iterable[UUID], *, on: date) -> dict[UUID, Standing]:
    """What bodies may do on a day; a body without an accreditation is not there. Three queries for any number."""
    held = {row.record_id: row for row in Accreditation.objects.filter(holds_on(on), body_id__in=set(body_ids))}
    paused = {
        row.accreditation_id: row for row in Suspension.objects.filter(holds_on(on), accreditation_id__in=held.keys())
    }
    scopes: dict[UUID, list[NewScope]] = {}
    for row in Scope.objects.filter(holds_on(on), accreditation_id__in=held.keys()).order_by(
        "kind", "occupation", "id"
    ):
        scope = NewScope(row.kind, row.occupation, row.level_from, row.level_to)
        scopes.setdefault(row.accreditation_id, []).append(scope)
    return {
        row.body_id: Standing(
            key,
            row.number,
            row.valid_to,
            paused[key].valid_from if key in paused else None,
            paused[key].reason if key in paused else "",
            tuple(scopes.get(key, ())),
        )
        for key, row in held.items()
    }


def require_accredited(body_id: UUID, works: Sequence[tuple[Work, str]], *, on: date) -> None:
    """Refuse unless the body may certify all of these (each with its title) on the day of the act.

    Refuses ``body_not_accredited``, ``body_suspended`` and ``outside_scope``.
    """
    standing = standings([body_id], on=on).get(body_id)
    name = Organisation.objects.filter(party_id=body_id).values_list("name", flat=True).get()
    if standing is None or standing.suspended_since is not None:
        raise why_not(standing, body=name, on=on)
    for work, title in works:
        if not standing.covers(work):
            raise Refusal("outside_scope", OUT_OF_SCOPE.format(title=title, body=name))


def why_not(standing: Standing | None, *, body: str, on: date) -> Refusal:
    """Why a body that is not accredited, or is suspended, may certify nothing on a day."""
    if standing is None:
        return Refusal("body_not_accredited", NOT_ACCREDITED.format(body=body, on=on))
    reason, since = standing.suspended_because, standing.suspended_since
    return Refusal("body_suspended", SUSPENDED.format(body=body, since=since, reason=reason))


def bodies_for(kind: str, *, on: date) -> QuerySet[Organisation]:
    """The bodies with a scope for a kind of outcome on a day, by name: whom a worker can choose from.

    Occupation and level are asked of the outcome itself, when it is deposited.
    """
    open_ones = Organisation.objects.filter(kind=OrganisationKind.CERTIFYING_BODY).exclude(closed_on__lte=on)
    held = holds_on(on, "accreditation__"), Q(accreditation__body_id=OuterRef("party_id"))
    scopes = Scope.objects.filter(holds_on(on), *held, kind__in=["", kind])
    paused = Suspension.objects.filter(holds_on(on), *held)
    return open_ones.filter(Exists(scopes), ~Exists(paused)).order_by("name", "party_id")


def bodies_by(attention: Attention | None, *, text: str = "", on: date) -> QuerySet[Organisation]:
    """Bodies by name: those that a search means, and that need this attention on a day (None: all)."""
    found = organisations_named(OrganisationKind.CERTIFYING_BODY, text).order_by("name", "party_id")
    held = Accreditation.objects.filter(holds_on(on), body_id=OuterRef("party_id"))
    now = holds_on(on, "accreditation__")
    paused = Suspension.objects.filter(holds_on(on), now, accreditation__body_id=OuterRef("party_id"))
    wanted = {
        None: Q(),
        Attention.IN_FORCE: Exists(held) & ~Exists(paused),
        Attention.SUSPENDED: Exists(paused),
        Attention.EXPIRING: Exists(held.filter(valid_to__lte=on + EXPIRES_SOON)),
        Attention.NONE: ~Exists(held),
    }
    return found.filter(wanted[attention])


def accreditations_of(body_id: UUID) -> QuerySet[Accreditation]:
    """All that a body ever held, the latest first."""
    return Accreditation.objects.filter(body_id=body_id).select_related("record").order_by("-valid_from")


def latest_accreditation(body_id: UUID) -> Accreditation | None:
    """What a body holds or held last, to everyone; its record, which tells reasons, is not read."""
    return Accreditation.objects.filter(body_id=body_id).select_related("body").order_by("-valid_from").first()


def evaluations_of(body_id: UUID) -> QuerySet[Evaluation]:
    """What experts found at a body, the latest first; to the bank's operator."""
    found = Evaluation.objects.filter(accreditation__body_id=body_id).prefetch_related("experts")
    return found.order_by("-held_on", "-id")


def experts_of(bank_id: UUID, *, on: date) -> QuerySet[Expert]:
    """The bank's roster on a day, by name."""
    return Expert.objects.filter(holds_on(on), bank_id=bank_id).order_by("name", "id")
