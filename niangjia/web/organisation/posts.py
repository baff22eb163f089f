"""Posts of an enterprise: from job titles to what they ask for in three short steps; one post; who shows herself."""

from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.models import Ability, Post
from niangjia.creditbank.abilities.operations import close_post, open_posts
from niangjia.creditbank.abilities.queries import abilities_in_use, open_posts_of, post_of, share_of, shown_to
from niangjia.creditbank.abilities.suggesting import occupations_like, usual_needs
from niangjia.creditbank.abilities.types import Mastery, NewPost
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import occupation_names
from niangjia.web.addresses import key_of
from niangjia.web.desk import Seat, clerk_desk, seated

MOST_AT_ONCE: Final = 20
MOST_NEEDED: Final = 9999
OPENED: Final = Term(
    "已开 {count} 个岗位，职工可以看到自己还差什么。", "{count} post(s) opened; workers see what they lack."
)
CLOSED: Final = Term("岗位“{title}”已关闭。", "The post {title} is closed.")
TOO_MANY: Final = Term(
    "一次最多写 {most} 个岗位。请分几次。", "At most {most} posts at a time: open them in several goes."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A post on its way: its title as typed, what it may mean, how many are needed, which abilities are proposed."""

    number: int
    title: str
    needed: int
    occupations: list[tuple[str, str]]
    occupation: str = ""
    is_inviting: bool = False
    lines: tuple[tuple[Ability, int], ...] = ()


@require_safe
@seated("post.keep", Role.CLERK)
def posts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open posts, with what they ask for."""
    rows = list(open_posts_of(seat.organisation_id))
    return render(request, "organisation/posts.html", {"here": "posts", "desk": clerk_desk(seat), "rows": rows})


@seated("post.keep", Role.CLERK)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Titles, one a line; then which occupation each is; then which abilities it asks for. Nothing is kept before."""
    step = request.POST.get("step", "")
    page = {"here": "posts", "desk": clerk_desk(seat), "masteries": list(Mastery), "most": MOST_AT_ONCE}
    if step == "titles":
        drafts = _from_titles(request.POST.get("titles", ""))
        return render(request, "organisation/posts_occupations.html", page | {"drafts": drafts})
    if step == "occupations":
        return render(request, "organisation/posts_needs.html", page | {"drafts": _with_needs(_drafts(request))})
    if step == "needs":
        return _open(request, seat)
    return render(request, "organisation/posts_titles.html", page)


@require_safe
@seated("post.keep", Role.CLERK)
def post(request: HttpRequest, seat: Seat, post_id: UUID) -> HttpResponse:
    """One post: what it asks for, and who shows herself for it now."""
    row = _own(seat, post_id)
    shares = [share for share in shown_to(seat.organisation_id) if share.post_id == post_id]
    page = {"here": "posts", "desk": clerk_desk(seat), "row": row, "shares": shares}
    return render(request, "organisation/post.html", page)


@require_safe
@seated("post.keep", Role.CLERK)
def share(request: HttpRequest, seat: Seat, share_id: UUID) -> HttpResponse:
    """What one worker shows for a post: looked at by consent, and written to what she can read."""
    row = share_of(share_id)
    if row is None or row.post.organisation_id != seat.organisation_id:
        raise Http404
    log_read(actor=seat.actor, about=row.person_id, purpose="fit.share", at=clock.now())
    return render(request, "organisation/share.html", {"here": "posts", "desk": clerk_desk(seat), "row": row})


@require_POST
@seated("post.keep", Role.CLERK)
def close(request: HttpRequest, seat: Seat, post_id: UUID) -> HttpResponse:
    """Close a post."""
    row = _own(seat, post_id)
    close_post(row.id, actor=seat.actor, at=clock.now())
    messages.success(request, CLOSED.format(title=row.title).in_language(get_language()))
    return redirect("organisation-posts")


def whole_number(text: str | None, most: int = MOST_NEEDED) -> int:
    """A count as typed, between 1 and the most; what is no number is 1."""
    return min(most, max(1, int(text))) if text and text.isdecimal() and len(text) < 10 else 1  # noqa: PLR2004


def _own(seat: Seat, post_id: UUID) -> Post:
    row = post_of(post_id)
    if row is None or row.organisation_id != seat.organisation_id:
        raise Http404
    return row


def _from_titles(text: str) -> list[Draft]:
    """Each line a title, with a count after it where one is written: 数控车工 5."""
    lines = [line.replace("\x00", "").strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_AT_ONCE:
        raise Refusal("too_many_posts", TOO_MANY.format(most=MOST_AT_ONCE))
    drafts = []
    for number, line in enumerate(lines):
        title, _, last = line.rpartition(" ")
        is_counted = bool(title) and last.isdecimal()
        name = (title if is_counted else line).strip()[:80]
        drafts.append(Draft(number, name, whole_number(last) if is_counted else 1, occupations_like(name)))
    return drafts


def _drafts(request: HttpRequest) -> list[Draft]:
    """What the form says of each post: its fields are numbered."""
    numbers = [number for number in range(MOST_AT_ONCE) if f"title-{number}" in request.POST]
    return [
        Draft(
            number,
            request.POST[f"title-{number}"].replace("\x00", "").strip()[:80],
            whole_number(request.POST.get(f"needed-{number}")),
            [],
            request.POST.get(f"occupation-{number}", ""),
            request.POST.get(f"inviting-{number}") == "1",
        )
        for number in numbers
    ]


def _with_needs(drafts: list[Draft]) -> list[tuple[Draft, str, list[tuple[Ability, int]]]]:
    """Each with its occupation's name, and every ability in use with the mastery that such work usually asks for."""
    codes = [draft.occupation for draft in drafts if draft.occupation]
    usual, names = usual_needs(codes), occupation_names(codes)
    rows = list(abilities_in_use())
    return [
        (
            draft,
            names.get(draft.occupation, ""),
            [(row, int(usual.get(draft.occupation, {}).get(row.id, 0))) for row in rows],
        )
        for draft in drafts
    ]


def _open(request: HttpRequest, seat: Seat) -> HttpResponse:
    drafts = _drafts(request)
    known = occupation_names([draft.occupation for draft in drafts if draft.occupation])
    new = [
        NewPost(
            draft.title,
            draft.needed,
            draft.occupation if draft.occupation in known else None,
            tuple(_needs(request, draft.number)),
            draft.is_inviting,
        )
        for draft in drafts
    ]
    keys = open_posts(new, organisation_id=seat.organisation_id, actor=seat.actor, at=clock.now())
    messages.success(request, OPENED.format(count=len(keys)).in_language(get_language()))
    return redirect("organisation-posts")


def _needs(request: HttpRequest, number: int) -> list[tuple[UUID, Mastery]]:
    """The abilities chosen for one post: fields are called by post and ability."""
    return chosen_abilities(request, f"need-{number}-")


def chosen_abilities(request: HttpRequest, prefix: str) -> list[tuple[UUID, Mastery]]:
    """Abilities with a mastery, from fields that begin so; those left at nothing are not chosen."""
    found = []
    for name in islice((name for name in request.POST if name.startswith(prefix)), 1000):
        key, mastery = key_of(name.removeprefix(prefix)), request.POST[name]
        if key is not None and mastery in {str(each.value) for each in Mastery}:
            found.append((key, Mastery(int(mastery))))
    return found
