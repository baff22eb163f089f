"""What migrations need to make a table append-only."""

from django.db.migrations import RunSQL

REFUSING_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$
"""


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE and DELETE on a table to everyone, its owner included.

    The migration must depend on ``("audit", "0001_initial")``, which makes the function.
    """
    return RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )
