"""What is published never changes and never goes, whoever asks."""

from django.db import migrations

GUARD = """
CREATE FUNCTION rulebooks_published_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published rule book never changes'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rule_book_published_stays';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER rulebooks_rulebook_published_stays BEFORE UPDATE OR DELETE ON rulebooks_rulebook
    FOR EACH ROW EXECUTE FUNCTION rulebooks_published_stays();
CREATE FUNCTION rulebooks_programme_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM rulebooks_rulebook AS book WHERE book.id = OLD.rule_book_id AND book.published_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'a published rule book never changes'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rule_book_published_stays';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER rulebooks_rulebookprogramme_stays BEFORE UPDATE OR DELETE ON rulebooks_rulebookprogramme
    FOR EACH ROW EXECUTE FUNCTION rulebooks_programme_stays();
"""
DROP = """
DROP TRIGGER rulebooks_rulebookprogramme_stays ON rulebooks_rulebookprogramme;
DROP FUNCTION rulebooks_programme_stays();
DROP TRIGGER rulebooks_rulebook_published_stays ON rulebooks_rulebook;
DROP FUNCTION rulebooks_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("rulebooks", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, DROP)]
