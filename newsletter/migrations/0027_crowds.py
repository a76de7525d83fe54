from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0026_role_grants")]

    operations = [
        migrations.AddField(
            model_name="signuprequest",
            name="way",
            field=models.CharField(blank=True, default="", help_text="Through a crowd: worked or waited.", max_length=8),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="SignUpHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.DateTimeField(unique=True)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "waited",
                    models.PositiveIntegerField(
                        default=0, help_text="Those that came through a crowd by waiting."
                    ),
                ),
            ],
        ),
    ]
