from django.db import migrations, models

_PARAGRAPH = models.PositiveIntegerField(blank=True, help_text="Of a document; of a file, the row.", null=True)


class Migration(migrations.Migration):
    """Words for staff alone: the database has nothing to do."""

    dependencies = [
        ("catalogue", "0024_second_step"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(model_name="citation", name="paragraph", field=_PARAGRAPH),
                migrations.AlterField(model_name="historicalcitation", name="paragraph", field=_PARAGRAPH),
            ]
        ),
    ]
