from contextlib import ExitStack
from functools import partial

import dns.resolver
import pytest
from django.contrib.auth import get_user_model

from cms.remote.names import Names
from newsletter import deliverability
from newsletter.send import start
from newsletter.transports.memory import MemoryTransport
from tests.cast import build_cast
from tests.factories import due_issue, unasked
from tests.newsletter.core.deliverability.zones import KEYS, zone
from tests.servers.names import name_server


@pytest.fixture
def cast(db):
    """Slow Letters and its five readers."""
    return build_cast()


@pytest.fixture
def issue(cast):
    """An issue whose letters are leaving: Ada and Esra wait for theirs."""
    row = due_issue(cast.newsletter)
    start(row.pk, recheck=unasked)
    row.refresh_from_db()
    return row


@pytest.fixture
def chosen(settings):
    """A function: the newsletter's settings, with these chosen otherwise."""

    def choose(**values):
        settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**settings.PARTWISE["newsletter"], **values}}

    return choose


@pytest.fixture
def transport():
    return MemoryTransport()


@pytest.fixture
def zone_served(monkeypatch, settings):
    """A function: the zone of that name is what this machine's name servers say, and this site was told its facts."""
    with ExitStack() as stack:

        def serve(name):
            given = zone(name)
            resolver = stack.enter_context(name_server(given.text)).resolver()
            if given.is_offline:
                resolver.port = 1
                monkeypatch.setattr(deliverability, "Names", partial(Names, timeout_s=0.2))  # nobody waits for nobody
            monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
            told = {
                "mail_host": given.facts.mail_host,
                "addresses": given.facts.addresses,
                "spf_includes": given.facts.spf_includes,
                "dkim_selectors": given.facts.dkim_selectors,
                "dkim_domain": given.facts.dkim_domain,
                "dkim_key": str(KEYS / "public.pem"),
            }
            own = {**settings.PARTWISE["newsletter"], "sending_domain": given.facts.sending_domain, "dns": told}
            settings.PARTWISE = {**settings.PARTWISE, "newsletter": own}

        yield serve


@pytest.fixture
def staff(db):
    """Mara, who may do everything."""
    return get_user_model().objects.create_superuser("mara", "mara@example.org", "a long password for tests")
