"""What a record is, whose it is and about whom never changes: who may move it hangs on these."""

from django.db import migrations

STAYS = """
CREATE FUNCTION record_stays_what_it_is() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'the kind, the organisation and the subject of a record never change'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'record_stays_what_it_is';
END
$$;
CREATE TRIGGER records_record_stays BEFORE UPDATE ON records_record FOR EACH ROW
    WHEN (OLD.kind <> NEW.kind OR OLD.organisation_id <> NEW.organisation_id
        OR OLD.subject_id IS DISTINCT FROM NEW.subject_id)
    EXECUTE FUNCTION record_stays_what_it_is();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0004_blobs_in_use")]

    operations = [
        migrations.RunSQL(
            STAYS, "DROP TRIGGER records_record_stays ON records_record; DROP FUNCTION record_stays_what_it_is()"
        )
    ]
