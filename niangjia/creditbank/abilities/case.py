"""Frameworks as CASE 1.0 packages (1EdTech): read and written as JSON. Sources have no place in CASE and stay here."""

import json
from datetime import UTC
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.abilities.models import Ability, AbilityLink, Framework
from niangjia.creditbank.abilities.types import FrameworkContent, NewItem

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ITEMS: Final = 20_000
LONGEST: Final = {"code": 40, "statement": 200, "title": 120}
TOO_BIG: Final = Term(
    "文件太大：最多 5 MB。请分成几个框架。", "The file is too big: at most 5 MB. Split the framework."
)
NOT_CASE: Final = Term(
    "这不是 CASE 框架文件：{what}。请用导出 CASE JSON 的软件重新导出。",
    "This is no CASE framework: {what}. Export it again as CASE JSON.",
)
CHILD_OF, PRECEDES, RELATED = "isChildOf", "precedes", "isRelatedTo"


def read_case(content: bytes) -> FrameworkContent:
    """The framework of a CFPackage. Refuses ``case_too_big`` and ``not_case``."""
    if len(content) > MOST_BYTES:
        raise Refusal("case_too_big", TOO_BIG)
    try:
        package = json.loads(content)
    except (ValueError, RecursionError):
        raise _not_case("JSON") from None
    document, items = _member(package, "CFDocument", dict), _member(package, "CFItems", list)
    if len(items) > MOST_ITEMS:
        raise _not_case("CFItems")
    codes = {_identifier(item): _code(item) for item in items}
    pairs = _pairs(package, codes)
    parents = {left: right for kind, left, right in pairs if kind == CHILD_OF}
    return FrameworkContent(
        title=_text(document, "title", LONGEST["title"]),
        identifier=_identifier(document),
        items=[_item(item, parents) for item in items],
        precedes=[(left, right) for kind, left, right in pairs if kind == PRECEDES],
        related=[(left, right) for kind, left, right in pairs if kind == RELATED],
    )


def write_case(framework: Framework) -> bytes:
    """The framework as a CFPackage. The same framework gives the same bytes."""
    rows = list(Ability.objects.filter(framework=framework, retired_at=None).select_related("parent"))
    links = AbilityLink.objects.filter(left__in=rows, right__in=rows).select_related("left", "right")
    changed = framework.changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    kinds = {"precedes": PRECEDES, "related": RELATED}
    pairs = [
        *((CHILD_OF, row, row.parent) for row in rows if row.parent is not None),
        *((kinds[link.kind], link.left, link.right) for link in links.order_by("kind", "left__code", "right__code")),
    ]
    package = {
        "CFDocument": {
            "identifier": str(framework.id),
            "uri": framework.id.urn,
            "creator": framework.organisation.name,
            "title": framework.title,
            "language": "zh",
            "adoptionStatus": "Adopted",
            "lastChangeDateTime": changed,
        },
        "CFItems": [_written(row, framework, changed) for row in rows],
        "CFAssociations": [_association(*pair, changed) for pair in pairs],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def _written(row: Ability, framework: Framework, changed: str) -> dict[str, Any]:
    english = {"alternativeLabel": row.english} if row.english else {}
    return {
        "identifier": str(row.id),
        "uri": row.id.urn,
        "CFDocumentURI": _node(framework.title, framework.id),
        "humanCodingScheme": row.code,
        "fullStatement": row.statement,
        **english,
        "CFItemType": "Ability",
        "listEnumeration": str(row.position),
        "language": "zh",
        "lastChangeDateTime": changed,
    }


def _association(kind: str, origin: Ability, destination: Ability, changed: str) -> dict[str, Any]:
    key = uuid5(NAMESPACE_URL, f"{origin.id} {kind} {destination.id}")
    return {
        "identifier": str(key),
        "uri": key.urn,
        "associationType": kind,
        "originNodeURI": _node(origin.statement, origin.id),
        "destinationNodeURI": _node(destination.statement, destination.id),
        "lastChangeDateTime": changed,
    }


def _node(title: str, key: UUID) -> dict[str, str]:
    return {"title": title, "identifier": str(key), "uri": key.urn}


def _pairs(package: Any, codes: dict[UUID, str]) -> list[tuple[str, str, str]]:  # noqa: ANN401 - as it came
    """Associations between items of the package, once each; what points at the document or elsewhere says nothing."""
    found: dict[tuple[str, str, str], None] = {}
    for each in package.get("CFAssociations") or ():
        kind = each.get("associationType") if isinstance(each, dict) else None
        if kind in {CHILD_OF, PRECEDES, RELATED}:
            ends = [codes.get(_identifier(_member(each, end, dict))) for end in ("originNodeURI", "destinationNodeURI")]
            if ends[0] and ends[1] and ends[0] != ends[1]:
                found[str(kind), ends[0], ends[1]] = None
    return list(found)


def _item(item: Any, parents: dict[str, str]) -> NewItem:  # noqa: ANN401 - as it came
    code, english = _code(item), item.get("alternativeLabel")
    return NewItem(
        code=code,
        statement=_text(item, "fullStatement", LONGEST["statement"]),
        parent=parents.get(code),
        english=english[:200] if isinstance(english, str) else "",
        identifier=_identifier(item),
    )


def _code(item: Any) -> str:  # noqa: ANN401 - as it came
    """The human code; an item without one is called by the head of its identifier."""
    code = item.get("humanCodingScheme") if isinstance(item, dict) else None
    return _text(item, "humanCodingScheme", LONGEST["code"]) if code else str(_identifier(item))[:8]


def _identifier(value: Any) -> UUID:  # noqa: ANN401 - as it came
    try:
        return UUID(_text(value, "identifier", 36))
    except ValueError:
        raise _not_case("identifier") from None


def _text(value: Any, name: str, most: int) -> str:  # noqa: ANN401 - as it came
    text = value.get(name) if isinstance(value, dict) else None
    if not isinstance(text, str) or not text.strip() or len(text) > most or "\x00" in text:
        raise _not_case(name)
    return text.strip()


def _member(value: Any, name: str, kind: type[Any]) -> Any:  # noqa: ANN401 - as it came
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, kind):
        raise _not_case(name)
    return found


def _not_case(what: str) -> Refusal:
    return Refusal("not_case", NOT_CASE.format(what=what))
