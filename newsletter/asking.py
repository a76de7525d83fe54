"""Readers who came by a file without proof are asked once, by a named person, whether they want the letters.

Nobody is asked twice. Whoever does not answer is forgotten after a week; a hash stays (`sign_up.forget_unconfirmed`).
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext

from cms.clock import Now, database_now
from cms.database import AWAY
from newsletter.conf import address_hmacs, conf, counted_address
from newsletter.core.askings import Asked
from newsletter.core.content import CompiledLetter
from newsletter.core.failures import where
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.messages import MessageName
from newsletter.core.subscriber_files.job_state import JobState
from newsletter.core.subscriber_files.verdicts import Verdict
from newsletter.messages import queue_message
from newsletter.models import (
    AccessRecord,
    Asking,
    ConsentEvent,
    ImportJob,
    ImportRow,
    MailBudget,
    MailedLink,
    Newsletter,
    Subscription,
    Suppression,
)
from newsletter.pipeline.compile_message import compile_message
from newsletter.sign_up_hearing import names
from newsletter.subscriptions import note_question

AT_ONCE = 100  # readers in one transaction: each becomes a message of their own
NO_REASON = "Say in a few words why you ask them: it stays on record."
NOBODY = "There is nobody left to ask: whoever waits was asked before."
NOT_NOW = "Readers of an import can be asked once they are in, and while its rows are kept (30 days)."
AT_IT = "They are being asked just now."

log = logging.getLogger(__name__)


class AskingRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Cannot be done; the message is meant for the person who asked."""


def askable(job: ImportJob) -> QuerySet:
    """Subscriptions that this import made without proof, which still wait, of readers who were never asked."""
    made = job.outcomes.filter(verdict=Verdict.PENDING, made_subscription__isnull=False).values("made_subscription")
    rows = Subscription.objects.filter(pk__in=made, state=Subscription.State.PENDING, newsletter__takes_readers=True)
    questions = ConsentEvent.objects.filter(action=ConsentEvent.Action.ASKED_ONCE)
    return rows.filter(~Exists(questions.filter(subscription__subscriber=OuterRef("subscriber"))))


def ask_once(job: ImportJob, *, by, why: str) -> Asking:
    """A worker asks everybody of this import who may be asked. Raises AskingRefused."""
    if not why.strip():
        raise AskingRefused(NO_REASON)
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().get(pk=job.pk)
        if held.state != JobState.APPLIED or held.rows_are_gone:
            raise AskingRefused(NOT_NOW)
        if held.askings.open().exists():
            raise AskingRefused(AT_IT)
        if not (count := askable(held).count()):
            raise AskingRefused(NOBODY)
        AccessRecord.objects.create(
            action=AccessRecord.Action.ASKED,
            staff=by,
            fields=f"{count:,} reader{'' if count == 1 else 's'} of import {held.short_id}",
            why=why.strip()[:400],
        )
        return Asking.objects.create(job=held, by=by, why=why.strip()[:400])


def work_on_askings(*, over: Callable[[], bool]) -> bool:
    """Ask, a hundred in one transaction, until the time is over; whether more is left."""
    while not over():
        if not _ask_some():
            return False
    return Asking.objects.open().exists()


def preview(newsletter: Newsletter) -> CompiledLetter:
    """The mail in the newsletter's language, its fields not filled yet."""
    return compile_message(
        MessageName.ASK_ONCE, newsletter=newsletter, language=newsletter.language, base_url=conf().base_url
    )


@transaction.atomic
def _ask_some() -> bool:
    """The next hundred of the oldest asking, which is locked meanwhile; False where there is none."""
    asking = Asking.objects.open().select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if asking is None:
        return False
    if asking.job.state != JobState.APPLIED:  # it is being undone
        Asking.objects.filter(pk=asking.pk).update(finished_at=Now())
        return True
    waiting = askable(asking.job).filter(pk__gt=asking.done_to).select_related("subscriber", "newsletter")
    rows = list(waiting.order_by("pk")[:AT_ONCE])
    if not rows:
        Asking.objects.filter(pk=asking.pk).update(finished_at=Now())
        return True
    now = database_now()
    counts = Counter(asking.counts) + Counter(_asked(row, asking, now).value for row in rows)
    Asking.objects.filter(pk=asking.pk).update(done_to=rows[-1].pk, counts=dict(counts))
    return True


def _asked(row: Subscription, asking: Asking, now: datetime) -> Asked:
    try:
        with transaction.atomic():
            return _ask(row, asking, now)
    except AWAY:
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is, the others must not wait for this one
        log.error("reader not asked", extra={"kind": type(failure).__name__, "at": where(failure)})  # noqa: TRY400 - no message
        return Asked.FAILED


def _ask(row: Subscription, asking: Asking, now: datetime) -> Asked:
    reader, newsletter = row.subscriber, row.newsletter
    if Suppression.objects.against(address_hmacs(reader.email_key), newsletter_id=newsletter.pk).exists():
        return Asked.SUPPRESSED
    if not MailBudget.objects.take(counted_address(reader.email_key)):
        return Asked.MAILED_LATELY
    choices = names([newsletter], language=reader.language)
    link = MailedLink.objects.make(
        reader,
        purpose=LinkPurpose.CONFIRM,
        newsletter=newsletter,
        facts=_facts(row, asking, choices, now),
        reminded_at=now,  # once means once: there is no reminder
    )
    note_question(row, actor=asking.by, why=asking.why, at=now)
    queue_message(MessageName.ASK_ONCE, to=reader, newsletter=newsletter, link=link, values={"choices": choices})
    return Asked.ASKED


def _facts(row: Subscription, asking: Asking, choices: str, now: datetime) -> dict:
    """What the press of the button will do, and what becomes of whoever does not press it."""
    with translation.override(row.subscriber.language):
        # Both stand on the page behind the link: the words that the reader agrees to.
        asked = gettext("Please confirm that you would like to get %(choices)s.") % {"choices": choices}
        wording = f"{asked} {gettext('Yes, send me the letters')}"
    made_reader = ImportRow.objects.filter(job=asking.job_id, reader=row.subscriber_id, made_reader=True).exists()
    return {
        "newsletters": [row.newsletter_id],
        "courses": [],
        "made": [row.pk],
        "made_reader": made_reader,
        "was_asked": True,
        "first_name": "",
        "wording": wording,
        "form": f"staff, after import {asking.job.short_id}",
        "method": ConsentEvent.Method.PAGE.value,
        "asked_at": f"{now:%Y-%m-%d %H:%M} UTC",
    }
