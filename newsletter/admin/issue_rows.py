"""An issue in one line of a list: its number, where it stands, whom it reached, and the page that it leads to."""

from django.urls import reverse

from newsletter.core.issue_state import HoldReason, State
from newsletter.core.issue_words import HOLD_REASONS
from newsletter.issues import foreseen
from newsletter.models import Issue
from newsletter.progress import account


def counts_words(issue: Issue) -> str:
    """The numbers of an issue in one line; nothing for one that has not started."""
    if issue.candidates is None:
        return ""
    found = account(issue)
    doubt = f"; {found.uncertain:,} uncertain" if found.uncertain else ""
    return f"Handed over to {found.handed_over:,} of {found.recipients:,}; {found.excluded:,} left out{doubt}"


def number_words(issue: Issue) -> str:
    """Its number, or why it has none yet; one that was cancelled has none."""
    waits = {State.DRAFT: "Draft", State.SCHEDULED: "When it leaves"}
    return str(issue.number) if issue.number else waits.get(State(issue.state), "No number")


def state_words(issue: Issue) -> str:
    """Where it stands; of one that is held or will be also why."""
    return f"{issue.get_state_display()}. {trouble_words(issue)}".removesuffix(". ")


def trouble_words(issue: Issue) -> str:
    """Why it is held, or why it will be at its time; nothing while all is well."""
    return HOLD_REASONS[HoldReason(issue.hold_reason)] if issue.state == State.HELD else foreseen(issue)


def page_of(issue: Issue) -> str:
    """The editor of a draft, the progress page of any other."""
    return reverse(f"newsletter_issues:{'edit' if issue.is_draft else 'progress'}", args=[issue.pk])
