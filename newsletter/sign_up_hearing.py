"""What a sign-up becomes: one mail, or none, by what the address is to us. Nobody waits for this at a form."""

import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext

from cms.clock import Now
from cms.database import AWAY
from cms.remote.mail_hosts import takes_mail
from newsletter.conf import address_hmacs, conf, counted_address
from newsletter.core.addresses import Address, normal_form
from newsletter.core.failures import where
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.messages import MessageName
from newsletter.core.purposes import Purpose
from newsletter.core.sign_up import Outcome
from newsletter.mailed_links import mail_link
from newsletter.messages import queue_message
from newsletter.models import (
    Course,
    MailBudget,
    MailedLink,
    Newsletter,
    SignUpRequest,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.sign_up import chosen_by, to_remind

A_ROUND = 200
EVERYWHERE = 0  # no newsletter: what bars an address from one of them bars it from no course
LEAVES_THE_MACHINE = frozenset({"smtp", "esp"})
KNOWN = (Subscription.State.ACTIVE, Subscription.State.PAUSED)

Target = Newsletter | Course

log = logging.getLogger(__name__)


def hear_sign_ups() -> int:
    """Hear what waits, at most 200 of them; says how many. What fails is put off, and keeps nobody else waiting."""
    waiting = list(SignUpRequest.objects.waiting().values_list("pk", "email")[:A_ROUND])
    for pk, email in waiting:
        try:
            reachable = _is_reachable(email)  # before the transaction: DNS may take its time
            with transaction.atomic():
                _close(pk, reachable=reachable)
        except AWAY:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others must not wait for this one
            _put_off(pk, failure)
    return len(waiting)


def remind() -> int:
    """One reminder for each confirmation that has been open for a day; never a second. Says how many leave."""
    left = 0
    for link in to_remind()[:A_ROUND]:
        with transaction.atomic():
            if MailedLink.objects.filter(pk=link.pk, used_at=None, reminded_at=None).update(reminded_at=Now()):
                left += _remind(link)
    return left


def _put_off(pk: int, failure: Exception) -> None:
    log.error("sign-up not heard", extra={"kind": type(failure).__name__, "at": where(failure)})
    SignUpRequest.objects.get(pk=pk).put_off()


def _close(pk: int, *, reachable: bool) -> None:
    asked = SignUpRequest.objects.waiting().select_for_update(skip_locked=True).filter(pk=pk).first()
    if asked:
        asked.close(_heard(asked) if reachable else Outcome.NO_MAIL_HOST)


def _heard(asked: SignUpRequest) -> Outcome:
    address = normal_form(asked.email)
    if asked.method == SignUpRequest.OWN_PAGE:
        return _mail_own_page(address)
    offered = _offered(asked)
    if not offered:
        return Outcome.NOTHING_OPEN
    wanted, is_second_chance = _not_barred(offered, address)
    if not wanted:
        return Outcome.SUPPRESSED
    rows = Subscription.objects.filter(subscriber__email_key=address.key, state__in=KNOWN).going_on().to(wanted)
    known = {row.purpose: row for row in rows.with_target().select_related("subscriber")}
    if not MailBudget.objects.take(counted_address(address.key), is_second_chance=is_second_chance):
        return Outcome.OVER_BUDGET
    had = [row.target for row in known.values()]
    if new := [target for target in wanted if target not in had]:
        return _ask_to_confirm(asked, address, new)
    return _say_how_it_stands(wanted, list(known.values()))


def _offered(asked: SignUpRequest) -> list[Target]:
    """What they asked for and may begin today: newsletters, then courses."""
    newsletters = Newsletter.objects.filter(pk__in=asked.newsletters, takes_readers=True).order_by("name")
    return [*newsletters, *Course.objects.offered().filter(pk__in=asked.courses)]


def _mail_own_page(address: Address) -> Outcome:
    """The link to their page, for a known reader; three a day."""
    rows = Subscription.objects.filter(subscriber__email_key=address.key)
    row = rows.with_target().select_related("subscriber").first()
    if row is None:
        return Outcome.NOBODY
    made = mail_link(row.subscriber, purpose=LinkPurpose.MANAGE, newsletter=row.voice)
    return Outcome.LINK if made else Outcome.OVER_BUDGET


def _not_barred(offered: Sequence[Target], address: Address) -> tuple[list[Target], bool]:
    """What a confirmation may still ask for, and whether an old bounce is given its one chance."""
    hmacs = address_hmacs(address.key)
    wanted, is_second_chance = [], False
    for target in offered:
        only = target.pk if isinstance(target, Newsletter) else EVERYWHERE
        bars = Suppression.objects.against(hmacs, newsletter_id=only)
        if not bars.that_bar(Purpose.CONFIRMATION).exists():
            wanted.append(target)
            is_second_chance = is_second_chance or bars.filter(reason=Suppression.Reason.HARD_BOUNCE).exists()
    return wanted, is_second_chance


def _ask_to_confirm(asked: SignUpRequest, address: Address, new: Sequence[Target]) -> Outcome:
    reader, made_reader = Subscriber.objects.get_or_create(
        email_key=address.key,
        defaults={"email": address.mailbox, "language": asked.language, "zone": asked.zone, "source": "sign-up"},
    )
    rows = [Subscription.objects.get_or_create(subscriber=reader, **target.target) for target in new]
    facts = {
        "newsletters": [target.pk for target in new if isinstance(target, Newsletter)],
        "courses": [target.pk for target in new if isinstance(target, Course)],
        "made": [row.pk for row, is_made in rows if is_made],
        "made_reader": made_reader,
        "first_name": asked.first_name,
        "wording": asked.wording,
        "form": asked.form,
        "method": asked.method,
        "asked_at": f"{asked.asked_at:%Y-%m-%d %H:%M} UTC",
    }
    voice = new[0].voice
    link = MailedLink.objects.make(reader, purpose=LinkPurpose.CONFIRM, newsletter=voice, facts=facts)
    values = {"choices": names(new, language=reader.language)}
    queue_message(MessageName.CONFIRM, to=reader, newsletter=voice, link=link, values=values)
    return Outcome.CONFIRM


def _say_how_it_stands(wanted: Sequence[Target], known: Sequence[Subscription]) -> Outcome:
    reader = known[0].subscriber
    pauses = sorted(row.rests_until for row in known if row.rests_until)
    values = {"choices": names(wanted, language=reader.language)}
    if pauses:
        with translation.override(reader.language):
            values["until"] = date_format(pauses[0])
    voice = wanted[0].voice
    link = MailedLink.objects.make(reader, purpose=LinkPurpose.MANAGE, newsletter=voice)
    name = MessageName.PAUSED if pauses else MessageName.ALREADY_ACTIVE
    queue_message(name, to=reader, newsletter=voice, link=link, values=values)
    return Outcome.PAUSED if pauses else Outcome.ALREADY_ACTIVE


def _remind(link: MailedLink) -> bool:
    """False for one who has come in by another link, or has had enough mail of this kind."""
    reader = link.subscriber
    rows = Subscription.objects.filter(subscriber=reader, state__in=KNOWN).going_on().with_target()
    known = [row.target for row in rows]
    new = [target for target in chosen_by(link) if target not in known]
    if not new or not MailBudget.objects.take(counted_address(reader.email_key)):
        return False
    values = {"choices": names(new, language=reader.language)}
    queue_message(MessageName.REMINDER, to=reader, newsletter=link.newsletter, link=link, values=values)
    return True


def names(targets: Sequence[Target], *, language: str) -> str:
    """Their names in one line, as a stranger may read them: “Slow Letters and Garden Notes”."""
    with translation.override(language):
        return get_text_list([target.neutral_name or target.name for target in targets], gettext("and"))


def _is_reachable(email: str) -> bool:
    """Whether the address has a host for its mail; only asked where letters leave this machine."""
    if conf().transport not in LEAVES_THE_MACHINE:
        return True
    return takes_mail(normal_form(email).mailbox.rpartition("@")[2])
