"""What is never deleted from the admin: letters that were frozen, and whatever they stand on."""

from django.shortcuts import redirect
from wagtail.admin import messages

from newsletter.models import Course, Issue, Newsletter

KEPT_ISSUE = "“{name}” has been frozen or handed over, so it is kept: what readers got can always be looked up."
KEPT_COURSE = "“{name}” has readers or letters, so it is kept. To end it, close it."
KEPT_NEWSLETTER = (
    "“{name}” has issues, readers or courses, so it is kept. To end it, cancel its issues and hide its archive."
)


LISTS = {Issue: "newsletter_issues", Newsletter: "newsletter_newsletters", Course: "newsletter_courses"}


def keep_what_has_left(request, instances):
    """A way back with the reason when one of these must stay; None lets Wagtail go on."""
    reasons = [reason for reason in map(_reason, instances) if reason]
    if not reasons:
        return None
    messages.error(request, " ".join(reasons))
    return redirect(f"{LISTS[type(instances[0])]}:list")


def may_go(issue: Issue) -> bool:
    """Whether an issue may be deleted: nobody got it, not even as a test, and nothing of it is frozen."""
    return issue.is_draft and not issue.freezes.exists()


def _is_used(newsletter: Newsletter) -> bool:
    return any(rows.exists() for rows in (newsletter.issues, newsletter.subscriptions, newsletter.courses))


def _reason(instance) -> str:
    if isinstance(instance, Issue) and not may_go(instance):
        return KEPT_ISSUE.format(name=instance)
    if isinstance(instance, Newsletter) and _is_used(instance):
        return KEPT_NEWSLETTER.format(name=instance)
    if isinstance(instance, Course) and (instance.subscriptions.exists() or instance.freezes.exists()):
        return KEPT_COURSE.format(name=instance)
    return ""
