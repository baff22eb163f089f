"""A record may have several places, one of them current: certified again, it is not what was revoked."""

from django.db import migrations, models
from django.db.models import Q

from niangjia.core.ids import new_id

COLUMNS = """
ALTER TABLE credentials_statusentry DROP CONSTRAINT credentials_statusentry_pkey;
ALTER TABLE credentials_statusentry ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY;
ALTER TABLE credentials_statusentry ALTER COLUMN id DROP DEFAULT;
"""
GUARD = """
CREATE OR REPLACE FUNCTION credentials_status_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.id <> OLD.id OR NEW.about_id <> OLD.about_id OR NEW.list_id <> OLD.list_id
        OR NEW.index <> OLD.index OR OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
        OR OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NOT NULL AND NEW.revoked_at IS NULL THEN
        RAISE EXCEPTION 'a status keeps its place, a revocation is final, only a revoked one is replaced'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("credentials", "0002_guards")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(COLUMNS)],
            [
                migrations.AlterField("statusentry", "about_id", models.UUIDField(verbose_name="所属记录")),
                migrations.AddField(
                    "statusentry",
                    "id",
                    models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False),
                    preserve_default=True,
                ),
            ],
        ),
        migrations.AddField("statusentry", "replaced_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "statusentry",
            models.UniqueConstraint(
                fields=("about_id",), condition=Q(("replaced_at", None)), name="status_of_a_record_once"
            ),
        ),
        migrations.RunSQL(GUARD),
    ]
