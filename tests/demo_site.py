"""The demo's texts on a new installation, as one finds it after migrate."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from wagtail.models import Collection, Locale, Page

from series.demo.load import load_demo


@contextmanager
def loaded() -> Iterator[None]:
    """Loaded once for all tests inside; afterwards it never was. Needs an unblocked database."""
    with transaction.atomic():
        Locale.objects.get_or_create(language_code="en")
        Collection.objects.exists() or Collection.add_root(name="Root")
        if not Page.get_first_root_node():
            Page.add_root(title="Root", slug="root").add_child(instance=Page(title="Welcome", slug="home"))
        load_demo()
        yield
        transaction.set_rollback(True)
