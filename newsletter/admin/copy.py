"""The way to a new draft with the words of another issue: never with its time or its state."""

from django.urls import reverse
from wagtail.admin import messages

from newsletter.models import Issue

ADD = "newsletter.add_issue"


def copy_url(issue: Issue, *, user) -> str:
    """Where a copy is made; empty for those who may not write issues."""
    return reverse("newsletter_issues:copy", args=[issue.pk]) if user.has_perm(ADD) else ""


def copy_buttons(issue: Issue, *, user) -> list:
    """The way to a copy beside a message of the admin."""
    address = copy_url(issue, user=user)
    return [messages.button(address, "Make a copy")] if address else []
