"""What was frozen, agreed, or handed over stays as it is: the database itself refuses anything else."""

from functools import partial

from django.db import migrations

from newsletter.models.triggers import creating, dropping


def create(apps, schema_editor):
    for statement in creating(schema_editor.connection.vendor, partial(apps.get_model, "newsletter")):
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in dropping(schema_editor.connection.vendor, partial(apps.get_model, "newsletter")):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0002_initial")]

    operations = [migrations.RunPython(create, drop)]
