import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0022_limits_of_each_route")]

    operations = [
        migrations.AddField(
            model_name="newsletter",
            name="counts_clicks",
            field=models.BooleanField(
                default=False,
                help_text="Links of its letters then lead through this site, with one address for all readers, and only sums are kept. Every letter and the privacy page say so. Leave it off for tender subjects, above all under a neutral name, and for few readers: one click on a link about grief says much, and a small number can point at a person.",  # noqa: E501 - Django compares it whole
                verbose_name="Count clicks, without knowing whose",
            ),
        ),
        migrations.CreateModel(
            name="CountedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16)),
                ("number", models.PositiveSmallIntegerField()),
                ("human", models.PositiveIntegerField(default=0)),
                ("machine", models.PositiveIntegerField(default=0)),
                ("unknown", models.PositiveIntegerField(default=0)),
                (
                    "compiled",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counted_links",
                        to="newsletter.compiledissue",
                    ),
                ),
            ],
            options={
                "ordering": ["compiled", "number"],
                "constraints": [models.UniqueConstraint(fields=("key", "number"), name="counted_link_once")],
            },
        ),
    ]
