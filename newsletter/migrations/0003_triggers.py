"""What was frozen, agreed, or handed over stays as it is: the database itself refuses anything else."""

from django.db import migrations

from newsletter.models.triggers import create_triggers, drop_triggers


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0002_initial")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
