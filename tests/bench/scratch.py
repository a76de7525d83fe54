"""A PostgreSQL database that lives as long as one command, and the readers that a measure needs in it."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import django

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"

_READERS = """
INSERT INTO newsletter_subscriber
    (public_id, email, email_key, first_name, language, zone, source, attributes, created_at)
SELECT gen_random_uuid(), address, address, 'Ada', 'en', 'UTC', 'bench', '{}', now() - interval '1 year'
FROM (SELECT 'reader' || n || '@' || (ARRAY['gmail.com', 'yahoo.com', 'outlook.com', 'icloud.com',
    'host' || mod(n, 997) || '.example.org'])[1 + mod(n, 5)] AS address
    FROM generate_series(%(first)s, %(last)s) n) made
"""
_SUBSCRIPTIONS = """
INSERT INTO newsletter_subscription
    (public_id, short_id, subscriber_id, newsletter_id, state, ended_reason, confirmed_at, created_at)
SELECT id, left(replace(id::text, '-', ''), 12), subscriber, %(newsletter)s, state, '', then_, then_
FROM (SELECT gen_random_uuid() AS id, id AS subscriber, now() - interval '1 year' AS then_,
    CASE WHEN mod(id, 50) = 0 THEN 'paused' ELSE 'active' END AS state
    FROM newsletter_subscriber WHERE id > %(after)s ORDER BY id) made
"""
_CONSENTS = """
INSERT INTO newsletter_consentevent
    (subscription_id, seq, action, method, wording, evidence, given_on, recorded_at)
SELECT id, 1, 'confirmed', 'page', 'Send me letters.', '', now() - interval '1 year', now()
FROM newsletter_subscription WHERE newsletter_id = %(newsletter)s
"""


@contextmanager
def scratch_database() -> Iterator[None]:
    """A migrated database of its own on the server of DATABASE_URL; Django is ready inside, and it is dropped after."""
    server = os.environ.setdefault("DATABASE_URL", SERVER)
    if not server.startswith("postgres"):
        raise SystemExit("This measure needs PostgreSQL. Please set DATABASE_URL to a server that may be written to.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.config.settings.test"
    django.setup()
    logging.disable(logging.INFO)  # a command speaks for itself
    from django.db import connection

    from tests.databases import copy_of_migrated

    with copy_of_migrated():
        name = connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"]
        os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{name}").geturl()  # for processes beside us
        yield


def fill(newsletter_id: int, *, first: int, last: int) -> None:
    """Readers `first` to `last` with confirmed subscriptions, every fiftieth paused; written by the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM newsletter_subscriber")
        facts = {"first": first, "last": last, "newsletter": newsletter_id, "after": cursor.fetchone()[0]}
        for statement in (_READERS, _SUBSCRIPTIONS, _CONSENTS):
            cursor.execute(statement, facts)
        cursor.execute("ANALYZE")


def suppress_every(step: int) -> int:
    """Each so manieth reader must not be mailed; says how many."""
    from newsletter.conf import suppression_keys
    from newsletter.core.tokens import address_hmac
    from newsletter.models import Subscriber, Suppression

    key_id, key = list(suppression_keys().items())[-1]
    keys = Subscriber.objects.extra(where=["id %% %s = 1"], params=[step]).values_list("email_key", flat=True)
    rows = [
        Suppression(address_hmac=address_hmac(found, key=key), key_id=key_id, reason="hard_bounce") for found in keys
    ]
    return len(Suppression.objects.bulk_create(rows, batch_size=2_000))
