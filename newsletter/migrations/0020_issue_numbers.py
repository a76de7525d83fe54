from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def take_back(apps, schema_editor):
    """Numbers of drafts, of issues that wait and of those that nobody read; public addresses keep theirs."""
    issues = apps.get_model("newsletter", "Issue").objects
    read = apps.get_model("newsletter", "IssueEvent").objects.filter(issue=OuterRef("pk"), event="finish")
    numberless = Q(state__in=["draft", "scheduled", "cancelled"]) | Q(started_at=None)
    issues.filter(numberless, ~Exists(read)).exclude(state="handed_over").update(number=None)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0019_wrong_tokens")]

    operations = [
        migrations.AlterField(
            model_name="issue",
            name="number",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.RunPython(take_back, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "handed_over"), _negated=True) | models.Q(("number__isnull", False)),
                name="issue_handed_over_with_number",
            ),
        ),
    ]
