"""Citations that need a look are few among hundreds of thousands: an index of these alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0028_sign_in_letters")]

    operations = [
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("needs_look", True)), fields=["superseded_by"], name="citation_needs_look"
            ),
        ),
    ]
