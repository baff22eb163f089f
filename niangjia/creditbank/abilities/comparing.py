"""How a person fits a post, from what is on record: what shows her abilities, and every way to those that she lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from niangjia.core.terms import Term
from niangjia.creditbank.abilities.fitting import Evidence, Fit, Need, Way, WayKind, fit_of
from niangjia.creditbank.abilities.models import AbilityLink, AbilitySource, Offer, PostNeed
from niangjia.creditbank.abilities.types import OfferKind, SourceKind
from niangjia.creditbank.engine.wording import level
from niangjia.creditbank.programmes.models import Course
from niangjia.kernel.people.queries import occupation_names

_WAYS = {
    SourceKind.CERTIFICATE: WayKind.CERTIFICATE,
    SourceKind.COURSE: WayKind.STUDY,
    SourceKind.TRAINING: WayKind.TRAINING,
}
_OFFERS = {OfferKind.COURSE: WayKind.COURSE, OfferKind.PRACTICE: WayKind.PRACTICE}


@dataclass(frozen=True, slots=True)
class SourceWords:
    """What sources are called: courses by college, major and code; occupations by code."""

    courses: dict[tuple[UUID, str, str], str]
    occupations: dict[str, str]

    def of(self, source: AbilitySource) -> Term:
        """What someone would do to show the ability by this source."""
        match SourceKind(source.kind):
            case SourceKind.CERTIFICATE:
                name = self.occupations.get(source.occupation or "", source.occupation or "")
                return Term("{name} {level}证书", "certificate {name}, {level}").format(
                    name=name, level=level(Decimal(source.certificate_level or 1))
                )
            case SourceKind.COURSE:
                key = (source.college_id or UUID(int=0), source.programme_code or "", source.course_code or "")
                return Term("课程《{name}》", "course {name}").format(name=self.courses.get(key, source.course_code))
            case SourceKind.TRAINING:
                return Term("{name}培训", "training: {name}").format(name=source.subject)
            case SourceKind.OCCUPATION:
                return Term("{name}岗位工作", "work as {name}").format(
                    name=self.occupations.get(source.occupation or "", source.occupation or "")
                )


def evidence_of(person_ids: Sequence[UUID]) -> list[tuple[UUID, Evidence]]:
    """What shows the abilities of these persons, as far as the actor may see it. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM abilities_shown(%s::uuid[])", [list(person_ids)])
        return [
            (person, Evidence(str(ability), mastery, kind, str(key)))
            for person, ability, mastery, kind, key in cursor.fetchall()
        ]


def fit_for(person_id: UUID, post_id: UUID, *, on: date) -> Fit:
    """How a person fits a post on a day, as far as the actor may see what she holds. Seven queries."""
    needs = needs_of([post_id]).get(post_id, [])
    keys = [UUID(need.ability) for need in needs]
    return fit_of(
        needs,
        [each for _, each in evidence_of([person_id])],
        ways_to(keys, on=on),
        precedes_among(keys),
        on=on,
    )


def needs_of(post_ids: Iterable[UUID]) -> dict[UUID, list[Need]]:
    """What posts ask for, in the order of the frameworks. One query."""
    found: dict[UUID, list[Need]] = {}
    rows = PostNeed.objects.filter(post_id__in=set(post_ids)).order_by("ability__framework_id", "ability__position")
    for post, ability, mastery in rows.values_list("post_id", "ability_id", "mastery"):
        found.setdefault(post, []).append(Need(str(ability), mastery))
    return found


def precedes_among(ability_ids: Sequence[UUID]) -> list[tuple[str, str]]:
    """Which of these come before which. One query."""
    links = AbilityLink.objects.filter(kind="precedes", left_id__in=ability_ids, right_id__in=ability_ids)
    return [(str(left), str(right)) for left, right in links.values_list("left_id", "right_id")]


def ways_to(ability_ids: Sequence[UUID], *, on: date) -> list[Way]:
    """Every way to these abilities: what the frameworks name, and what enterprises offer from a day on."""
    return [*_named_ways(ability_ids), *_offered_ways(ability_ids, on)]


def source_words(sources: Sequence[AbilitySource]) -> SourceWords:
    """The words for sources. At most two queries."""
    codes = {source.course_code for source in sources if source.course_code}
    rows = (
        Course.objects.filter(code__in=codes)
        .order_by("programme__version")
        .values_list("programme__college_id", "programme__code", "code", "name")
    )
    courses = {(college, major, code): name for college, major, code, name in rows} if codes else {}
    nodes = {source.occupation for source in sources if source.occupation}
    return SourceWords(courses, occupation_names(nodes) if nodes else {})


def _named_ways(ability_ids: Sequence[UUID]) -> list[Way]:
    """One way for each certificate, course and training, with all of the abilities asked for that it shows."""
    rows = list(
        AbilitySource.objects.filter(ability_id__in=ability_ids, kind__in=_WAYS).order_by("ability__position", "id")
    )
    words = source_words(rows)
    together: dict[tuple[object, ...], list[AbilitySource]] = {}
    for row in rows:
        same = (row.kind, row.occupation, row.certificate_level, row.college_id, row.programme_code, row.course_code)
        together.setdefault((*same, row.subject), []).append(row)
    return [
        Way(
            key=f"{members[0].kind}:{members[0].id}",
            kind=_WAYS[SourceKind(members[0].kind)],
            title=words.of(members[0]).zh,
            gives=tuple(Need(str(row.ability_id), row.mastery) for row in members),
        )
        for members in together.values()
    ]


def _offered_ways(ability_ids: Sequence[UUID], on: date) -> list[Way]:
    rows = (
        Offer.objects.filter(withdrawn_at=None, starts_on__gte=on, gives__ability_id__in=ability_ids)
        .distinct()
        .order_by("starts_on", "id")
        .select_related("organisation")
        .prefetch_related("gives")
    )
    return [
        Way(
            key=f"offer:{row.id}",
            kind=_OFFERS[OfferKind(row.kind)],
            title=row.title,
            gives=tuple(Need(str(each.ability_id), each.mastery) for each in row.gives.all()),
            place=f"{row.organisation.name}　{row.place}",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
    ]
