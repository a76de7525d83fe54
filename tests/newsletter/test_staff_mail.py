"""What the admin mails to staff leaves by the way that letters take: in the demo it lies in the local mailbox."""

import re

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse

from newsletter.core.addresses import AddressRefused
from newsletter.core.eml import read_letter
from newsletter.core.receipts import Stage
from newsletter.models import Delivery
from newsletter.transports.base import RouteFailed, answered
from newsletter.transports.memory import MemoryTransport

HOME = {"headers": {"host": "127.0.0.1:8000"}}


@pytest.fixture
def by_ours(settings, tmp_path):
    """Mails leave as they do outside of tests; into a local mailbox."""
    settings.EMAIL_BACKEND = "newsletter.staff_mail.StaffMail"
    own = {**settings.PARTWISE["newsletter"], "transport": "outbox", "outbox_dir": tmp_path}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": own}
    return tmp_path


def mail(**given) -> EmailMultiAlternatives:
    email = EmailMultiAlternatives(
        **{"subject": "Grüße", "body": "Schöne Grüße\n", "to": ["mara@example.org"], **given}
    )
    email.attach_alternative("<p>Schöne Grüße</p>", "text/html")
    return email


def test_the_way_to_a_new_password_lies_in_the_local_mailbox(
    by_ours, client, world, django_capture_on_commit_callbacks
):
    mara = world.staff["mara"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_password_reset"), {"email": mara.email})

    assert mara.email in client.get("/mailbox/", **HOME).content.decode()
    [file] = by_ours.glob("*.eml")
    letter = read_letter(file.stem, file.read_bytes())
    [link] = re.findall(r"http://testserver(/admin/password_reset/confirm/\S+)", letter.text)
    assert client.get(link, follow=True).status_code == 200
    assert not Delivery.objects.exists()


def test_every_addressee_gets_a_message_of_plain_ascii_that_reads_as_it_was_written(
    by_ours, db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert mail(to=["Mara <mara@example.org>"], bcc=["noor@example.org"]).send() == 1

    written = [file.read_bytes() for file in by_ours.glob("*.eml")]
    assert len(written) == 2
    assert all(data.isascii() and b"\n" not in data.replace(b"\r\n", b"") for data in written)
    letter = read_letter("a", written[0])
    assert (letter.subject, letter.text.strip(), letter.html.strip()) == (
        "Grüße",
        "Schöne Grüße",
        "<p>Schöne Grüße</p>",
    )


def test_inside_a_transaction_a_mail_waits_for_its_end(by_ours, db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        mail().send()
        assert not list(by_ours.glob("*.eml"))

    assert len(list(by_ours.glob("*.eml"))) == 1


class Full(MemoryTransport):
    """A server that takes nothing."""

    def offer(self, messages, *, mark):
        return [answered(message, "452 4.2.2 full", stage=Stage.RCPT) for message in messages if mark([message])]


def test_a_mail_that_no_server_took_is_no_success(by_ours, db, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("newsletter.staff_mail.chosen_transport", lambda _conf: Full())

    with pytest.raises(RouteFailed), django_capture_on_commit_callbacks(execute=True):
        mail().send()


def test_an_address_that_nobody_can_mail_is_refused(by_ours, db):
    with pytest.raises(AddressRefused):
        mail(to=["nobody"]).send()


def test_mails_to_staff_come_from_the_sending_domain():
    assert settings.DEFAULT_FROM_EMAIL.startswith("Partwise <partwise@")
