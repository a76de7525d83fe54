"""Our own messages to one person, such as a confirmation: no issue, the same ledger. Read from top to bottom."""

from collections.abc import Mapping
from dataclasses import replace

from newsletter.conf import conf
from newsletter.core.merge_fields import LINK_FIELD, SYSTEM_FIELDS
from newsletter.core.messages import MessageName, fields_of
from newsletter.models import CompiledIssue, Delivery, MailedLink, Newsletter, Subscriber
from newsletter.pipeline.compile_message import compile_message
from newsletter.pipeline.plan_message import plan_message
from newsletter.prepare import new_boundary


def queue_message(  # noqa: PLR0913 - one keyword for each thing that a message is made of
    name: MessageName,
    *,
    to: Subscriber,
    newsletter: Newsletter,
    link: MailedLink | None = None,
    address: str = "",
    values: Mapping[str, str] | None = None,
) -> Delivery:
    """One message in the reader's language and the newsletter's look; it leaves with the next claim.

    `values` are what its own merge fields become; `address` is where it goes if not to the reader's own. Raises
    AddressRefused, and ValueError for a field without a value.
    """
    given = dict(values or {})
    frozen = _frozen(name, newsletter=newsletter, language=to.language)
    known = {*given, *SYSTEM_FIELDS, "newsletter", *([LINK_FIELD] if link else [])}
    if missing := fields_of(frozen.letter) - known:
        raise ValueError(f"The message {name} has no value for {', '.join(sorted(missing))}. Give it one.")
    return plan_message(frozen, to=to, address=address, link=link, values=given)


def _frozen(name: MessageName, *, newsletter: Newsletter, language: str) -> CompiledIssue:
    """The row that says this already, or a new one: a thousand confirmations share one."""
    letter = compile_message(name, newsletter=newsletter, language=language, base_url=conf().base_url)
    known = CompiledIssue.objects.of_message(name, newsletter_id=newsletter.pk, language=language).first()
    if known and known.says_the_same(letter):
        return known
    bounded = replace(letter, boundary=new_boundary())
    return CompiledIssue.objects.freeze(
        bounded, kind=CompiledIssue.Kind.MESSAGE, newsletter=newsletter, message=name.value
    )
