"""A site that lives as long as one command: an embedded database and files that are thrown away afterwards."""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import django


@contextmanager
def temporary_site() -> Iterator[None]:
    """Django is ready inside, on a migrated database of its own; nothing that the machine holds is touched."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.config.settings.test"
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    logging.disable(logging.INFO)  # a command speaks for itself
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        connections.close_all()
        shutil.rmtree(settings.VAR)
