"""Who sees outcomes: the person, whoever may see the person, and the body that certifies them."""

from django.db import migrations

from niangjia.kernel.access.policies import organisation, own, parent, person, protect, runs_as_reader

# A body must learn that a certificate stands elsewhere already, though it may not see where: yes or no, no name.
KNOWN = """
CREATE FUNCTION outcomes_known_certificates(numbers text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT DISTINCT held.certificate_number
    FROM outcomes_outcome AS held
    WHERE held.certificate_number = ANY (numbers) AND held.kind = 'skill_certificate' AND held.void_at IS NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_initial"), ("access", "0003_policies")]

    operations = [
        protect("outcomes_deposit", organisation("body_id")),
        protect("outcomes_outcome", own("person_id"), person("person_id"), organisation("body_id")),
        protect("outcomes_outcomedetail", parent("outcome_id", "outcomes_outcome", "record_id")),
        migrations.RunSQL(KNOWN, "DROP FUNCTION outcomes_known_certificates(text[])"),
        runs_as_reader("outcomes_known_certificates(text[])"),
    ]
