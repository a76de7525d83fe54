"""How somebody comes in: asked by a form or the API, heard by the scheduler, confirmed by the mailbox's owner.

The answer to whoever asks is the same for every address; `newsletter.sign_up_hearing` decides what leaves by mail.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from cms.clock import database_now
from newsletter.conf import address_hmacs
from newsletter.core.addresses import normal_form
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.sign_up import FROM_ONE_NETWORK, SignUp
from newsletter.mailed_links import LinkRefused, use_link
from newsletter.models import (
    ConsentEvent,
    MailBudget,
    MailedLink,
    Newsletter,
    SignUpRequest,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.subscriptions import Consent, enroll
from newsletter.suppressions import lift

OWN_PAGE = "own_page"
CAME_BACK = "The reader confirmed from this mailbox, so letters arrive there again."


class SignUpRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """It cannot be asked like this; the message is meant for the person at the form and tells nothing of any reader."""


class TooManySignUps(SignUpRefused):
    """Enough for now from this network."""


def ask(asked: SignUp) -> None:
    """Write the request down, whoever it is about. Raises AddressRefused and SignUpRefused."""
    normal_form(asked.email)
    if not asked.newsletters:
        raise SignUpRefused("Please choose at least one.")
    _keep(asked)


def ask_for_page(email: str, *, network: str = "") -> None:
    """Somebody wants the link to their own page; whoever it is gets the same answer. Raises as `ask` does."""
    normal_form(email)
    _keep(SignUp(email=email, newsletters=(), wording="", form="", method=OWN_PAGE, network=network))


def _keep(asked: SignUp) -> None:
    for past, most in FROM_ONE_NETWORK.items():
        if asked.network and SignUpRequest.objects.since(past).filter(network=asked.network).count() >= most:
            raise TooManySignUps("Many sign-ups came from your network. Please try again in an hour, or from another.")
    SignUpRequest.objects.keep(asked)


def confirm(link: MailedLink) -> list[Subscription]:
    """The mailbox's owner says yes: consent goes on record and letters come. Pressed again, nothing more happens.

    Returns what they asked for, as it now stands. Raises LinkRefused when none of it exists any more.
    """
    chosen = list(Newsletter.objects.filter(pk__in=link.facts["newsletters"]))
    if not chosen:
        raise LinkRefused("This link does not open anything any more.")
    with transaction.atomic():
        if use_link(link):
            _lift_old_bounces(link.subscriber)
            for newsletter in chosen:
                enroll(newsletter, email=link.subscriber.email, consent=_consent(link))
            if name := link.facts["first_name"]:
                Subscriber.objects.filter(pk=link.subscriber_id, first_name="").update(first_name=name)
    rows = Subscription.objects.filter(subscriber=link.subscriber_id, newsletter__in=chosen)
    return list(rows.select_related("newsletter", "subscriber").order_by("newsletter__name"))


def forget_unconfirmed() -> None:
    """Who never confirmed leaves no trace but the counters: their pending rows, and they themselves if nothing else."""
    SignUpRequest.objects.forget()
    MailBudget.objects.forget()
    for link in MailedLink.objects.expired().filter(purpose=LinkPurpose.CONFIRM, used_at=None)[:500]:
        with transaction.atomic():
            made = Q(pk__in=link.facts["made"], state=Subscription.State.PENDING, consents=None)
            Subscription.objects.filter(made).delete()
            if link.facts["made_reader"]:
                Subscriber.objects.filter(pk=link.subscriber_id, subscriptions=None).delete()
            MailedLink.objects.filter(pk=link.pk).delete()


def to_remind():
    """Confirmations that have been open for a day, and were never reminded of."""
    open_links = MailedLink.objects.live().filter(purpose=LinkPurpose.CONFIRM, used_at=None, reminded_at=None)
    return open_links.filter(created_at__lte=Now() - timedelta(hours=24)).select_related("subscriber", "newsletter")


def _consent(link: MailedLink) -> Consent:
    facts, mailed = link.facts, f"{link.created_at:%Y-%m-%d %H:%M} UTC"
    return Consent(
        action=ConsentEvent.Action.CONFIRMED,
        method=facts["method"],
        wording=facts["wording"],
        given_on=database_now(),
        evidence=f"Asked at {facts['asked_at']} by {facts['form']}; confirmed by the link of {mailed}",
    )


def _lift_old_bounces(reader: Subscriber) -> None:
    bounced = Suppression.objects.active().filter(
        address_hmac__in=address_hmacs(reader.email_key), reason=Suppression.Reason.HARD_BOUNCE
    )
    for row in bounced:
        lift(row.pk, by=None, why=CAME_BACK)
