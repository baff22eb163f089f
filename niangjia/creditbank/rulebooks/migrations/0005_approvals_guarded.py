"""An approval is its giver's own and never changes; without enough of them nothing is published, whoever asks."""

# ruff: noqa: S608 - the pieces are words of this migration, never what a person typed

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import everyone, organisation, protect_each

KEPT_QUORUM = """
ALTER TABLE rulebooks_rulebook DISABLE TRIGGER rulebooks_rulebook_published_stays;
UPDATE rulebooks_rulebook SET quorum = greatest((content::jsonb ->> 'quorum')::smallint, 1)
WHERE content::jsonb ->> 'quorum' IS NOT NULL;
ALTER TABLE rulebooks_rulebook ENABLE TRIGGER rulebooks_rulebook_published_stays;
"""
GUARD = """
CREATE FUNCTION rulebooks_quorum_reached() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.published_at IS NOT NULL AND (
        SELECT count(*) FROM rulebooks_approval AS given
        WHERE given.rule_book_id = NEW.id AND given.content_hash = NEW.content_hash
            AND given.drafted_at = NEW.drafted_at
            AND (given.approved_by IS NULL OR given.approved_by IS DISTINCT FROM NEW.drafted_by)
    ) < NEW.quorum THEN
        RAISE EXCEPTION 'too few approvals'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rule_book_quorum_reached';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER rulebooks_rulebook_quorum_reached AFTER INSERT OR UPDATE ON rulebooks_rulebook
    FOR EACH ROW EXECUTE FUNCTION rulebooks_quorum_reached();
"""
DROP = """
DROP TRIGGER rulebooks_rulebook_quorum_reached ON rulebooks_rulebook;
DROP FUNCTION rulebooks_quorum_reached();
"""


def ones_own(table: str) -> str:
    """Given by whoever acts, on a book of an organisation that she sits in or above; or by the house."""
    seated = organisation("publisher_id")("book")
    return (
        f"({table}.approved_by IS NULL AND (SELECT nj_account()) IS NULL)"
        f" OR ({table}.approved_by = (SELECT nj_account()) AND EXISTS (SELECT 1 FROM rulebooks_rulebook AS book"
        f" WHERE book.id = {table}.rule_book_id AND {seated}))"
    )


class Migration(migrations.Migration):
    dependencies = [("rulebooks", "0004_approvals"), ("audit", "0001_initial"), ("access", "0003_policies")]

    operations = [
        migrations.RunSQL(KEPT_QUORUM, migrations.RunSQL.noop),
        protect_each("rulebooks_approval", select=(everyone,), insert=(ones_own,)),
        append_only("rulebooks_approval"),
        migrations.RunSQL(GUARD, DROP),
    ]
