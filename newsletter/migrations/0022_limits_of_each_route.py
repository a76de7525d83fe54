# Limits that were found before had no route: they are forgotten, and made anew with the next claim.

from django.db import migrations, models

from newsletter.models.triggers import create_triggers, drop_triggers


def forget(apps, _schema_editor):
    apps.get_model("newsletter", "Throttle").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('newsletter', '0021_never_offered'),
    ]

    operations = [
        migrations.RunPython(drop_triggers, create_triggers),
        migrations.RunPython(forget, forget),
        migrations.AddField(
            model_name='throttle',
            name='route',
            field=models.CharField(default='', max_length=120),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='throttle',
            name='group',
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddConstraint(
            model_name='throttle',
            constraint=models.UniqueConstraint(fields=('route', 'group'), name='throttle_once_for_each_route'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='route',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
