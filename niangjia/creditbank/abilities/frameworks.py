"""Keep a framework of abilities: brought in again, it says what changed and forgets nothing that posts ask for."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.models import Ability, AbilityLink, AbilitySource, Framework
from niangjia.creditbank.abilities.types import FrameworkContent, NewItem
from niangjia.kernel.access.queries import require

EMPTY: Final = Term("框架里没有能力。请至少写一项。", "The framework holds no ability: write at least one.")
TWICE: Final = Term("能力代码 {code} 写了两次。请改其中一个。", "The code {code} stands twice: change one of them.")
UNKNOWN: Final = Term(
    "框架里没有代码 {code}。请核对，或先写上这项能力。",
    "The framework has no code {code}: check it or add the ability.",
)
CIRCLE: Final = Term(
    "能力 {code} 绕了一圈又成了自己的上级。请改正上级一列。", "{code} stands above itself: correct the parents."
)
ELSEWHERE: Final = Term(
    "标识 {identifier} 已在别的框架里使用。请去掉标识后再导入。",
    "The identifier {identifier} belongs to another framework: remove it and import again.",
)


def keep_framework(content: FrameworkContent, *, organisation_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Keep a framework of an organisation under its title, new or in place of what stood there; gives its key.

    Codes stay what they were for posts and shares; a code that is gone is retired. Refuses ``act_not_allowed``,
    ``framework_empty``, ``code_twice``, ``code_unknown``, ``parents_in_circle``, ``identifier_elsewhere``.
    """
    require(actor, "ability.keep", on=organisation_id, at=day_of(at))
    _check(content)
    framework = _framework(content, organisation_id, actor, at)
    _check_identifiers(content, framework)
    keys = _write_items(content.items, framework, at)
    _write_relations(content, keys)
    log(actor=actor, act="framework.keep", about=framework.id, at=at, detail={"hash": framework.content_hash})
    return framework.id


def _check(content: FrameworkContent) -> None:
    codes = [item.code for item in content.items]
    if not codes:
        raise Refusal("framework_empty", EMPTY)
    for code in codes:
        if codes.count(code) > 1:
            raise Refusal("code_twice", TWICE.format(code=code))
    named = [
        *(item.parent for item in content.items if item.parent),
        *(source.ability for source in content.sources),
        *(code for pair in (*content.precedes, *content.related) for code in pair),
    ]
    for code in named:
        if code not in codes:
            raise Refusal("code_unknown", UNKNOWN.format(code=code))
    try:
        TopologicalSorter({item.code: [item.parent] if item.parent else [] for item in content.items}).prepare()
    except CycleError as error:
        raise Refusal("parents_in_circle", CIRCLE.format(code=error.args[1][0])) from None


def _framework(content: FrameworkContent, organisation_id: UUID, actor: Actor, at: datetime) -> Framework:
    digest = sha256(json.dumps(asdict(content), default=str, sort_keys=True).encode()).hexdigest()
    kept = Framework.objects.select_for_update().filter(organisation_id=organisation_id, title=content.title).first()
    changes = {"content_hash": digest, "changed_at": at, "changed_by": actor.account_id}
    if kept is not None:
        Framework.objects.filter(id=kept.id).update(**changes)
        kept.content_hash = digest
        return kept
    if content.identifier is not None and Framework.objects.filter(id=content.identifier).exists():
        raise Refusal("identifier_elsewhere", ELSEWHERE.format(identifier=content.identifier))
    return Framework.objects.create(
        id=content.identifier or new_id(), organisation_id=organisation_id, title=content.title, **changes
    )


def _check_identifiers(content: FrameworkContent, framework: Framework) -> None:
    wanted = {item.identifier: item.code for item in content.items if item.identifier}
    for row in Ability.objects.filter(id__in=wanted):
        if row.framework_id != framework.id or row.code != wanted[row.id]:
            raise Refusal("identifier_elsewhere", ELSEWHERE.format(identifier=row.id))


def _write_items(items: Sequence[NewItem], framework: Framework, at: datetime) -> dict[str, UUID]:
    Ability.objects.bulk_create(
        [
            Ability(
                id=item.identifier or new_id(),
                framework=framework,
                code=item.code,
                statement=item.statement,
                english=item.english,
                position=position,
            )
            for position, item in enumerate(items, start=1)
        ],
        update_conflicts=True,
        unique_fields=["framework", "code"],
        update_fields=["statement", "english", "position", "retired_at"],
    )
    rows = {row.code: row for row in Ability.objects.filter(framework=framework)}
    for item in items:
        rows[item.code].parent = rows[item.parent] if item.parent else None
    Ability.objects.bulk_update([rows[item.code] for item in items], ["parent"])
    gone = rows.keys() - {item.code for item in items}
    Ability.objects.filter(framework=framework, code__in=gone, retired_at=None).update(retired_at=at)
    return {code: row.id for code, row in rows.items()}


def _write_relations(content: FrameworkContent, keys: dict[str, UUID]) -> None:
    AbilityLink.objects.filter(left__in=keys.values()).delete()
    AbilitySource.objects.filter(ability__in=keys.values()).delete()
    AbilityLink.objects.bulk_create(
        AbilityLink(kind=kind, left_id=keys[left], right_id=keys[right])
        for kind, pairs in (("precedes", content.precedes), ("related", content.related))
        for left, right in pairs
    )
    AbilitySource.objects.bulk_create(
        AbilitySource(
            ability_id=keys[source.ability],
            mastery=source.mastery,
            kind=source.kind,
            occupation=source.occupation,
            certificate_level=source.certificate_level,
            college_id=source.college_id,
            programme_code=source.programme_code,
            course_code=source.course_code,
            subject=source.subject,
        )
        for source in content.sources
    )
