"""A batch on its way to the database: groups stand together, and each field is one array."""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from uuid import UUID

from niangjia.kernel.ledger.arrays import BinaryArray
from niangjia.kernel.ledger.types import Kind, TransferRequest


def neighbours_by_group(requests: Sequence[TransferRequest]) -> Sequence[int]:
    """The places of the requests in the order of judgement: a group's members stand at the place of its first."""
    if all(request.group_id is None for request in requests):
        return range(len(requests))
    heads: dict[UUID, int] = {}
    turns = [
        place if request.group_id is None else heads.setdefault(request.group_id, place)
        for place, request in enumerate(requests)
    ]
    return sorted(range(len(requests)), key=turns.__getitem__)


def columns_of(requests: Sequence[TransferRequest]) -> list[list[object] | None]:
    """The requests as one list for each field, in the order that ``ledger_post`` takes them.

    What plain transfers do without is None as a whole: so the database knows at once that all are plain.
    """
    is_plain = all(request.kind is Kind.POSTED for request in requests)
    return [
        [request.id for request in requests],
        [request.from_account for request in requests],
        [request.to_account for request in requests],
        [request.amount for request in requests],
        [int(request.unit) for request in requests],
        [request.event_at for request in requests],
        [request.about_id for request in requests],
        _none_or([request.group_id for request in requests]),
        _none_or([request.reverses_id for request in requests]),
        [request.reason for request in requests],
        None if is_plain else [int(request.kind) for request in requests],
        None if is_plain else [request.pending_id for request in requests],
        None if is_plain else [request.expires_at for request in requests],
    ]


def are_plain(requests: Sequence[TransferRequest]) -> bool:
    """Whether each moves its amount at once, by itself, under its own key: then ``ledger_post_plain`` takes them."""
    return len({request.id for request in requests}) == len(requests) and all(
        request.kind is Kind.POSTED and request.group_id is None and request.reverses_id is None for request in requests
    )


def plain_columns_of(requests: Sequence[TransferRequest]) -> list[BinaryArray]:
    """Plain requests as one array for each field, in the order that ``ledger_post_plain`` takes them.

    The accounts stand in an array of their own, each once, in the order of their keys.
    """
    sources = [request.from_account for request in requests]
    targets = [request.to_account for request in requests]
    accounts = sorted({*sources, *targets}, key=attrgetter("int"))
    places = {account: place for place, account in enumerate(accounts, start=1)}
    return [
        BinaryArray.of_uuids([request.id for request in requests]),
        BinaryArray.of_uuids(accounts),
        BinaryArray.of_integers([places[source] for source in sources], size_bytes=4),
        BinaryArray.of_integers([places[target] for target in targets], size_bytes=4),
        BinaryArray.of_integers([request.amount for request in requests], size_bytes=8),
        BinaryArray.of_integers([int(request.unit) for request in requests], size_bytes=2),
        BinaryArray.of_instants([request.event_at for request in requests]),
        BinaryArray.of_uuids([request.about_id for request in requests]),
        BinaryArray.of_texts([request.reason for request in requests]),
    ]


def _none_or(column: list[UUID | None]) -> list[object] | None:
    return None if all(value is None for value in column) else [*column]


def chunks_of(requests: Iterable[TransferRequest], *, size: int) -> Iterator[list[TransferRequest]]:
    """The requests in lists of ``size``; a list is longer when a group that stands together would be cut."""
    chunk: list[TransferRequest] = []
    for request in requests:
        if len(chunk) >= size and (request.group_id is None or request.group_id != chunk[-1].group_id):
            yield chunk
            chunk = []
        chunk.append(request)
    if chunk:
        yield chunk
