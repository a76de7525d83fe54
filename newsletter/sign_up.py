"""How somebody comes in: asked by a form or the API, heard by the scheduler, confirmed by the mailbox's owner.

The answer to whoever asks is the same for every address; `newsletter.sign_up_hearing` decides what leaves by mail.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from cms.clock import Now, database_now
from newsletter.conf import address_hmacs
from newsletter.core.addresses import normal_form
from newsletter.core.askings import NO_ANSWER
from newsletter.core.courses.facts import CourseState
from newsletter.core.crowd import LEAST, MOST_WHO_WAIT, Way, is_crowd
from newsletter.core.delivery_state import State
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.sign_up import FROM_ONE_NETWORK, SignUp
from newsletter.mailed_links import LinkRefused, use_link
from newsletter.models import (
    ConsentEvent,
    Course,
    Delivery,
    MailBudget,
    MailedLink,
    Newsletter,
    SignUpHour,
    SignUpRequest,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.pipeline.journal import note_departure
from newsletter.subscriptions import Consent, enroll
from newsletter.suppressions import lift, suppress

TOO_MANY = gettext_noop("Many have asked from your network. Please try again in an hour, or from another one.")
CAME_BACK = "The reader confirmed from this mailbox, so letters arrive there again."


class SignUpRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """It cannot be asked like this; the message is meant for the person at the form and tells nothing of any reader."""


class TooManySignUps(SignUpRefused):
    """Enough for now from this network."""


class WorkWanted(SignUpRefused):
    """In a crowd: let the browser do some work, or wait, and come again."""


def ask(asked: SignUp) -> None:
    """Write the request down, whoever it is about. Raises AddressRefused, WorkWanted in a crowd, and SignUpRefused."""
    normal_form(asked.email)
    if not (asked.newsletters or asked.courses):
        raise SignUpRefused(gettext_noop("Please choose at least one."))
    now = database_now()
    if asked.way is not Way.WORKED and is_crowded(now):
        _refuse_in_crowd(asked.way, now=now)
    _keep(asked)
    SignUpHour.objects.note(asked.way, at=now)


def is_crowded(now: datetime) -> bool:
    """Whether so many sign up that each has to bring some work, or to wait."""
    last_hour, _ = SignUpHour.objects.of_last_hour(at=now)
    return last_hour > LEAST and is_crowd(last_hour=last_hour, last_week=SignUpHour.objects.of_last_week())


def _refuse_in_crowd(way: Way, *, now: datetime) -> None:
    if way is Way.NONE:
        raise WorkWanted("Very many people are signing up just now.")
    _, waited = SignUpHour.objects.of_last_hour(at=now)
    if waited >= MOST_WHO_WAIT:
        raise TooManySignUps(gettext_noop("Very many people are signing up just now. Please try again in an hour."))


def ask_for_page(email: str, *, network: str = "") -> None:
    """Somebody wants the link to their own page; whoever it is gets the same answer. Raises as `ask` does."""
    normal_form(email)
    _keep(SignUp(email=email, newsletters=(), wording="", form="", method=SignUpRequest.OWN_PAGE, network=network))


def _keep(asked: SignUp) -> None:
    for past, most in FROM_ONE_NETWORK.items():
        if asked.network and SignUpRequest.objects.since(past).like(asked).count() >= most:
            raise TooManySignUps(TOO_MANY)
    SignUpRequest.objects.keep(asked)


def confirm(link: MailedLink) -> list[Subscription]:
    """The mailbox's owner says yes: consent goes on record and letters come. Pressed again, nothing more happens.

    Returns what they asked for, as it now stands. Raises LinkRefused when none of it exists any more.
    """
    chosen = chosen_by(link)
    if not chosen:
        raise LinkRefused("This link does not open anything any more.")
    with transaction.atomic():
        if use_link(link):
            lift_what_this_ends(link.subscriber, chosen)
            for target in chosen:
                enroll(target, email=link.subscriber.email, consent=_consent(link))
            if name := link.facts["first_name"]:
                Subscriber.objects.filter(pk=link.subscriber_id, first_name="").update(first_name=name)
    theirs = Subscription.objects.filter(subscriber=link.subscriber_id).to(chosen)
    return list(theirs.in_order().select_related("subscriber"))


def chosen_by(link: MailedLink) -> list[Newsletter | Course]:
    """What somebody asked for and this link confirms, as far as it is still there: newsletters, then courses."""
    newsletters = Newsletter.objects.filter(pk__in=link.facts["newsletters"]).order_by("name")
    courses = Course.objects.filter(pk__in=link.facts.get("courses", [])).exclude(series=None)
    still = courses.exclude(state=CourseState.CLOSED).select_related("series", "newsletter").order_by("series__title")
    return [*newsletters, *still]


def forget_unconfirmed() -> None:
    """Who never confirmed leaves no trace but the counters: their pending rows, and they themselves if nothing else."""
    SignUpRequest.objects.forget()
    SignUpHour.objects.forget()
    MailBudget.objects.forget()
    for link in MailedLink.objects.expired().filter(purpose=LinkPurpose.CONFIRM, used_at=None)[:500]:
        if link.facts.get("was_asked") and _has_signed_up_since(link):
            continue
        with transaction.atomic():
            made = Subscription.objects.filter(pk__in=link.facts["made"], state=Subscription.State.PENDING)
            if link.facts.get("was_asked"):
                _take_silence_for_no(link, made)
            else:
                made.filter(consents=None).delete()
            if link.facts["made_reader"]:
                Subscriber.objects.filter(pk=link.subscriber_id, subscriptions=None).delete()
            MailedLink.objects.filter(pk=link.pk).delete()


def _has_signed_up_since(link: MailedLink) -> bool:
    """Whether another question to the same reader is open: their answer to that one counts."""
    return MailedLink.objects.of(link.subscriber).live().filter(purpose=LinkPurpose.CONFIRM, used_at=None).exists()


def _take_silence_for_no(link: MailedLink, made: QuerySet) -> None:
    """Whoever was asked once and did not answer is forgotten but for a hash, so that no list brings them back.

    Where the question never left, nobody was silent: nothing stays.
    """
    reader, why = link.subscriber, NO_ANSWER.format(day=link.created_at)
    has_left = Delivery.objects.filter(addressee__link=link, state__in=[State.HANDED_OVER, State.UNCERTAIN]).exists()
    for row in made:
        if has_left:
            note_departure(reader.email_key, newsletter_id=row.newsletter_id)
            suppress(reader.email, reason=Suppression.Reason.IMPORTED, newsletter_id=row.newsletter_id, evidence=why)
        ConsentEvent.objects.filter(subscription=row).erase_evidence()
        row.delete()


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


def lift_what_this_ends(reader: Subscriber, chosen: Sequence[Newsletter | Course]) -> None:
    """Letters arrive there again, and whoever left these newsletters elsewhere has come back."""
    bounced = Q(reason=Suppression.Reason.HARD_BOUNCE)
    left_elsewhere = Q(
        reason=Suppression.Reason.IMPORTED, newsletter__in=[row.pk for row in chosen if isinstance(row, Newsletter)]
    )
    rows = Suppression.objects.active().filter(
        bounced | left_elsewhere, address_hmac__in=address_hmacs(reader.email_key)
    )
    for row in rows:
        lift(row.pk, by=None, why=CAME_BACK)
