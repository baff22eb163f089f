"""Read what was shared, asked, printed, and who looked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, QuerySet

from niangjia.core import crypto
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.sharing.codes import read_code
from niangjia.creditbank.sharing.models import Ask, Paper, ShareLink
from niangjia.creditbank.sharing.operations.papers import PURPOSE
from niangjia.creditbank.sharing.sheets import with_code
from niangjia.creditbank.sharing.types import AskState, Checked, Look, PaperKind, PaperState
from niangjia.kernel.people.models import PersonKey

PAGE: Final = 30
LOOKS: Final = """
SELECT seen.id, seen.at, seen.way, seen.purpose, seen.label, seen.account_id,
    coalesce((
        SELECT array_agg(DISTINCT office.name) FROM access_grant AS held
        JOIN people_organisation AS office ON office.party_id = held.organisation_id
        WHERE held.account_id = seen.account_id
            AND (seen.roles = '' OR held.role = ANY (string_to_array(seen.roles, ' ')))
            AND held.valid_from <= (seen.at AT TIME ZONE 'Asia/Shanghai')::date
            AND (held.valid_to IS NULL OR held.valid_to > (seen.at AT TIME ZONE 'Asia/Shanghai')::date)
            AND (seen.asker IS NULL OR held.organisation_id = seen.asker)
    ), '{}'), string_to_array(seen.roles, ' '), coalesce(account.person_id = %(person)s, false)
FROM (
    (SELECT id, at, 'reading' AS way, purpose, '' AS label, account_id, roles, NULL::uuid AS asker
     FROM access_readlog WHERE about = %(person)s AND (at, id) < (%(at)s, %(id)s)
     ORDER BY at DESC, id DESC LIMIT %(limit)s)
    UNION ALL
    (SELECT opened.id, opened.at, CASE WHEN link.id IS NULL THEN 'ask' ELSE 'link' END,
        coalesce(link.purpose, ask.purpose), coalesce(link.label, ''), opened.account_id, '', ask.organisation_id
     FROM sharing_opening AS opened
     LEFT JOIN sharing_sharelink AS link ON link.id = opened.link_id
     LEFT JOIN sharing_ask AS ask ON ask.id = opened.ask_id
     WHERE opened.person_id = %(person)s AND (opened.at, opened.id) < (%(at)s, %(id)s)
     ORDER BY opened.at DESC, opened.id DESC LIMIT %(limit)s)
) AS seen
LEFT JOIN access_account AS account ON account.id = seen.account_id
ORDER BY seen.at DESC, seen.id DESC LIMIT %(limit)s
"""
LAST_KEY: Final = UUID(int=(1 << 128) - 1)


@dataclass(frozen=True, slots=True)
class Looks:
    """One page of who looked; ``after`` leads to the next."""

    looks: tuple[Look, ...]
    after: tuple[datetime, UUID] | None


def looks_at(person_id: UUID, *, before: datetime, before_id: UUID = LAST_KEY, size: int = PAGE) -> Looks:
    """Who looked at what is held about her before an instant, latest first: staff, links, grants. One query."""
    asked: dict[str, UUID | datetime | int] = {"person": person_id, "at": before, "id": before_id, "limit": size + 1}
    with connection.cursor() as cursor:
        cursor.execute(LOOKS, asked)
        rows = cursor.fetchall()
    looks = tuple(
        Look(key, at, way, purpose, label, tuple(offices), tuple(filter(None, roles)), is_herself)
        for key, at, way, purpose, label, _, offices, roles, is_herself in rows[:size]
    )
    return Looks(looks, (looks[-1].at, looks[-1].id) if len(rows) > size else None)


def links_of(person_id: UUID) -> QuerySet[ShareLink]:
    """A worker's links, newest first, each with how often it was opened and when last."""
    found = ShareLink.objects.filter(person_id=person_id)
    return found.annotate(openings_count=Count("openings"), last_at=Max("openings__at")).order_by("-id")


def asks_to(person_id: UUID) -> QuerySet[Ask]:
    """What a worker was asked, newest first, with her answers."""
    return Ask.objects.filter(person_id=person_id).select_related("organisation", "answer").order_by("-id")


def waiting_asks(person_id: UUID, *, on: date) -> QuerySet[Ask]:
    """What still waits for a worker's answer."""
    return Ask.objects.filter(person_id=person_id, valid_to__gt=on, answer=None)


def asks_by(organisation_id: UUID, *, before: UUID | None = None) -> QuerySet[Ask]:
    """What an organisation asked, newest first, with the answers that it may know of; page by the last key."""
    found = Ask.objects.filter(organisation_id=organisation_id).select_related("answer")
    return (found.filter(id__lt=before) if before else found).order_by("-id")


def state_of(ask: Ask, *, on: date) -> AskState:
    """How an ask stands for whoever reads it: a refusal that is not seen waits, and then lapses."""
    answer = getattr(ask, "answer", None)
    if answer is not None and answer.is_grant:
        return AskState.GRANTED if answer.ended_at is None and answer.until >= on else AskState.ENDED
    if answer is not None:
        return AskState.REFUSED
    return AskState.WAITING if ask.valid_to > on else AskState.LAPSED


def papers_of(person_id: UUID, *, college_id: UUID | None = None) -> QuerySet[Paper]:
    """Papers issued for a person, that the actor may see, newest first; of one college where it is named."""
    found = Paper.objects.filter(person_id=person_id)
    return (found.filter(college_id=college_id) if college_id else found).order_by("-id")


def papers_by_key(keys: Sequence[UUID]) -> list[Paper]:
    """Papers in the order of their keys' list, as far as the actor may see them. One query."""
    found = Paper.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def sheets_of(papers: Sequence[Paper], *, verify_url: str) -> list[dict[str, Any]]:
    """Papers as they were laid out when they were issued, each with its code. One query beside the papers.

    Raises UnreadableSecretError where a person's key does not fit; papers of destroyed keys are left out.
    """
    keys = dict(
        PersonKey.objects.filter(person_id__in={p.person_id for p in papers}).values_list("person_id", "wrapped")
    )
    return [
        with_code(
            json.loads(crypto.decrypt(wrapped, paper.content_cipher, PURPOSE)),
            code=paper.code,
            language=paper.language,
            verify_url=verify_url,
        )
        for paper in papers
        if (wrapped := keys.get(paper.person_id)) is not None
    ]


def checked_paper(text: str) -> Checked | None:
    """What a verification code stands for; None where there is no such paper. Anyone may ask."""
    code = read_code(text)
    if code is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sharing_check_paper(%s)", [code])
        row = cursor.fetchone()
    if row is None:
        return None
    kind, language, issuer, masked, issued_at, content, outcomes, courses, worth, revoked, superseded = row
    state = PaperState.REVOKED if revoked else PaperState.SUPERSEDED if superseded else PaperState.VALID
    return Checked(
        kind=PaperKind(kind),
        state=state,
        language=language,
        issuer=issuer,
        masked_name=masked,
        issued_at=issued_at,
        content_hash=content,
        outcomes_count=outcomes,
        courses_count=courses,
        credits=from_units(worth, Unit.COURSE_CREDIT),
    )
