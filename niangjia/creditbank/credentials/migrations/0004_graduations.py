"""A graduation has a credential too: in doubt while the graduation waits for review, revoked once it is withdrawn."""

from django.db import migrations, models

from niangjia.kernel.access.policies import READER, runs_as_reader

# Whoever takes back what a graduation rests on flags it: what is shown of it is in doubt in the same transaction.
FOLLOW = """
CREATE FUNCTION archive_follow_graduation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE credentials_statusentry AS status SET
        suspended_at = CASE NEW.to_state WHEN 'to_review' THEN NEW.at END,
        revoked_at = CASE NEW.to_state WHEN 'withdrawn' THEN NEW.at ELSE status.revoked_at END
    FROM pathway_graduation AS conferred
    WHERE conferred.record_id = NEW.record_id AND status.about_id = NEW.record_id
        AND status.replaced_at IS NULL AND status.revoked_at IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER records_move_follows_graduation AFTER INSERT ON records_move
    FOR EACH ROW WHEN (
        NEW.from_state IN ('graduated', 'upheld') AND NEW.to_state = 'to_review'
        OR NEW.from_state = 'to_review' AND NEW.to_state IN ('upheld', 'withdrawn')
    )
    EXECUTE FUNCTION archive_follow_graduation();
"""
UNFOLLOW = """
DROP TRIGGER records_move_follows_graduation ON records_move;
DROP FUNCTION archive_follow_graduation();
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0003_places"), ("pathway", "0003_seen_from_outside")]

    operations = [
        migrations.AlterField(
            "credential",
            "held",
            models.CharField(
                choices=[("outcome", "学习成果"), ("decision", "认定结果"), ("graduation", "毕业")], max_length=12
            ),
        ),
        migrations.RunSQL(FOLLOW, UNFOLLOW),
        migrations.RunSQL(f"GRANT UPDATE ON credentials_statusentry TO {READER}", migrations.RunSQL.noop),
        runs_as_reader("archive_follow_graduation()"),
    ]
