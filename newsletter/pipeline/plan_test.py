"""A test of an issue: one delivery to a member of staff, beside the ledger's account of the issue."""

from django.db import transaction

from cms.clock import database_now
from newsletter.core.addresses import normal_form
from newsletter.core.purposes import Purpose
from newsletter.models import CompiledIssue, Delivery
from newsletter.models.plans import planned


def plan_test(frozen: CompiledIssue, *, to) -> Delivery:
    """The delivery of a frozen test to a person who logs in. Raises AddressRefused for an odd address of theirs."""
    with transaction.atomic():
        number = Delivery.objects.filter(compiled=frozen, purpose=Purpose.TEST).count() + 1
        row = planned(
            dedupe_key=f"t:{frozen.pk}:{number}",
            purpose=Purpose.TEST,
            mailbox=normal_form(to.email).mailbox,
            at=database_now(),
            issue_id=frozen.issue_id,
            compiled=frozen,
            staff=to,
        )
        row.save(force_insert=True)
    return row
