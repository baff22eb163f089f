"""Conditions asked of a whole population at once, in PostgreSQL."""

from niangjia.core.conditions_sql.render import to_sql
from niangjia.core.conditions_sql.sources import CollectionSource, Sources

__all__ = ["CollectionSource", "Sources", "to_sql"]
