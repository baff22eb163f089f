"""A table as PostgreSQL asks it: one CASE over columns, in place of a join with the rules."""

from collections.abc import Mapping

from niangjia.core.conditions import Value
from niangjia.core.conditions_sql import Sources
from niangjia.core.conditions_sql import first_match_sql as case_of
from niangjia.creditbank.engine.tables.dense import FirstMatch


def first_match_sql(table: FirstMatch, columns: Mapping[str, str]) -> tuple[str, list[Value | None]]:
    """The number of the first row that matches, -1 for none: an expression and its parameters, for psycopg.

    ``columns`` gives trusted SQL for each fact, such as ``outcome.level``, with a per cent sign doubled. Raises
    KeyError for a fact without one.
    """
    return case_of(table.layout.conditions, Sources(columns))
