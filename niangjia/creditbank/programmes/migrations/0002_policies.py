"""Who sees learners: the person, and the seats above the college. Programmes are public."""

from django.db import migrations

from niangjia.kernel.access.policies import organisation, own, parent, protect


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("access", "0003_policies")]

    operations = [
        protect("programmes_enrolment", own("person_id"), organisation("college_id")),
        protect("programmes_passedcourse", parent("enrolment_id", "programmes_enrolment")),
    ]
