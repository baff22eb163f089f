"""Conditions asked of a whole population at once, in PostgreSQL."""

from niangjia.core.conditions_sql.render import first_match_sql, to_sql
from niangjia.core.conditions_sql.sources import CollectionSource, Sources

__all__ = ["CollectionSource", "Sources", "first_match_sql", "to_sql"]
