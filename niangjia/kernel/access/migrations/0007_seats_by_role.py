"""The seats of one role: for what takes more than a seat of whatever role."""

from django.db import migrations

SEATS_AS = """
CREATE FUNCTION nj_seats_as(asked text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    SELECT coalesce(array_agg(DISTINCT held.organisation_id), '{}')
    FROM access_grant AS held
    JOIN access_account AS account ON account.id = held.account_id AND account.is_active
    WHERE held.account_id = nj_account()
        AND held.role = asked
        AND held.valid_from <= nj_today()
        AND (held.valid_to IS NULL OR held.valid_to > nj_today())
$$
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_failed_logins")]

    operations = [migrations.RunSQL(SEATS_AS, "DROP FUNCTION nj_seats_as(text)")]
