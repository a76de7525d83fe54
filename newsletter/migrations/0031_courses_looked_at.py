import newsletter.core.delivery_state
import newsletter.core.purposes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0030_asking")]

    operations = [
        migrations.AddField(
            model_name="course",
            name="changed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("purpose", newsletter.core.purposes.Purpose["PART"])),
                fields=["ended_at"],
                name="delivery_parts_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            newsletter.core.delivery_state.Outcome["BOUNCED"],
                            newsletter.core.delivery_state.Outcome["COMPLAINED"],
                        ],
                    ),
                    ("purpose", newsletter.core.purposes.Purpose["PART"]),
                ),
                fields=["outcome_at"],
                name="delivery_parts_bad_news",
            ),
        ),
    ]
