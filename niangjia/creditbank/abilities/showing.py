"""A worker shows an enterprise how she fits a post, takes it back, or does not wish to be asked.

She is asked in her own pages, alone, and answers by herself; nobody answers for her, and no file can. An enterprise
never learns whom the house asked: it invites everyone or no one, and sees nothing but what is being shown.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.comparing import fit_for
from niangjia.creditbank.abilities.models import Post, Share, ShareLine, Silence
from niangjia.kernel.people.queries import person_name

NOT_HERSELF: Final = Term(
    "是否同意只能由职工本人在自己的页面上表示，别人不能代办，也不能用表格导入。",
    "Only the worker herself agrees, in her own pages: nobody does it for her, and no workbook does.",
)
NOT_INVITED: Final = Term(
    "这个岗位已关闭，或单位没有邀请职工出示，所以没有出示。",
    "The post is closed, or the enterprise invites nobody to it; nothing was shown.",
)
CHANGED: Final = Term(
    "您打开页面后，岗位要求或您的成果有变化，所以没有出示。请看过现在的内容再同意。",
    "What the post asks for or what you hold changed since you opened the page; nothing was shown. Look again first.",
)
NOT_SHOWN: Final = Term("您现在没有向这个岗位出示。", "You show nothing to this post now.")


def show_fit(post_id: UUID, *, seen: str, actor: Actor, at: datetime) -> UUID:
    """Show the post's enterprise how the actor fits it, as it stands now, until she takes it back.

    ``seen`` is what her page showed, see ``seen_of``. Refuses ``not_herself``, ``not_invited``, ``fit_changed`` and
    ``share_once_a_post``.
    """
    person_id = _herself(actor)
    post = Post.objects.filter(id=post_id, closed_at=None, is_inviting=True).first()
    if post is None:
        raise Refusal("not_invited", NOT_INVITED)
    fit = fit_for(person_id, post_id, on=day_of(at))
    lines = [(line.need.ability, line.need.mastery, line.held) for line in fit.lines]
    if seen != seen_of(lines):
        raise Refusal("fit_changed", CHANGED)
    share = Share.objects.create(
        person_id=person_id,
        post=post,
        name_shown=person_name(person_id),
        held_count=fit.held_count,
        needed_count=len(lines),
        agreed_at=at,
    )
    ShareLine.objects.bulk_create(
        ShareLine(share=share, ability_id=UUID(ability), asked=asked, held=held) for ability, asked, held in lines
    )
    Silence.objects.filter(person_id=person_id, post_id=post_id).delete()
    log(actor=actor, act="fit.show", about=share.id, at=at)
    return share.id


def take_back(post_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Show it no more: the enterprise sees nothing from this instant. Refuses ``not_herself`` and ``not_shown``."""
    person_id = _herself(actor)
    if not Share.objects.filter(person_id=person_id, post_id=post_id, ended_at=None).update(ended_at=at):
        raise Refusal("not_shown", NOT_SHOWN)


def ask_no_more(post_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Do not ask her about this post again. Nobody else can read it; done again it changes nothing."""
    Silence.objects.get_or_create(person_id=_herself(actor), post_id=post_id, defaults={"at": at})


def seen_of(lines: list[tuple[str, int, int | None]]) -> str:
    """What is shown as one text: ability, asked, held."""
    return " ".join(f"{ability}:{asked}:{held or 0}" for ability, asked, held in lines)


def _herself(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Refusal("not_herself", NOT_HERSELF)
    return actor.person_id
