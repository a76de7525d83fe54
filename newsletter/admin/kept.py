"""What is never deleted from the admin: letters that were frozen, and whatever they stand on."""

from django.shortcuts import redirect
from wagtail.admin import messages

from newsletter.models import Issue, Newsletter

KEPT_ISSUE = "“{name}” has been frozen or handed over, so it is kept: what readers got can always be looked up."
KEPT_NEWSLETTER = "“{name}” has issues or readers, so it is kept. To end it, cancel its issues and hide its archive."


def keep_what_has_left(request, instances):
    """A way back with the reason when one of these must stay; None lets Wagtail go on."""
    reasons = [reason for reason in map(_reason, instances) if reason]
    if not reasons:
        return None
    messages.error(request, " ".join(reasons))
    kind = "newsletter_issues" if isinstance(instances[0], Issue) else "newsletter_newsletters"
    return redirect(f"{kind}:list")


def _reason(instance) -> str:
    if isinstance(instance, Issue) and (not instance.is_draft or instance.freezes.exists()):
        return KEPT_ISSUE.format(name=instance)
    if isinstance(instance, Newsletter) and (instance.issues.exists() or instance.subscriptions.exists()):
        return KEPT_NEWSLETTER.format(name=instance)
    return ""
