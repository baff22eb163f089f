"""Keep frameworks of abilities, posts that ask for them and offers that bring them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.models import Ability, Offer, OfferAbility, Post, PostNeed
from niangjia.creditbank.abilities.types import NewOffer, NewPost
from niangjia.kernel.access.queries import require

NO_TITLE: Final = Term("岗位名称没有填。请填上，或删去这一行。", "A post has no title: fill it in or remove the line.")
NO_POSTS: Final = Term("没有填岗位。请每行写一个岗位名称。", "No post is given: write one title a line.")
SAME_TITLE: Final = Term("岗位“{title}”写了两次。请删去一行。", "The post {title} stands twice: remove a line.")
STANDING: Final = Term(
    "本单位已有岗位“{title}”。请删去这一行；要改要求，先关闭原来的岗位。",
    "There is a post {title} already: remove the line; to change what it asks for, close that one first.",
)
RETIRED: Final = Term(
    "所选能力已停用或不存在。请刷新后重选。", "An ability is retired or unknown: reload and choose again."
)
CLOSED: Final = Term("岗位“{title}”已经关闭。", "The post {title} is closed already.")
GONE: Final = Term("“{title}”已经撤下。", "{title} is withdrawn already.")
GIVES_NOTHING: Final = Term(
    "请选至少一项能力：职工要知道能学到什么。", "Choose at least one ability: workers want to know what they learn."
)
OVER: Final = Term("开始日期已过。请填今天或以后的日期。", "It would have begun already: give today or a later day.")


def open_posts(posts: Sequence[NewPost], *, organisation_id: UUID, actor: Actor, at: datetime) -> list[UUID]:
    """Open posts of an enterprise, all or none, and give their ids in the order asked.

    Refuses ``act_not_allowed``, ``no_posts``, ``post_has_no_title``, ``post_title_twice``, ``post_stands_already`` and
    ``ability_unknown``.
    """
    require(actor, "post.keep", on=organisation_id, at=day_of(at))
    _check_titles([post.title for post in posts], organisation_id)
    require_abilities({ability for post in posts for ability, _ in post.needs})
    rows = [
        Post(
            organisation_id=organisation_id,
            title=post.title.strip(),
            occupation_id=post.occupation,
            needed_count=post.needed_count,
            is_inviting=post.is_inviting,
            opened_at=at,
            opened_by=actor.account_id,
        )
        for post in posts
    ]
    Post.objects.bulk_create(rows)
    PostNeed.objects.bulk_create(
        PostNeed(post=row, ability_id=ability, mastery=mastery)
        for row, post in zip(rows, posts, strict=True)
        for ability, mastery in post.needs
    )
    log(actor=actor, act="posts.open", about=organisation_id, at=at, detail={"count": str(len(rows))})
    return [row.id for row in rows]


def close_post(post_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Nobody is looked for any more; what was shown for it stays with those who showed it.

    Refuses ``act_not_allowed`` and ``post_closed``.
    """
    post = Post.objects.get(id=post_id)
    require(actor, "post.keep", on=post.organisation_id, at=day_of(at))
    if not Post.objects.filter(id=post_id, closed_at=None).update(closed_at=at):
        raise Refusal("post_closed", CLOSED.format(title=post.title))
    log(actor=actor, act="post.close", about=post_id, at=at)


def open_offer(offer: NewOffer, *, organisation_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Offer a course or practice places to workers.

    Refuses ``act_not_allowed``, ``offer_gives_nothing``, ``offer_over``, ``ability_unknown`` and what constraints say.
    """
    require(actor, "offer.keep", on=organisation_id, at=day_of(at))
    if not offer.gives:
        raise Refusal("offer_gives_nothing", GIVES_NOTHING)
    if offer.starts_on < day_of(at):
        raise Refusal("offer_over", OVER)
    require_abilities({ability for ability, _ in offer.gives})
    row = Offer.objects.create(
        organisation_id=organisation_id,
        kind=offer.kind,
        title=offer.title.strip(),
        place=offer.place.strip(),
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        places_count=offer.places_count,
        opened_at=at,
        opened_by=actor.account_id,
    )
    OfferAbility.objects.bulk_create(
        OfferAbility(offer=row, ability_id=ability, mastery=mastery) for ability, mastery in offer.gives
    )
    log(actor=actor, act="offer.open", about=row.id, at=at)
    return row.id


def withdraw_offer(offer_id: UUID, *, actor: Actor, at: datetime) -> None:
    """It is offered no more. Refuses ``act_not_allowed`` and ``offer_withdrawn``."""
    offer = Offer.objects.get(id=offer_id)
    require(actor, "offer.keep", on=offer.organisation_id, at=day_of(at))
    if not Offer.objects.filter(id=offer_id, withdrawn_at=None).update(withdrawn_at=at):
        raise Refusal("offer_withdrawn", GONE.format(title=offer.title))
    log(actor=actor, act="offer.withdraw", about=offer_id, at=at)


def require_abilities(ability_ids: set[UUID]) -> None:
    """Refuse ``ability_unknown`` unless all of them are in use."""
    if Ability.objects.filter(id__in=ability_ids, retired_at=None).count() != len(ability_ids):
        raise Refusal("ability_unknown", RETIRED)


def _check_titles(titles: Sequence[str], organisation_id: UUID) -> None:
    plain = [title.strip() for title in titles]
    if not plain:
        raise Refusal("no_posts", NO_POSTS)
    if not all(plain):
        raise Refusal("post_has_no_title", NO_TITLE)
    for title in plain:
        if plain.count(title) > 1:
            raise Refusal("post_title_twice", SAME_TITLE.format(title=title))
    standing = Post.objects.filter(organisation_id=organisation_id, closed_at=None, title__in=plain)
    for title in standing.values_list("title", flat=True)[:1]:
        raise Refusal("post_stands_already", STANDING.format(title=title))
