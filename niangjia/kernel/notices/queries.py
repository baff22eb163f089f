"""What a person was told."""

from uuid import UUID

from django.db.models import QuerySet

from niangjia.kernel.notices.models import Notice


def notices_of(person_id: UUID) -> QuerySet[Notice]:
    """All that a person was told, the latest first."""
    return Notice.objects.filter(person_id=person_id).order_by("-id")


def unread_count(person_id: UUID) -> int:
    """How much of it she did not read yet."""
    return Notice.objects.filter(person_id=person_id, read_at=None).count()
