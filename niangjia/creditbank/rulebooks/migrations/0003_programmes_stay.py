"""Nor can a published book be made to hold for one more programme."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION rulebooks_programme_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    books uuid[] := '{}';
BEGIN
    IF TG_OP <> 'INSERT' THEN books := books || OLD.rule_book_id; END IF;
    IF TG_OP <> 'DELETE' THEN books := books || NEW.rule_book_id; END IF;
    IF EXISTS (SELECT 1 FROM rulebooks_rulebook AS book WHERE book.id = ANY (books) AND book.published_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'a published rule book never changes'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rule_book_published_stays';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE OR REPLACE TRIGGER rulebooks_rulebookprogramme_stays BEFORE INSERT OR UPDATE OR DELETE
    ON rulebooks_rulebookprogramme FOR EACH ROW EXECUTE FUNCTION rulebooks_programme_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("rulebooks", "0002_published_stays")]

    operations = [migrations.RunSQL(GUARD, migrations.RunSQL.noop)]
