"""Read frameworks, posts, offers, what is shown to an enterprise, and its group's abilities as counts."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet

from niangjia.core.terms import Term
from niangjia.creditbank.abilities.comparing import source_words, ways_to
from niangjia.creditbank.abilities.fitting import Closing, Need, closing_most
from niangjia.creditbank.abilities.models import (
    Ability,
    AbilitySource,
    Framework,
    Offer,
    Post,
    PostNeed,
    Share,
    ShareLine,
    Silence,
)
from niangjia.creditbank.abilities.types import Cell, Mastery, SourceKind

CLOSING = 3  # so many courses are proposed to an enterprise


def frameworks() -> QuerySet[Framework]:
    """Every framework, by title."""
    return Framework.objects.select_related("organisation").order_by("title", "id")


def abilities_in_use() -> QuerySet[Ability]:
    """Abilities that posts may ask for: those with none below them, framework by framework."""
    return (
        Ability.objects.filter(retired_at=None, children=None)
        .select_related("framework")
        .order_by("framework__title", "position")
    )


def ability_names(ability_ids: Iterable[UUID | str]) -> dict[str, Term]:
    """What abilities are called, by their key as text. One query."""
    rows = Ability.objects.filter(id__in={UUID(str(key)) for key in ability_ids})
    return {
        str(key): Term(statement, english or statement)
        for key, statement, english in rows.values_list("id", "statement", "english")
    }


def open_posts_of(organisation_id: UUID) -> QuerySet[Post]:
    """Posts of an enterprise that are open, with what they ask for. Two queries."""
    return _with_needs(Post.objects.filter(organisation_id=organisation_id, closed_at=None)).order_by("title", "id")


def posts_to_look_at(*, text: str = "", after: str = "") -> QuerySet[Post]:
    """Open posts of every enterprise, newest first; keys are in the order of opening."""
    found = _with_needs(Post.objects.filter(closed_at=None)).select_related("organisation").order_by("-id")
    if text:
        found = found.filter(title__icontains=text)
    return found.filter(id__lt=after) if after else found


def post_of(post_id: UUID) -> Post | None:
    """One post, open or closed."""
    return _with_needs(Post.objects.filter(id=post_id)).select_related("organisation", "occupation").first()


def offers_of(organisation_id: UUID) -> QuerySet[Offer]:
    """What an enterprise offers and has not withdrawn, the next first."""
    found = Offer.objects.filter(organisation_id=organisation_id, withdrawn_at=None)
    return found.prefetch_related("gives__ability").order_by("starts_on", "id")


def shares_of(person_id: UUID) -> dict[UUID, Share]:
    """What a person shows now, by post."""
    return {row.post_id: row for row in Share.objects.filter(person_id=person_id, ended_at=None)}


def silent_posts(person_id: UUID) -> set[UUID]:
    """Posts about which a person does not wish to be asked: read by her alone."""
    return set(Silence.objects.filter(person_id=person_id).values_list("post_id", flat=True))


def shown_to(organisation_id: UUID) -> QuerySet[Share]:
    """Who shows herself to an enterprise now, post by post; who fits best first."""
    found = Share.objects.filter(post__organisation_id=organisation_id, ended_at=None, post__closed_at=None)
    return found.select_related("post").order_by("post__title", "-held_count", "id")


def share_of(share_id: UUID) -> Share | None:
    """One share with its lines, if it is still shown to the actor."""
    lines = Prefetch("lines", ShareLine.objects.select_related("ability").order_by("ability__position"))
    found = Share.objects.filter(id=share_id, ended_at=None).select_related("post")
    return found.prefetch_related(lines).first()


def group_cells(organisation_id: UUID) -> list[Cell]:
    """Each ability of each open post over the enterprise's own workers: counts of five and more, else none.

    The database itself counts and leaves out; to who has no seat over the enterprise it says nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM abilities_group(%s)", [organisation_id])
        return [
            Cell(post, ability, Mastery(mastery), holders, people)
            for post, ability, mastery, holders, people in cursor.fetchall()
        ]


def group_closing(cells: Sequence[Cell], *, on: date, most: int = CLOSING) -> Closing:
    """Which courses, training and practice places would close most of the group's gap, of what may be counted."""
    missing = {Need(str(cell.ability_id), cell.mastery): cell.missing or 0 for cell in cells}
    return closing_most(missing, ways_to([cell.ability_id for cell in cells], on=on), most=most)


def _with_needs(found: QuerySet[Post]) -> QuerySet[Post]:
    needs = PostNeed.objects.select_related("ability").order_by("ability__framework_id", "ability__position")
    return found.prefetch_related(Prefetch("needs", needs))


def framework_rows(framework_id: UUID) -> list[tuple[Ability, list[Term]]]:
    """The abilities of a framework in order, each with the words for what shows it. Four queries."""
    rows = list(
        Ability.objects.filter(framework_id=framework_id, retired_at=None)
        .prefetch_related(Prefetch("sources", AbilitySource.objects.order_by("kind", "mastery", "id")))
        .order_by("position")
    )
    words = source_words([source for row in rows for source in row.sources.all()])
    said = Term("{what}：{mastery}", "{what}: {mastery}")
    return [
        (
            row,
            [
                said.format(what=words.of(source), mastery=Mastery(source.mastery).term)
                for source in row.sources.all()
                if source.kind != SourceKind.OCCUPATION
            ],
        )
        for row in rows
    ]
