"""What people put into addresses and forms, read with care."""

from uuid import UUID


def key_of(text: str | None) -> UUID | None:
    """A key, or nothing where the text is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
