"""An outcome that an appeal brings back is judged anew, perhaps to the same verdict.

That two people don't decide at once is kept by its record: one move for each version.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0004_who_moves")]

    operations = [migrations.RemoveConstraint(model_name="certification", name="verdict_once")]
