"""What others announce: each receiver writes a state and returns; nothing is handed over from here."""

from anymail.signals import tracking
from django.dispatch import receiver
from wagtail.signals import page_unpublished

from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.events.provider import store_event
from newsletter.models import Issue


@receiver(page_unpublished, dispatch_uid="newsletter.hold_issues_of_page")
def hold_issues_of_page(sender, instance, **kwargs) -> None:  # noqa: ARG001 - a signal's signature
    """A letter must not lead to a page that is gone: issues that show it and are leaving wait for a person."""
    for issue_id in Issue.objects.running().filter(compiled__shown__article=instance.pk).values_list("pk", flat=True):
        hold = Hold(reason=HoldReason.ITEM_UNPUBLISHED, detail=f"“{instance.title}” was unpublished.")
        Issue.objects.hold(issue_id, hold)


@receiver(tracking, dispatch_uid="newsletter.store_what_a_provider_says")
def store_what_a_provider_says(sender, event, esp_name, **kwargs) -> None:  # noqa: ARG001 - a signal's signature
    """Only written down: a receiver that fails would make the provider tell it again."""
    store_event(event, provider=esp_name)
