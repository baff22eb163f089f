# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""Anyone objects while a notice runs; the college alone reads who; nothing is published before it is over and answered."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import everyone, organisation, protect_each, runs_as_reader

SEATED = organisation("publisher_id")("book")
GUARD = """
CREATE FUNCTION rulebooks_notice_over() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
BEGIN
    IF NEW.published_at IS NOT NULL AND NEW.consult_days > 0 AND NOT EXISTS (
        SELECT 1 FROM rulebooks_draftnotice AS shown
        WHERE shown.rule_book_id = NEW.id AND shown.content_hash = NEW.content_hash
            AND shown.drafted_at = NEW.drafted_at AND shown.ends_at <= NEW.published_at
            AND NOT EXISTS (
                SELECT 1 FROM rulebooks_objection AS against
                WHERE against.notice_id = shown.id
                    AND NOT EXISTS (SELECT 1 FROM rulebooks_answer AS said WHERE said.objection_id = against.id)
            )
    ) THEN
        RAISE EXCEPTION 'the public notice is not over'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rule_book_notice_over';
    END IF;
    RETURN NULL;
END
$$;
"""
TRIGGER = """
CREATE TRIGGER rulebooks_rulebook_notice_over AFTER INSERT OR UPDATE ON rulebooks_rulebook
    FOR EACH ROW EXECUTE FUNCTION rulebooks_notice_over();
"""
PUBLIC = """
CREATE FUNCTION rulebooks_objections(asked uuid) RETURNS TABLE (said text, said_at timestamptz, answered text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT against.text, against.at, coalesce(reply.text, '')
    FROM rulebooks_objection AS against LEFT JOIN rulebooks_answer AS reply ON reply.objection_id = against.id
    WHERE against.notice_id = asked ORDER BY against.at, against.id
$$
"""


def kept(table: str) -> str:
    """Rows of books of an organisation that the actor sits in or above."""
    return f"EXISTS (SELECT 1 FROM rulebooks_rulebook AS book WHERE book.id = {table}.rule_book_id AND {SEATED})"


def of_notice(table: str) -> str:
    """Objections to such a book."""
    return (
        "EXISTS (SELECT 1 FROM rulebooks_draftnotice AS shown JOIN rulebooks_rulebook AS book"
        f" ON book.id = shown.rule_book_id WHERE shown.id = {table}.notice_id AND {SEATED})"
    )


def of_objection(table: str) -> str:
    """Answers to such objections."""
    return f"EXISTS (SELECT 1 FROM rulebooks_objection AS against WHERE against.id = {table}.objection_id)"


def running(table: str) -> str:
    """While the notice runs, in nobody else's name."""
    return (
        f"{table}.by IS NOT DISTINCT FROM (SELECT nj_account()) AND EXISTS ("
        f"SELECT 1 FROM rulebooks_draftnotice AS shown WHERE shown.id = {table}.notice_id AND shown.ends_at > {table}.at)"
    )


class Migration(migrations.Migration):
    dependencies = [("rulebooks", "0006_consultation"), ("audit", "0001_initial"), ("access", "0003_policies")]

    operations = [
        protect_each("rulebooks_draftnotice", select=(everyone,), insert=(kept,)),
        protect_each("rulebooks_objection", select=(of_notice,), insert=(running,)),
        protect_each("rulebooks_answer", select=(of_objection,), insert=(of_objection,)),
        protect_each("rulebooks_discussion", select=(kept,), insert=(kept,)),
        append_only("rulebooks_draftnotice"),
        append_only("rulebooks_objection"),
        append_only("rulebooks_answer"),
        append_only("rulebooks_discussion"),
        migrations.RunSQL(GUARD, "DROP FUNCTION rulebooks_notice_over()"),
        runs_as_reader("rulebooks_notice_over()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER rulebooks_rulebook_notice_over ON rulebooks_rulebook"),
        migrations.RunSQL(PUBLIC, "DROP FUNCTION rulebooks_objections(uuid)"),
        runs_as_reader("rulebooks_objections(uuid)"),
    ]
