"""What the enterprise's own workers can do, as counts of five and more, and what would close most of the gap."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.fitting import Closing
from niangjia.creditbank.abilities.models import Post
from niangjia.creditbank.abilities.queries import ability_names, group_cells, group_closing, open_posts_of
from niangjia.creditbank.abilities.types import LEAST_SHOWN, Cell
from niangjia.creditbank.workbooks.writing.office import COUNT, OutColumn, OutSheet, workbook_bytes
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, clerk_desk, seated
from niangjia.web.uploads import workbook_response

HIDDEN: Final = "不显示"
REMARK: Final = f"只统计本单位在册职工。具备或还差的人数少于 {LEAST_SHOWN} 人时不显示，也不显示能由此推算出来的数。"


@dataclass(frozen=True, slots=True)
class Group:
    """Posts as columns, abilities as rows, a cell or nothing where they meet; and what would close most."""

    posts: list[Post]
    rows: list[tuple[Term, list[Cell | None]]]
    people: int | None
    closing: Closing
    names: dict[str, Term]


@require_safe
@seated("fit.count", Role.CLERK)
def group(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The matrix of posts and abilities."""
    found = group_of(seat.organisation_id, on=clock.today())
    closing = [
        (way, [found.names[need.ability] for need in closes], way.kind.value) for way, closes in found.closing.ways
    ]
    page = {"here": "group", "desk": clerk_desk(seat), "group": found, "closing": closing, "least": LEAST_SHOWN}
    return render(request, "organisation/group.html", page)


@require_safe
@seated("fit.count", Role.CLERK)
def export(request: HttpRequest, seat: Seat) -> HttpResponse:  # noqa: ARG001 - the seat says whose it is
    """The same as a workbook."""
    found, on = group_of(seat.organisation_id, on=clock.today()), clock.today()
    columns = (
        OutColumn("岗位", 20),
        OutColumn("能力", 30),
        OutColumn("要求", 10),
        OutColumn("具备人数", 12, COUNT),
        OutColumn("还差人数", 12, COUNT),
    )
    rows = [
        [
            post.title,
            name.zh,
            cell.mastery.term.zh,
            HIDDEN if cell.holders is None else cell.holders,
            HIDDEN if cell.missing is None else cell.missing,
        ]
        for name, cells in found.rows
        for post, cell in zip(found.posts, cells, strict=True)
        if cell is not None
    ]
    sheet = OutSheet("岗位能力", columns, rows, title=f"{seat.organisation} 岗位能力汇总", remarks=(REMARK,))
    return workbook_response(workbook_bytes([sheet], on=on, subject="岗位能力汇总"), name="岗位能力汇总", on=on)


def group_of(organisation_id: UUID, *, on: date) -> Group:
    """The matrix of an enterprise."""
    posts, cells = list(open_posts_of(organisation_id)), group_cells(organisation_id)
    names = ability_names({cell.ability_id for cell in cells})
    by_place = {(cell.post_id, cell.ability_id): cell for cell in cells}
    abilities = list(dict.fromkeys(need.ability_id for post in posts for need in post.needs.all()))
    rows = [
        (names[str(ability)], [by_place.get((post.id, ability)) for post in posts])
        for ability in abilities
        if str(ability) in names
    ]
    people = next((cell.people for cell in cells), None)
    return Group(posts, rows, people, group_closing(cells, on=on), names)
